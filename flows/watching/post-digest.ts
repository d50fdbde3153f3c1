import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { isQuiet, quietEnd } from '../../services/workflows/watching';
import { digestView } from '../../ui/digest-view';
import { postOnce } from '../post-once';
import { digestLines } from './digest-lines';
import { clearDigest, type DigestList, dropFromDigest, forgetDigest, loadDigest, type Waiting } from './digest-list';
import type { Readers } from './readers';

/** How long a digest is tried to be posted in a room that does not take it: it may be archived or read-only. Milliseconds. */
const UNSHOWN_MS = 24 * 60 * 60_000;

/** Tells a room what is due for its digest, in one message, once. Returns when to look again, milliseconds since 1970; undefined when nothing waits. Throws what keeps it from being posted, HubError among it. */
export async function postDigest(job: JobCtx, roomId: string, readers: Readers): Promise<number | undefined> {
    const ctx = await job.inRoom(roomId);
    if (!ctx) {
        await forgetDigest(job, roomId);
        return undefined;
    }
    const list = await loadDigest(job, roomId);
    const due = list.waiting.filter((waiting) => waiting.due <= ctx.clock());
    if (list.unfinished) {
        const { key, items } = list.unfinished;
        await tell({ job, ctx, list, readers }, { key, told: list.waiting.filter(({ id }) => items.includes(id)) });
    } else if (due.length > 0) {
        const hours = await ctx.stores.roomSettings.get(roomId);
        if (isQuiet(hours, ctx.clock())) {
            return quietEnd(hours, ctx.clock());
        }
        await tell({ job, ctx, list, readers }, { key: keyOf(due), told: due });
    }
    return nextLook(job, roomId);
}

/** The day and hour for which it was meant, and one of what is in it: there may be two at a time, when something came late. */
const keyOf = (due: readonly Waiting[]): string => `${new Date(Math.max(...due.map((waiting) => waiting.due))).toISOString()} ${due.map(({ id }) => id).sort()[0] ?? ''}`;

interface Digest {
    readonly job: JobCtx;
    /** Speaks in the room as the app. */
    readonly ctx: Ctx;
    readonly list: DigestList;
    readonly readers: Readers;
}

async function tell(digest: Digest, { key, told }: { readonly key: string; readonly told: readonly Waiting[] }): Promise<void> {
    const { job, ctx, list } = digest;
    const { lines, besides } = await digestLines(job, ctx, { told, readers: digest.readers });
    if (lines.length === 0) {
        await dropFromDigest(job, ctx.room.id, told);
        return;
    }
    try {
        await postOnce(ctx, list.posts, { key, view: digestView(lines, besides, ctx.lang), intent: { items: told.map(({ id }) => id) } });
    } catch (error) {
        const old = told.filter(({ due }) => due < ctx.clock() - UNSHOWN_MS);
        await (old.length > 0 ? dropFromDigest(job, ctx.room.id, old) : undefined);
        if (old.length < told.length) {
            throw error;
        }
        logFailure(job.log, error, 'digest');
    }
}

async function nextLook(job: JobCtx, roomId: string): Promise<number | undefined> {
    const isClear = await clearDigest(job, roomId);
    const { waiting } = await loadDigest(job, roomId);
    return isClear && waiting.length === 0 ? undefined : Math.min(...waiting.map(({ due }) => due), isClear ? Infinity : job.clock());
}
