import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { ownerOf, type Watch } from '../../services/workflows/watching';
import { targetName } from '../../ui/watch-view';
import { record } from '../audit/record';
import { watchesOfRoom } from './watches';

/** Each room reads all of its watches at once. */
export const MAX_WATCHES = 100;

/** The watches of this room, by name. */
export async function watchesHere(ctx: Ctx): Promise<Watch[]> {
    return (await watchesOfRoom(ctx, ctx.room.id)).sort((a, b) => targetName(a.target).localeCompare(targetName(b.target), 'en') || (a.id < b.id ? -1 : 1));
}

/** A watch of this room by its id, which a client sent. Throws UserError. */
export async function requireWatch(ctx: Ctx, id: string): Promise<Watch> {
    const watch = (await watchesHere(ctx)).find((other) => other.id === id);
    if (!watch) {
        throw new UserError({ key: 'watch.gone' });
    }
    return watch;
}

/** Those of the watches that are meant by what was typed: an id, a link, or the name of an account. */
export function watchesNamed(watches: readonly Watch[], typed: string): Watch[] {
    const [, kind, rest = ''] = /^(?:https?:\/\/[^/]+\/)?(?:(dataset|space|model)s\/)?(.*?)\/*$/i.exec(typed.trim()) ?? [];
    return watches.filter(({ target }) => targetName(target).toLowerCase() === rest.toLowerCase() && (kind === undefined || target.type === kind.toLowerCase()));
}

/** Whoever made the watch may change it, and who manages the room. Throws UserError for everybody else. */
export async function requireRight(ctx: Ctx, watch: Watch): Promise<void> {
    if (watch.by !== ctx.user.id && !(await ctx.isRoomManager())) {
        const maker = await ctx.workspace.userById(watch.by);
        throw new UserError({ key: 'watch.not_yours', values: { target: targetName(watch.target), user: maker?.username ?? '?' } });
    }
}

/** By the names that it has on the audit record. */
export type WatchDeed = 'watch.started' | 'watch.changed' | 'watch.stopped' | 'watch.muted' | 'watch.unmuted';

export const recordWatch = (ctx: Ctx, what: WatchDeed, { target }: Pick<Watch, 'target'>): Promise<void> =>
    record(ctx, { by: ctx.user.id, what, subject: target.type === 'account' ? ownerOf(target) : target.id, roomId: ctx.room.id, result: 'done' });
