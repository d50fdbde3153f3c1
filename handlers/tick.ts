import type { JobCtx } from '../context/job-ctx';
import { sealRecords } from '../flows/audit/seal-records';
import { planPolls } from '../flows/watching/schedule-polls';
import { planMonitors } from '../flows/monitor/plan-monitors';
import { work } from './work';

/** How long a removed secret's marker is kept, milliseconds: longer than any server may lag behind. */
const TOMBSTONE_MS = 24 * 60 * 60_000;

/** Once a minute: a sign of life for `/hf doctor`, housekeeping, and whatever is due. */
export async function tick(ctx: JobCtx): Promise<void> {
    await ctx.stores.heartbeat.beat(ctx.clock());
    await planMonitors(ctx);
    await work(ctx);
    await ctx.stores.vault.sweep(ctx.clock() - TOMBSTONE_MS);
    await sealRecords(ctx);
    await planPolls(ctx);
}
