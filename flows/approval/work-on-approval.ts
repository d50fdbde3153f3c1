import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { isPassing } from '../../services/hub';
import { type ApprovalEvent, remindAt } from '../../services/workflows/approval';
import { auditApproval } from './audit-approval';
import { carryOut, isWaitedFor, PASSING_PAUSE_MS } from './carry-out';
import { type Approval, loadApproval } from './load-approval';
import { drawStatus, postRequest, tellNews } from './present-approval';
import { reconcileReactions } from './reconcile-reactions';
import { sayOnce } from './say-once';
import { writeDown } from './submit-event';
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
        // It was listed, and whoever made it was killed before it existed.
        await job.stores.approvals.close(id);
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
    const posted = await posting(ctx, approval, undertaking);
    if (!posted) {
        return undefined;
    }
    const decided = await decide(ctx, posted, undertaking);
    const carried = await carryOut(ctx, decided.approval, undertaking);
    await auditApproval(ctx, carried.approval);
    const silent = decided.silent || (carried.silent ?? false);
    const isSaid = await say(ctx, carried.approval, { undertaking, silent });
    if (carried.approval.state.final) {
        return finish(ctx, carried.approval, { undertaking, isSaid });
    }
    const pauseMs = decided.pauseMs ?? carried.pauseMs;
    return pauseMs === undefined ? nextLook(carried.approval, ctx.clock()) : ctx.clock() + pauseMs;
}

/** How long a request, or its end, is tried to be said in a room that does not take it: it may be archived or read-only. Milliseconds. */
const UNSAID_MS = 10 * 60_000;

/** Undefined when the room takes no message of ours: nobody could vote, so the request ends and whoever made it is told. */
async function posting(ctx: Ctx, approval: Approval, undertaking: Undertaking): Promise<Approval | undefined> {
    try {
        return await postRequest(ctx, approval, undertaking);
    } catch (error) {
        if (ctx.clock() - approval.state.request.at < UNSAID_MS) {
            throw error;
        }
        logFailure(ctx.log, error, approval.id.slice(0, 8));
        await abandon(ctx, approval);
        await ctx.notify({ text: ctx.lang.t('approval.unpostable', { title: approval.opened.title }), failed: true });
        return undefined;
    }
}

/** Tells the room. What can't be said (the card was deleted, the room closed) keeps nothing else from being done. False when something went unsaid. */
async function say(ctx: Ctx, approval: Approval, { undertaking, silent }: { readonly undertaking: Undertaking; readonly silent: boolean }): Promise<boolean> {
    const isTold = await aloud(ctx, approval, () => tellNews(ctx, approval, undertaking));
    // The card is a comfort: what matters was told.
    await aloud(ctx, approval, () => drawStatus(ctx, approval, { undertaking, silent }));
    return isTold;
}

/** False when the room did not take it; why, the log says. */
async function aloud(ctx: Ctx, approval: Approval, speak: () => Promise<unknown>): Promise<boolean> {
    try {
        await speak();
        return true;
    } catch (error) {
        logFailure(ctx.log, error, approval.id.slice(0, 8));
        return false;
    }
}

/** The end is kept where the undertaking keeps it, and taken off the list once it is said, or can't be. */
async function finish(ctx: Ctx, approval: Approval, { undertaking, isSaid }: { readonly undertaking: Undertaking; readonly isSaid: boolean }): Promise<NextLook> {
    const isLate = ctx.clock() - (approval.state.endedAt ?? 0) > UNSAID_MS;
    if (!isSaid && !isLate) {
        return ctx.clock() + PASSING_PAUSE_MS;
    }
    await archive(ctx, approval, undertaking);
    await ctx.stores.approvals.close(approval.id);
    return undefined;
}

/** The key of the message that says where the request is kept. */
const ARCHIVED = 'archived';

/** Last of all, because it may have to wait for Hugging Face. */
async function archive(ctx: Ctx, approval: Approval, undertaking: Undertaking): Promise<void> {
    const view = approval.posted.has(ARCHIVED) ? undefined : await undertaking.archive(ctx, approval);
    if (view) {
        await aloud(ctx, approval, () => sayOnce(ctx, approval, ARCHIVED, view));
    }
}

/** Nobody is left to act for, or the room is gone: nothing is executed for them, and what was begun is followed by nobody. */
async function abandon(job: Pick<JobCtx, 'stores' | 'clock'>, approval: Approval): Promise<undefined> {
    const { phase, key } = approval.state;
    const event: ApprovalEvent =
        phase === 'executing' ? { type: 'execution-failed', key, reason: 'abandoned', retryable: false } : { type: 'cancel', id: 'abandoned', by: { user: 'app', roles: [], manager: true } };
    await auditApproval(job, (await writeDown(job, approval, event)).approval);
    await job.stores.approvals.close(approval.id);
    return undefined;
}

interface Decided {
    readonly approval: Approval;
    /** Hugging Face does not answer: nothing is decided without it. */
    readonly silent: boolean;
    /** Milliseconds until it is to be looked at again in any case. */
    readonly pauseMs?: number;
}

/** What time, reactions and, when the request is approved, its surroundings add to the facts. */
async function decide(ctx: Ctx, approval: Approval, undertaking: Undertaking): Promise<Decided> {
    if (approval.state.final || approval.state.phase === 'executing' || !approval.intact) {
        return { approval, silent: false };
    }
    const current = await heard(ctx, (await writeDown(ctx, approval, { type: 'tick' })).approval);
    if (current.state.phase !== 'approved' && !waitsForGates(current)) {
        return { approval: current, silent: false };
    }
    try {
        return { approval: await settle(ctx, current, undertaking), silent: false };
    } catch (error) {
        if (!isWaitedFor(error)) {
            throw error;
        }
        return { approval: current, silent: isPassing(error), pauseMs: PASSING_PAUSE_MS };
    }
}

/** With what the reactions say that nobody heard. */
async function heard(ctx: Ctx, approval: Approval): Promise<Approval> {
    let current = approval;
    for (const { event, names } of await reconcileReactions(ctx, approval)) {
        current = (await writeDown(ctx, current, event, names)).approval;
    }
    return current;
}

async function settle(ctx: Ctx, approval: Approval, undertaking: Undertaking): Promise<Approval> {
    let current = approval;
    for (const event of await undertaking.recheck(ctx, approval)) {
        current = (await writeDown(ctx, current, event)).approval;
    }
    // The recheck took its time: what was said meanwhile on other servers counts.
    const fresh = (await loadApproval(ctx, approval.id)) ?? current;
    // A beginning that came to nothing, because somebody was quicker, must not stand for a later one of the same attempt.
    return fresh.intact ? (await writeDown(ctx, fresh, { type: 'settle', id: ctx.newId() })).approval : fresh;
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
