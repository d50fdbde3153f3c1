import type { Ctx } from '../../context/ctx';
import type { ChatFile } from '../../context/files';
import { UserError } from '../../context/user-error';
import { newestByName } from '../../services/workflows/transfer/newest-by-name';
import { isPushPath, pushPath } from '../../services/workflows/transfer/push-path';
import type { PushWish } from '../../services/workflows/transfer/push-wish';
import { mayPush } from '../files/rights';
import { beginPush, loadPush } from './push-record';
import { showPush } from './show-push';
import { PUSH_WORK } from './work-on-push';

/** A message lists no more, and a run of the job gets through so many small ones. */
export const MAX_PUSHED_FILES = 30;
/** Twice as long as a handler may run, milliseconds. */
const POSTED_MS = 60_000;

/** Whether the caller may ask for a push at all: by their role, with an account of their own. Throws UserError. */
export async function requirePusher(ctx: Ctx): Promise<void> {
    if (!(await mayPush(ctx))) {
        throw new UserError({ key: 'push.role', values: { roles: ctx.settings.pusherRoles.join(', ') } });
    }
    if ((await ctx.hub.identity()) === undefined) {
        throw new UserError({ key: 'push.sign_in' });
    }
}

/** Writes the push down, posts its message, and leaves the rest to jobs. Nothing is read or sent yet. Throws UserError. */
export async function startPush(ctx: Ctx, wish: PushWish, chosen: readonly ChatFile[]): Promise<void> {
    await requirePusher(ctx);
    const { files, repeated } = newestByName(chosen);
    requireFiles(files, wish);
    const id = ctx.newId();
    const { user, room, threadId } = ctx;
    const sources = files.map(({ id: fileId, name, size, by, at }) => ({ id: fileId, name, path: pushPath(wish.folder, name), size, by, at }));
    await beginPush(ctx, id, { wish, by: { id: user.id, username: user.username }, roomId: room.id, ...(threadId !== undefined && { threadId }), files: sources, repeated: [...repeated] });
    // The job posts as well, and two at once could post two messages: it waits until we have posted, or are dead.
    await schedulePush(ctx, id, ctx.clock() + POSTED_MS);
    const push = await loadPush(ctx, id);
    if (push) {
        await showPush(ctx, push);
    }
    await schedulePush(ctx, id);
    await ctx.wakeAt(ctx.clock());
}

/** Lets a job go on with it. To be called after the facts were written. */
export const schedulePush = ({ stores, clock }: Pick<Ctx, 'stores' | 'clock'>, id: string, at = clock()): Promise<void> => stores.due.schedule({ kind: PUSH_WORK, subject: id, at });

function requireFiles(files: readonly ChatFile[], { folder }: PushWish): void {
    if (files.length === 0) {
        throw new UserError({ key: 'push.no_files' });
    }
    if (files.length > MAX_PUSHED_FILES) {
        throw new UserError({ key: 'push.too_many', values: { n: files.length, max: MAX_PUSHED_FILES } });
    }
    if (folder !== undefined && folder !== '' && !isPushPath(folder)) {
        throw new UserError({ key: 'push.bad_folder', values: { folder } });
    }
}

/** The files behind ids that came back from a client: only those that the caller may see. */
export async function findFiles({ files }: Pick<Ctx, 'files'>, ids: readonly string[]): Promise<ChatFile[]> {
    const found = await Promise.all(ids.map((id) => files.find(id)));
    return found.filter((file) => file !== undefined);
}
