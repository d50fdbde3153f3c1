import type { JobCtx } from '../context/job-ctx';
import type { ClaimedItem } from '../persistence';
import type { DueWork } from './due-kind';
import { DUE_WORK } from './due-work';

/** A job may run for 30 s; no new item is begun after this, milliseconds. */
const BUDGET_MS = 15_000;
/** So many items are claimed at a time; the rest is left to other servers and to the next run. */
const BATCH = 5;

/** Works off what is due, claimed so that two servers do not do the same, and asks to be woken for what comes next. */
export async function work(ctx: JobCtx, kinds: readonly DueWork[] = DUE_WORK): Promise<void> {
    const end = ctx.clock() + BUDGET_MS;
    const due = await ctx.stores.due.due(ctx.clock());
    const won = due.length > 0 ? await ctx.stores.due.claim(due.slice(0, BATCH)) : [];
    for (const item of won) {
        if (ctx.clock() > end) {
            await ctx.stores.due.again(item, ctx.clock());
            continue;
        }
        await workOff(ctx, item, kinds);
    }
    if (due.length > BATCH) {
        await ctx.wakeAt(ctx.clock());
    }
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
        if (result.state === 'done') {
            await ctx.stores.due.done(item);
            return;
        }
        await ctx.stores.due.again(item, result.at);
        await ctx.wakeAt(result.at);
    } catch (error) {
        ctx.log.error('Due work failed and will be tried again', { kind: item.kind, error: error instanceof Error ? `${error.name}: ${error.message}` : 'not an Error' });
        await ctx.stores.due.postpone(item);
    }
}
