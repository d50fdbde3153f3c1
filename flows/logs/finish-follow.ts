import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { logFollowView } from '../../ui/log-follow-view';
import { endFollow, endOf, type EndReason, type Follow, forgetFollow, MESSAGE } from './follow';
import { unlistFollow } from './room-follows';

/** How long an ended follow can be gone on with, milliseconds. */
const KEPT_MS = 24 * 60 * 60_000;

/** Draws the end and writes it down, in this order: killed in between, it is drawn again. Returns when to forget the follow, milliseconds since 1970. */
export async function finishFollow(job: JobCtx, ctx: Ctx | undefined, follow: Follow, reason: EndReason): Promise<number> {
    if (ctx) {
        await draw(ctx, { ...follow, ended: { reason, at: job.clock() } });
    }
    await endFollow(job, follow.id, reason);
    await unlistFollow(job, follow.roomId, follow.id);
    return job.clock() + KEPT_MS;
}

/** False when the message is not there any more, or the room does not take the edit. */
export async function draw(ctx: Ctx, follow: Follow): Promise<boolean> {
    const messageId = follow.posts.posted.get(MESSAGE);
    if (messageId === undefined) {
        return false;
    }
    try {
        await ctx.edit(messageId, logFollowView({ ...follow, until: endOf(follow) }, ctx.lang));
        return true;
    } catch (error) {
        logFailure(ctx.log, error, messageId);
        return false;
    }
}

/** Forgets an ended follow when its time has come; returns that time as long as it has not. */
export async function forgetEnded(job: JobCtx, { id, roomId }: Follow, endedAt: number): Promise<number | undefined> {
    // Whoever wrote down the end may have died before this.
    await unlistFollow(job, roomId, id);
    if (job.clock() < endedAt + KEPT_MS) {
        return endedAt + KEPT_MS;
    }
    await forgetFollow(job, id);
    return undefined;
}
