import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { type ApprovalEvent, judge, remindAt } from '../../services/workflows/approval';
import { auditApproval } from './audit-approval';
import { carryOut } from './carry-out';
import { type Approval, loadApproval, withFacts } from './load-approval';
import { drawStatus, postRequest, tellNews } from './present-approval';
import { reconcileReactions } from './reconcile-reactions';
import { sayOnce } from './say-once';
import { type Names, state } from './submit-event';
import type { Undertaking } from './undertaking';

/** When to look at the request again, milliseconds since 1970; undefined when it is over and everything is said. */
export type NextLook = number | undefined;

/**
 * Everything that follows from the facts of a request: posts it, decides, executes, reminds, reports, draws its status. It is
 * run by the one server that claimed the work, again and again, and picks up wherever an earlier run was killed.
 */
export async function workOnApproval(job: JobCtx, id: string, undertakings: readonly Undertaking[]): Promise<NextLook> {
    const approval = await loadApproval(job, id);
    if (!approval) {
        return undefined;
    }
    const { requester, roomId, threadId } = approval.opened;
    const ctx = await job.as({ userId: requester.id, roomId, threadId });
    const undertaking = undertakings.find(({ kind }) => kind === approval.opened.kind);
    if (!ctx || !undertaking) {
        return abandon(job, approval);
    }
    const posted = await postRequest(ctx, approval, undertaking);
    const decided = await decide(ctx, posted, undertaking);
    const { approval: done, pauseMs } = await carryOut(ctx, decided, undertaking);
    await auditApproval(ctx, done);
    const told = await tellNews(ctx, done, undertaking);
    await drawStatus(ctx, told, undertaking);
    if (told.state.final) {
        await archive(ctx, told, undertaking);
        await ctx.stores.approvals.close(id);
        return undefined;
    }
    return pauseMs === undefined ? nextLook(told, ctx.clock()) : ctx.clock() + pauseMs;
}

/** The key of the message that says where the request is kept. */
const ARCHIVED = 'archived';

/** Last of all, because it may have to wait for Hugging Face. */
async function archive(ctx: Ctx, approval: Approval, undertaking: Undertaking): Promise<void> {
    const view = approval.posted.has(ARCHIVED) ? undefined : await undertaking.archive(ctx, approval);
    if (view) {
        await sayOnce(ctx, approval, ARCHIVED, view);
    }
}

/** Nobody is left to act for, or the room is gone: nothing is executed for them. */
async function abandon(job: JobCtx, approval: Approval): Promise<undefined> {
    const { facts } = judge(approval.state, { type: 'cancel', id: 'abandoned', by: { user: 'app', roles: [], manager: true } }, job.clock());
    await state(job.stores, { id: approval.id, facts });
    await job.stores.approvals.close(approval.id);
    return undefined;
}

/** What time, reactions and, when the request is approved, its surroundings add to the facts. */
async function decide(ctx: Ctx, approval: Approval, undertaking: Undertaking): Promise<Approval> {
    if (approval.state.final || approval.state.phase === 'executing' || !approval.intact) {
        return approval;
    }
    let current = await apply(ctx, approval, { type: 'tick' });
    for (const { event, names } of await reconcileReactions(ctx, current)) {
        current = await apply(ctx, current, event, names);
    }
    if (current.state.phase !== 'approved' && !waitsForGates(current)) {
        return current;
    }
    for (const event of await undertaking.recheck(ctx, current)) {
        current = await apply(ctx, current, event);
    }
    // The recheck took its time: what was said meanwhile on other servers counts.
    const fresh = (await loadApproval(ctx, approval.id)) ?? current;
    if (!fresh.intact) {
        return fresh;
    }
    return apply(ctx, fresh, { type: 'settle', id: `begun:${fresh.state.key}` });
}

async function apply(ctx: Ctx, approval: Approval, event: ApprovalEvent, names: Names = {}): Promise<Approval> {
    const { facts } = judge(approval.state, event, ctx.clock());
    await state(ctx.stores, { id: approval.id, facts, names });
    return { ...withFacts(approval, facts, ctx.clock()), names: { ...approval.names, ...names } };
}

/** A scan that was pending may be through by now. */
const waitsForGates = ({ state: { phase, missing } }: Approval): boolean => phase === 'waiting' && missing.gates.length > 0;

/** How often checks that are not green are looked at again, milliseconds. */
const GATES_PAUSE_MS = 10 * 60_000;

/** The next moment at which something changes by itself. */
function nextLook(approval: Approval, now: number): number {
    const { state } = approval;
    const deadline = now < remindAt(state) ? remindAt(state) : state.request.expiresAt;
    return waitsForGates(approval) ? Math.min(deadline, now + GATES_PAUSE_MS) : deadline;
}
