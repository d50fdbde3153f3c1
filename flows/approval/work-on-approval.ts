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
    const { kind, requester, roomId, threadId } = approval.opened;
    const undertaking = undertakings.find((one) => one.kind === kind);
    if (!undertaking) {
        // Another version of the app runs on another server during an update, and knows it: the work is postponed.
        throw new Error(`There is no undertaking ${kind}.`);
    }
    const ctx = await job.as({ userId: requester.id, roomId, threadId });
    if (!ctx) {
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

/** Nobody is left to act for, or the room is gone: nothing is executed for them, and what was begun is followed by nobody. */
async function abandon(job: JobCtx, approval: Approval): Promise<undefined> {
    const { phase, key } = approval.state;
    const event: ApprovalEvent =
        phase === 'executing' ? { type: 'execution-failed', key, reason: 'abandoned', retryable: false } : { type: 'cancel', id: 'abandoned', by: { user: 'app', roles: [], manager: true } };
    await auditApproval(job, await apply(job, approval, event));
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
    // A beginning that came to nothing, because somebody was quicker, must not stand for a later one of the same attempt.
    return apply(ctx, fresh, { type: 'settle', id: ctx.newId() });
}

async function apply(tools: Pick<Ctx, 'stores' | 'clock'>, approval: Approval, event: ApprovalEvent, names: Names = {}): Promise<Approval> {
    const { facts } = judge(approval.state, event, tools.clock());
    await state(tools.stores, { id: approval.id, facts, names });
    return { ...withFacts(approval, facts, tools.clock()), names: { ...approval.names, ...names } };
}

/** A scan that was pending may be through by now. */
const waitsForGates = ({ state: { phase, missing } }: Approval): boolean => phase === 'waiting' && missing.gates.length > 0;

/** How often a request is looked at in any case, milliseconds: reactions and wake-up calls get lost, and gates turn green unheard. */
const LOOK_MS = 10 * 60_000;

/** The next moment at which something changes by itself, or may have changed. */
function nextLook({ state }: Approval, now: number): number {
    const deadline = [remindAt(state), state.request.expiresAt].find((at) => at > now);
    return Math.min(deadline ?? Infinity, now + LOOK_MS);
}
