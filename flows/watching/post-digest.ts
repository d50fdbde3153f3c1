import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { isQuiet, quietEnd } from '../../services/workflows/watching';
import { digestView } from '../../ui/digest-view';
import { postOnce } from '../post-once';
import { clearDigest, type DigestList, forgetDigest, loadDigest, type Waiting } from './digest-list';

/** Tells a room what is due for its digest, in one message, once. Returns when to look again, milliseconds since 1970; undefined when nothing waits. */
export async function postDigest(job: JobCtx, roomId: string): Promise<number | undefined> {
    const ctx = await job.inRoom(roomId);
    if (!ctx) {
        await forgetDigest(job, roomId);
        return undefined;
    }
    const list = await loadDigest(job, roomId);
    const due = list.waiting.filter((waiting) => waiting.due <= ctx.clock());
    if (list.unfinished) {
        const { key, items } = list.unfinished;
        await tell(ctx, list, { key, told: list.waiting.filter(({ id }) => items.includes(id)) });
    } else if (due.length > 0) {
        const hours = await ctx.stores.roomSettings.get(roomId);
        if (isQuiet(hours, ctx.clock())) {
            return quietEnd(hours, ctx.clock());
        }
        await tell(ctx, list, { key: keyOf(due), told: due });
    }
    return nextLook(job, roomId);
}

/** The day and hour for which it was meant, and one of what is in it: there may be two at a time, when something came late. */
const keyOf = (due: readonly Waiting[]): string => `${new Date(Math.max(...due.map((waiting) => waiting.due))).toISOString()} ${due.map(({ id }) => id).sort()[0] ?? ''}`;

async function tell(ctx: Ctx, { posts }: DigestList, { key, told }: { readonly key: string; readonly told: readonly Waiting[] }): Promise<void> {
    await postOnce(ctx, posts, { key, view: digestView(linesOf(told), ctx.lang), intent: { items: told.map(({ id }) => id) } });
}

/** Repositories in the order of their first news, each with all of its own. */
function linesOf(told: readonly Waiting[]): string[] {
    const byRepo = new Map<string, string[]>();
    for (const { repo, line } of [...told].sort((one, other) => one.at - other.at)) {
        byRepo.set(repo, [...(byRepo.get(repo) ?? []), line]);
    }
    return [...byRepo.values()].flat();
}

async function nextLook(job: JobCtx, roomId: string): Promise<number | undefined> {
    const isClear = await clearDigest(job, roomId);
    const { waiting } = await loadDigest(job, roomId);
    return isClear && waiting.length === 0 ? undefined : Math.min(...waiting.map(({ due }) => due), isClear ? Infinity : job.clock());
}
