import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import { SETTLE_MS } from '../../persistence';
import { isPassing } from '../../services/hub';
import { type ApprovalEvent, judge, mayExecute } from '../../services/workflows/approval';
import { RECORD } from './approval-record';
import { type Approval, loadApproval, withFacts } from './load-approval';
import { state } from './submit-event';
import type { ExecutionStep, Undertaking } from './undertaking';

export interface Carried {
    readonly approval: Approval;
    /** Milliseconds until the next step; undefined when none is waited for. */
    readonly pauseMs?: number;
}

/** While Hugging Face does not answer. */
const PASSING_PAUSE_MS = 30_000;

/**
 * Does the next step of what was approved. That it has begun is on record before (the fact of the beginning is the intent), and
 * is read again once every server has had the time to write down what it judged before that: a vote that was withdrawn a
 * moment earlier may still be on its way. Each outcome is on record before anything is said of it.
 */
export async function carryOut(ctx: Ctx, before: Approval, undertaking: Undertaking): Promise<Carried> {
    if (before.state.phase !== 'executing') {
        return { approval: before };
    }
    const unsettledMs = (before.state.attempts.at(-1)?.begunAt ?? 0) + SETTLE_MS - ctx.clock();
    if (unsettledMs > 0) {
        return { approval: before, pauseMs: unsettledMs };
    }
    const approval = (await loadApproval(ctx, before.id)) ?? before;
    if (!approval.intact || !mayExecute(approval.state, approval.state.key)) {
        return { approval };
    }
    try {
        return await conclude(ctx, approval, await undertaking.execute(ctx, approval));
    } catch (error) {
        if (!isPassing(error)) {
            throw error;
        }
        logFailure(ctx.log, error, approval.id.slice(0, 8));
        return { approval, pauseMs: PASSING_PAUSE_MS };
    }
}

async function conclude(ctx: Ctx, approval: Approval, step: ExecutionStep): Promise<Carried> {
    const { key } = approval.state;
    switch (step.state) {
        case 'going':
            return { approval: await remember(ctx, approval, step), pauseMs: step.pauseMs };
        case 'done':
            return { approval: await apply(ctx, approval, { type: 'execution-succeeded', key, outcome: { ...step.outcome } }) };
        case 'failed': {
            const { reason, retryable, words, log } = step;
            const failure = { key, words, log };
            await ctx.stores.approvals.append(approval.id, { type: RECORD.failure, id: `${RECORD.failure}:${key}`, data: failure });
            const told = { ...approval, failures: new Map([...approval.failures, [key, failure]]) };
            return { approval: await apply(ctx, told, { type: 'execution-failed', key, reason, retryable }) };
        }
    }
}

/** Steps that change nothing are not written down. */
async function remember(ctx: Ctx, approval: Approval, { memo, stage }: Extract<ExecutionStep, { state: 'going' }>): Promise<Approval> {
    const step = { key: approval.state.key, memo, stage };
    if (JSON.stringify(step) !== JSON.stringify(approval.step)) {
        await ctx.stores.approvals.append(approval.id, { type: RECORD.step, data: step });
    }
    return { ...approval, step };
}

async function apply(ctx: Ctx, approval: Approval, event: ApprovalEvent): Promise<Approval> {
    const { facts } = judge(approval.state, event, ctx.clock());
    await state(ctx.stores, { id: approval.id, facts });
    return withFacts(approval, facts, ctx.clock());
}
