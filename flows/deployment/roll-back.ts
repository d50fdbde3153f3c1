import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { requireApproval } from '../approval/act-on-approval';
import { chooseEnvironment } from './choose-environment';
import { exposure } from './exposure';
import { deploymentOf, isSame, pinned } from './deployment-of';
import { wentLive } from './history';
import { liveIn } from './rollout-in';
import { type Requested, requestDeployment } from './request-deployment';

/** Asks to go back to the newest commit that was live before what is live now, under the same rule as any deployment. Throws UserError. */
export async function rollBackEnvironment(ctx: Ctx, typed: string | undefined, shown: boolean): Promise<Requested> {
    const { environment } = await chooseEnvironment(ctx, typed);
    const history = await wentLive(ctx.stores.ledger, environment.name);
    const live = await liveIn(ctx, environment, history.at(-1)?.repo);
    const before = history.findLast((entry) => !live || !isSame(entry, live));
    if (!before) {
        throw new UserError({ key: 'deploy.nothing_before', values: { environment: environment.name } });
    }
    return requestDeployment(ctx, { repo: before.repo, revision: before.sha, environment: environment.name, reviewers: [], rollbackTo: before.id, exposure: exposure(shown, 'deploy.rollback', { environment: typed }) });
}

/** The same from the report of a deployment: back to what it replaced. Throws UserError. */
export async function rollBackDeployment(ctx: Ctx, id: string, shown: boolean): Promise<Requested> {
    const deployment = deploymentOf(await requireApproval(ctx, id));
    const before = pinned(deployment?.live);
    if (!deployment || !before) {
        throw new UserError({ key: 'deploy.nothing_before', values: { environment: deployment?.environment.name ?? '' } });
    }
    return requestDeployment(ctx, { repo: before.repo, revision: before.sha, environment: deployment.environment.name, reviewers: [], rollbackTo: id, exposure: exposure(shown, 'deploy.rollback', { id }) });
}
