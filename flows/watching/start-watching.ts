import * as z from 'zod/mini';
import type { Ctx } from '../../context/ctx';
import { UserError, UserQuestion } from '../../context/user-error';
import { repoHead } from '../../services/hub';
import { isSilent, ownerOf, reviseRule, sinceChange, WATCH_EVENTS, WATCH_MODES, type Watch, type WatchTarget, type WatchWay } from '../../services/workflows/watching';
import { startedView } from '../../ui/watch-answer-view';
import { targetName } from '../../ui/watch-view';
import { MAX_WATCHES, recordWatch, requireRight, watchesHere } from './find-watch';
import { readFilters } from './read-filters';
import { schedulePoll } from './schedule-polls';
import { planLook, settleNow } from './settle-webhook';
import { putWatch, watchId, watchTarget } from './watches';
import { watchWay } from './webhook-state';

const typedList = z.optional(z.array(z.string().check(z.maxLength(300))).check(z.maxLength(50)));

/** What somebody wants to be watched, and how; travels in the value of a button. */
export const watchWish = z.object({
    target: watchTarget,
    events: z.optional(z.array(z.enum(WATCH_EVENTS)).check(z.maxLength(WATCH_EVENTS.length))),
    mode: z.optional(z.enum(WATCH_MODES)),
    branches: typedList,
    authors: typedList,
    paths: typedList,
    /** They know that it is private, and that everybody may read the room. */
    showPrivate: z.optional(z.boolean()),
});
export type WatchWish = z.infer<typeof watchWish>;

export interface Started {
    readonly watch: Watch;
    readonly outcome: 'new' | 'changed' | 'unchanged';
    /** undefined: not known yet. */
    readonly way: WatchWay | undefined;
}

/**
 * Lets the room watch it, or changes how it does. The room is told of what is new. The target is taken as Hugging Face spells it.
 * Throws UserError for what is not possible, a UserQuestion for what is private, HubError for what is not there.
 */
export async function startWatching(ctx: Ctx, wish: WatchWish): Promise<Started> {
    const filters = readFilters(wish);
    const { target, hidden } = await lookAt(ctx, wish.target);
    const watches = await watchesHere(ctx);
    const before = watches.find(({ id }) => id === watchId(ctx.room.id, target));
    if (before) {
        await requireRight(ctx, before);
    } else if (watches.length >= MAX_WATCHES) {
        throw new UserError({ key: 'watch.too_many', values: { max: MAX_WATCHES } });
    }
    if (wish.showPrivate === true && before?.showPrivate === false) {
        await requireMaker(ctx, before);
    }
    const showPrivate = wish.showPrivate === true || before?.showPrivate === true;
    if (hidden && ctx.room.public && !showPrivate) {
        throw privateQuestion(wish, targetName(target));
    }
    const rule = reviseRule(before, { ...wish, filters });
    if (isSilent(rule)) {
        throw new UserError({ key: 'watch.silent' }, before && { key: 'watch.silent_hint', values: { target: targetName(target) } });
    }
    const fresh = { id: watchId(ctx.room.id, target), roomId: ctx.room.id, target, by: ctx.user.id, at: ctx.clock() };
    const watch = before ? { ...before, since: sinceChange(before, rule, ctx.clock()) } : fresh;
    return keep(ctx, before, { ...watch, ...rule, showPrivate });
}

/** Everything private is seen with the account of the watch's maker: nobody else may say that a room is shown that. Throws UserError. */
async function requireMaker({ user, workspace }: Ctx, { by }: Watch): Promise<void> {
    if (by !== user.id) {
        throw new UserError({ key: 'watch.private.not_yours', values: { user: (await workspace.userById(by))?.username ?? '?' } });
    }
}

async function keep(ctx: Ctx, before: Watch | undefined, watch: Watch): Promise<Started> {
    if (before && JSON.stringify([before.modes, before.filters, before.showPrivate]) === JSON.stringify([watch.modes, watch.filters, watch.showPrivate])) {
        return { watch, outcome: 'unchanged', way: await watchWay(ctx, watch.by) };
    }
    await planLook(ctx);
    await putWatch(ctx, watch);
    await schedulePoll(ctx, ownerOf(watch.target));
    await recordWatch(ctx, before ? 'watch.changed' : 'watch.started', watch);
    if (before) {
        return { watch, outcome: 'changed', way: await watchWay(ctx, watch.by) };
    }
    const way = await settleNow(ctx);
    await ctx.say(startedView({ watch, way, username: ctx.user.username }, ctx.lang));
    return { watch, outcome: 'new', way };
}

/** A repository under the name it has now; `hidden`: not everybody may see it. An account's private repositories are left out where everybody may read. */
async function lookAt({ hub }: Ctx, target: WatchTarget): Promise<{ readonly target: WatchTarget; readonly hidden: boolean }> {
    if (target.type === 'account') {
        return { target, hidden: false };
    }
    const head = await repoHead(hub, target);
    return { target: { type: target.type, id: head.id }, hidden: head.private !== false };
}

const privateQuestion = (wish: WatchWish, target: string): UserQuestion =>
    new UserQuestion({ key: 'watch.private', values: { target } }, { actionId: 'watch.start', value: JSON.stringify({ ...wish, showPrivate: true }), label: { key: 'watch.private.button' } });
