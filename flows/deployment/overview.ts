import type { Ctx } from '../../context/ctx';
import { HubError } from '../../services/hub';
import type { EnvironmentState } from '../../services/workflows/environment/catalogue';
import type { Environment } from '../../services/workflows/environment/environment';
import type { EnvironmentStatus } from '../../ui/deploy-view';
import { readEnvironments } from '../environments';
import { openApprovals } from '../approval/find-approval';
import type { Approval } from '../approval/load-approval';
import { summaryFacts } from '../approval/summary';
import { DEPLOY, deploymentOf, isSame } from './deployment-of';
import { wentLive } from './history';
import { liveIn } from './rollout-in';

/** What is live in each environment, as the caller may see it, and what waits for it. */
export async function deployOverview(ctx: Ctx): Promise<EnvironmentStatus[]> {
    const [environments, open] = await Promise.all([readEnvironments(ctx), openApprovals(ctx, ({ kind }) => kind === DEPLOY)]);
    return Promise.all(environments.map((state) => statusOf(ctx, state, open)));
}

async function statusOf(ctx: Ctx, { environment, lock }: EnvironmentState, open: readonly Approval[]): Promise<EnvironmentStatus> {
    const { name, target } = environment;
    const history = await wentLive(ctx.stores.ledger, name);
    const live = await liveNow(ctx, environment, history.at(-1)?.repo);
    const since = live && live !== 'unknown' ? history.findLast((entry) => isSame(entry, live)) : undefined;
    const owner = lock && (await ctx.workspace.userById(lock.by));
    return {
        name,
        target,
        live,
        ...(lock && { lock: { reason: lock.reason, by: owner?.username ?? lock.by, ...(lock.until !== undefined && { until: lock.until }) } }),
        ...(since && { since: { at: since.at, by: since.by } }),
        open: open.filter((approval) => deploymentOf(approval)?.environment.name === name).map(summaryFacts),
    };
}

async function liveNow(ctx: Ctx, environment: Environment, repo: string | undefined): Promise<EnvironmentStatus['live']> {
    try {
        return await liveIn(ctx, environment, repo);
    } catch (error) {
        if (error instanceof HubError) {
            return 'unknown';
        }
        throw error;
    }
}
