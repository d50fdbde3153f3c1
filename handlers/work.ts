import type { JobCtx } from '../context/job-ctx';
import type { ClaimedItem, DueItem } from '../persistence';
import type { DueWork } from './due-kind';
import { DUE_WORK } from './due-work';

/** A job may run for 30 s; no new item is begun after this, milliseconds. */
const BUDGET_MS = 15_000;
/** So many items are claimed at a time; the rest is left to other servers and to the next claim. */
const BATCH = 20;

/** Works off what is due, claimed so that two servers do not do the same, and asks to be woken for what comes next. */
export async function work(ctx: JobCtx, kinds: readonly DueWork[] = DUE_WORK): Promise<void> {
    const end = ctx.clock() + BUDGET_MS;
    const due = awaitedFirst(await ctx.stores.due.due(ctx.clock()), kinds);
    for (let next = 0; next < due.length; next += BATCH) {
        if (ctx.clock() > end || !(await workOffBatch(ctx, due.slice(next, next + BATCH), { kinds, end }))) {
            await ctx.wakeAt(ctx.clock());
            return;
        }
    }
}

function awaitedFirst(due: readonly DueItem[], kinds: readonly DueWork[]): DueItem[] {
    const awaited = new Set(kinds.filter((one) => one.awaited).map(({ kind }) => kind));
    return [...due.filter(({ kind }) => awaited.has(kind)), ...due.filter(({ kind }) => !awaited.has(kind))];
}

/** False when the time was up before all that was won had been begun: that is given back. */
async function workOffBatch(ctx: JobCtx, batch: readonly DueItem[], { kinds, end }: { readonly kinds: readonly DueWork[]; readonly end: number }): Promise<boolean> {
    let inTime = true;
    const workOrRelease = async (item: ClaimedItem): Promise<void> => {
        inTime &&= ctx.clock() <= end;
        await (inTime ? workOff(ctx, item, kinds) : ctx.stores.due.release(item));
    };
    const won = await ctx.stores.due.claim(batch);
    const lasting = won.filter((item) => kinds.some((one) => one.lasting && one.kind === item.kind));
    for (const item of won.filter((one) => !lasting.includes(one))) {
        await workOrRelease(item);
    }
    await Promise.all(lasting.map(workOrRelease));
    return inTime;
}

async function workOff(ctx: JobCtx, item: ClaimedItem, kinds: readonly DueWork[]): Promise<void> {
    const handler = kinds.find(({ kind }) => kind === item.kind);
    if (!handler) {
        // Another version of the app runs on another server during an update, and knows this kind.
        await ctx.stores.due.postpone(item);
        return;
    }
    try {
        const result = await handler.run(ctx, item.subject);
        await (result.state === 'done' ? ctx.stores.due.done(item) : ctx.stores.due.again(item, result.at));
        await wakeForMore(ctx, item);
    } catch (error) {
        ctx.log.error('Due work failed and will be tried again', { kind: item.kind, error: error instanceof Error ? `${error.name}: ${error.message}` : 'not an Error' });
        await ctx.stores.due.postpone(item);
    }
}

/** Who was woken for it while we held the claim left it to us, and has gone. */
async function wakeForMore(ctx: JobCtx, item: ClaimedItem): Promise<void> {
    const next = await ctx.stores.due.nextAt(item);
    if (next !== undefined) {
        await ctx.wakeAt(next);
    }
}
