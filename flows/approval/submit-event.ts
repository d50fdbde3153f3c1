import type { Ctx, Stores } from '../../context/ctx';
import { type ApprovalEvent, type ApprovalFact, judge, type Refusal } from '../../services/workflows/approval';
import { RECORD } from './approval-record';
import { loadApproval, type Approval, withFacts } from './load-approval';

/** Names the work on the due-list. */
export const APPROVAL_WORK = 'approval';

/** What came of an event. */
export interface Submitted {
    readonly approval: Approval;
    /** The event came to nothing. */
    readonly refusal?: Refusal;
}

/** The users that an event mentions, for the names to be kept: ids say nothing to people. */
export type Names = Readonly<Record<string, string>>;

type Waker = Pick<Ctx, 'stores' | 'clock' | 'wakeAt'>;

/**
 * Writes down what an event adds to a request, and lets the job draw the conclusions. Undefined when there is no such request.
 * What one event costs does not depend on how many requests there are.
 */
export async function submitEvent(ctx: Waker, id: string, event: ApprovalEvent, names: Names = {}): Promise<Submitted | undefined> {
    const approval = await loadApproval(ctx, id);
    return approval && applyEvent(ctx, approval, event, names);
}

/** The same for a request that was just read. */
export async function applyEvent(ctx: Waker, approval: Approval, event: ApprovalEvent, names: Names = {}): Promise<Submitted> {
    const { refusal, ...applied } = await writeDown(ctx, approval, event, names);
    if (applied.approval.state.facts.length > approval.state.facts.length) {
        await wake(ctx, approval.id);
    }
    return { ...applied, ...(refusal && { refusal }) };
}

/** For the job, which draws the conclusions itself. */
export async function writeDown(tools: Pick<Ctx, 'stores' | 'clock'>, approval: Approval, event: ApprovalEvent, names: Names = {}): Promise<Submitted> {
    const { facts, refusal } = judge(approval.state, event, tools.clock());
    await state(tools.stores, { id: approval.id, facts, names });
    return { approval: { ...withFacts(approval, facts, tools.clock()), names: { ...approval.names, ...names } }, ...(refusal && { refusal }) };
}

/** Appends facts in their order. */
export async function state(stores: Pick<Stores, 'approvals'>, { id, facts, names = {} }: { readonly id: string; readonly facts: readonly ApprovalFact[]; readonly names?: Names }): Promise<void> {
    for (const fact of facts) {
        await stores.approvals.append(id, { type: RECORD.stated, id: `fact:${fact.id}`, at: fact.at, data: { fact, names } });
    }
}

/** Lets the job look at the request as soon as possible. On the due-list first: a wake-up call may get lost. */
export async function wake(ctx: Waker, id: string): Promise<void> {
    await ctx.stores.due.schedule({ kind: APPROVAL_WORK, subject: id, at: ctx.clock() });
    await ctx.wakeAt(ctx.clock());
}
