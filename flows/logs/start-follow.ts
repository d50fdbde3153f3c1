import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { spaceLogs, type SpaceLogKind } from '../../services/hub';
import { loggedSpace, type LoggedSpace } from '../../services/logs';
import { FOLLOW_WORK, loadFollow, MESSAGE, nextId, openFollow, stopFollow, type Follow, type OpenedFollow } from './follow';
import { followsIn, listFollow, MAX_FOLLOWS, unlistFollow } from './room-follows';

/** One line is asked for, to learn of a refusal before the room hears anything; it is not waited for. Milliseconds. */
const TRY = { tail: 1, maxEvents: 1, idleMs: 300, deadlineMs: 3_000 };

interface Wish {
    readonly id: string;
    readonly kind: SpaceLogKind;
}

/** Lets the room follow a log with the caller's account. Throws UserError and HubError. */
export async function startFollow(ctx: Ctx, { id, kind }: Wish): Promise<LoggedSpace> {
    const space = await followable(ctx, id, kind);
    await open(ctx, ctx.newId(), { space: { id: space.id, url: space.url }, kind, userId: ctx.user.id, roomId: ctx.room.id, ...(ctx.threadId !== undefined && { threadId: ctx.threadId }) });
    return space;
}

/** Goes on with a follow that has ended, in its message, with the account of whoever wants that. Throws UserError and HubError. */
export async function continueFollow(ctx: Ctx, id: string): Promise<void> {
    const follow = await followHere(ctx, id);
    const messageId = follow.posts.posted.get(MESSAGE);
    if (!follow.ended || messageId === undefined) {
        throw new UserError({ key: 'logs.follow.running' });
    }
    const { roomId, threadId, kind, space, progress } = follow;
    await followable(ctx, space.id, kind);
    await open(ctx, nextId(id), { userId: ctx.user.id, roomId, threadId, space, kind, messageId, log: progress.log });
}

/** The job that follows sees it within a second or two. Throws UserError. */
export async function requestStop(ctx: Ctx, id: string): Promise<void> {
    const follow = await followHere(ctx, id);
    await stopFollow(ctx, follow.id, ctx.user.username);
    await wake(ctx, follow.id);
}

/** The id comes from a client: a follow of another room is none. */
async function followHere(ctx: Ctx, id: string): Promise<Follow> {
    const follow = await loadFollow(ctx, id);
    if (follow?.roomId !== ctx.room.id) {
        throw new UserError({ key: 'logs.follow.unknown' });
    }
    return follow;
}

/** The Space, when its log may be followed here by this user. */
async function followable(ctx: Ctx, id: string, kind: SpaceLogKind): Promise<LoggedSpace> {
    const space = await loggedSpace(ctx.hub, id);
    if (space.static) {
        throw new UserError({ key: 'logs.static' });
    }
    if ((await ctx.hub.identity()) === undefined) {
        throw new UserError({ key: 'logs.sign_in' });
    }
    if (space.private && ctx.room.public) {
        throw new UserError({ key: 'logs.private', values: { space: space.id } });
    }
    await spaceLogs(ctx.hub, space.id, { ...TRY, kind });
    return space;
}

/** Listed first and counted afterwards: of two that come at once, both may be refused, but never too many let in. */
async function open(ctx: Ctx, id: string, opened: OpenedFollow): Promise<void> {
    const { roomId, space, kind } = opened;
    await listFollow(ctx, roomId, { id, space: space.id, kind });
    const others = (await followsIn(ctx, roomId)).filter((other) => other.id !== id);
    const isFollowed = others.some((other) => other.space === space.id && other.kind === kind);
    if (isFollowed || others.length >= MAX_FOLLOWS) {
        await unlistFollow(ctx, roomId, id);
        throw new UserError(isFollowed ? { key: 'logs.follow.already', values: { space: space.id } } : { key: 'logs.follow.too_many', values: { n: MAX_FOLLOWS } });
    }
    await openFollow(ctx, id, opened);
    await wake(ctx, id);
}

async function wake(ctx: Ctx, id: string): Promise<void> {
    const at = ctx.clock();
    await ctx.stores.due.schedule({ kind: FOLLOW_WORK, subject: id, at });
    await ctx.wakeAt(at);
}
