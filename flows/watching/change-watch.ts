import type { Ctx } from '../../context/ctx';
import { sinceChange, type Watch } from '../../services/workflows/watching';
import { mutedView, stoppedView } from '../../ui/watch-answer-view';
import { recordWatch, requireRight, watchesHere } from './find-watch';
import { planLook, settleLater, settleNow } from './settle-webhook';
import { putWatch, removeWatch } from './watches';

const DAY_MS = 24 * 60 * 60_000;

/** The room watches it no more, and is told. Throws UserError. */
export async function stopWatching(ctx: Ctx, watch: Watch): Promise<void> {
    await requireRight(ctx, watch);
    await stop(ctx, [watch]);
}

/** Those of the room's watches that the caller may change. */
export async function stoppable(ctx: Ctx): Promise<{ readonly mine: readonly Watch[]; readonly all: number }> {
    const [watches, manager] = await Promise.all([watchesHere(ctx), ctx.isRoomManager()]);
    return { mine: watches.filter(({ by }) => manager || by === ctx.user.id), all: watches.length };
}

/** Stops whatever the caller may stop. */
export async function stopAll(ctx: Ctx): Promise<void> {
    await stop(ctx, (await stoppable(ctx)).mine);
}

async function stop(ctx: Ctx, watches: readonly Watch[]): Promise<void> {
    await planLook(ctx);
    for (const watch of watches) {
        await removeWatch(ctx, watch);
        await recordWatch(ctx, 'watch.stopped', watch);
    }
    for (const userId of new Set(watches.map(({ by }) => by))) {
        await (userId === ctx.user.id ? settleNow(ctx) : settleLater(ctx, userId));
    }
    if (watches.length > 0) {
        await ctx.say(stoppedView({ watches, username: ctx.user.username }, ctx.lang));
    }
}

/** Shows nothing of it for a day; the room is told. Throws UserError. */
export async function muteWatch(ctx: Ctx, watch: Watch): Promise<void> {
    await requireRight(ctx, watch);
    const muted = { ...watch, mutedUntil: ctx.clock() + DAY_MS };
    await putWatch(ctx, muted);
    await recordWatch(ctx, 'watch.muted', watch);
    await ctx.say(mutedView({ watch: muted, username: ctx.user.username }, ctx.lang));
}

/** Throws UserError. */
export async function unmuteWatch(ctx: Ctx, watch: Watch): Promise<void> {
    await requireRight(ctx, watch);
    await putWatch(ctx, { ...watch, mutedUntil: undefined });
    await recordWatch(ctx, 'watch.unmuted', watch);
}

/** Throws UserError. */
export async function reviseWatch(ctx: Ctx, watch: Watch, rule: Pick<Watch, 'modes' | 'filters'>): Promise<Watch> {
    await requireRight(ctx, watch);
    const revised = { ...watch, ...rule, since: sinceChange(watch, rule, ctx.clock()) };
    await putWatch(ctx, revised);
    await recordWatch(ctx, 'watch.changed', watch);
    return revised;
}
