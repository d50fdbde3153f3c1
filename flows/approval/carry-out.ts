import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import { SETTLE_MS } from '../../persistence';
import { HubError, isPassing } from '../../services/hub';
import { mayExecute } from '../../services/workflows/approval';
import { RECORD } from './approval-record';
import { type Approval, loadApproval } from './load-approval';
import { writeDown } from './submit-event';
import { TargetBusyError } from './target-busy-error';
import type { ExecutionStep, Undertaking } from './undertaking';

export interface Carried {
    readonly approval: Approval;
    /** Milliseconds until the next step; undefined when none is waited for. */
    readonly pauseMs?: number;
    /** Hugging Face does not answer. */
    readonly silent?: boolean;
}

/** While Hugging Face does not answer. */
export const PASSING_PAUSE_MS = 30_000;
/** An attempt that could not even make its first step by then, or fails in a way that nobody foresaw, is over. Milliseconds. */
const PATIENCE_MS = 60 * 60_000;

/**
 * Does the next step of what was approved. That it has begun is on record before (the fact of the beginning is the intent), and
 * is read again once other servers have had the time to write down what they judged before that. Until the first step is made
 * everything is checked once more, however long Hugging Face kept us waiting: a withdrawal, a lock, another head still stop it.
 * Each outcome is on record before anything is said of it.
 */
export async function carryOut(ctx: Ctx, before: Approval, undertaking: Undertaking): Promise<Carried> {
    if (before.state.phase !== 'executing') {
        return { approval: before };
    }
    const unsettledMs = begunAt(before) + SETTLE_MS - ctx.clock();
    if (unsettledMs > 0) {
        return { approval: before, pauseMs: unsettledMs };
    }
    const approval = (await loadApproval(ctx, before.id)) ?? before;
    if (!isClear(approval)) {
        return { approval };
    }
    try {
        const cleared = approval.step ? approval : await clear(ctx, approval, undertaking);
        return isClear(cleared) ? await conclude(ctx, cleared, await undertaking.execute(ctx, cleared)) : { approval: cleared };
    } catch (error) {
        return afterError(ctx, approval, error);
    }
}

/** What could not be read may be a withdrawal. */
const isClear = ({ intact, state }: Approval): boolean => intact && state.phase === 'executing';

const begunAt = ({ state }: Approval): number => state.attempts.at(-1)?.begunAt ?? 0;

/** The last look before the first step, which is then on record: from there on the attempt is followed to its end. */
async function clear(ctx: Ctx, approval: Approval, undertaking: Undertaking): Promise<Approval> {
    let current = approval;
    for (const event of await undertaking.recheck(ctx, approval)) {
        current = (await writeDown(ctx, current, event)).approval;
    }
    const fresh = (await loadApproval(ctx, approval.id)) ?? current;
    if (!fresh.intact || !mayExecute(fresh.state, approval.state.key)) {
        return fresh;
    }
    if (!fresh.state.holds || ctx.clock() >= fresh.state.request.expiresAt) {
        return fail(ctx, fresh, { state: 'failed', reason: 'voided', retryable: false });
    }
    return remember(ctx, fresh, { state: 'going', memo: null, stage: '', pauseMs: 0 });
}

async function conclude(ctx: Ctx, approval: Approval, step: ExecutionStep): Promise<Carried> {
    switch (step.state) {
        case 'going':
            return { approval: await remember(ctx, approval, step), pauseMs: step.pauseMs };
        case 'done':
            return { approval: (await writeDown(ctx, approval, { type: 'execution-succeeded', key: approval.state.key, outcome: { ...step.outcome } })).approval };
        case 'failed':
            return { approval: await fail(ctx, approval, step) };
    }
}

/** The words come first: a failure that is told without them can't be told again. */
async function fail(ctx: Ctx, approval: Approval, { reason, retryable, words, log }: Extract<ExecutionStep, { state: 'failed' }>): Promise<Approval> {
    const { key } = approval.state;
    const failure = { key, words, log };
    await ctx.stores.approvals.append(approval.id, { type: RECORD.failure, id: `${RECORD.failure}:${key}`, data: failure });
    const told = { ...approval, failures: new Map([...approval.failures, [key, failure]]) };
    return (await writeDown(ctx, told, { type: 'execution-failed', key, reason, retryable })).approval;
}

const asRefusal = (error: unknown): HubError | undefined => (error instanceof HubError && !isPassing(error) ? error : undefined);

/** Hugging Face does not answer just now, or the target is on its way to something else. */
export const isWaitedFor = (error: unknown): boolean => isPassing(error) || error instanceof TargetBusyError;

/** What passes is waited for; what Hugging Face refuses has failed. Anything else is a fault of ours, which the job tries again for a while. */
async function afterError(ctx: Ctx, approval: Approval, error: unknown): Promise<Carried> {
    const isOver = ctx.clock() - begunAt(approval) > PATIENCE_MS;
    const refusal = asRefusal(error);
    if (!isOver && !refusal && !isWaitedFor(error)) {
        throw error;
    }
    logFailure(ctx.log, error, approval.id.slice(0, 8));
    if (!refusal && !isOver) {
        return { approval, pauseMs: PASSING_PAUSE_MS, silent: isPassing(error) };
    }
    return { approval: await fail(ctx, approval, { state: 'failed', reason: isWaitedFor(error) ? 'timeout' : 'unexpected', retryable: true, ...(refusal?.hubMessage !== undefined && { words: refusal.hubMessage }) }) };
}

/** Steps that change nothing are not written down. */
async function remember(ctx: Ctx, approval: Approval, { memo, stage }: Extract<ExecutionStep, { state: 'going' }>): Promise<Approval> {
    const step = { key: approval.state.key, memo, stage };
    if (JSON.stringify(step) !== JSON.stringify(approval.step)) {
        await ctx.stores.approvals.append(approval.id, { type: RECORD.step, data: step });
    }
    return { ...approval, step };
}
