import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { voidDeployments } from '../deployment/void-deployments';
import { removeEnvironment } from '../environments';
import { demandEnvironment } from './demand-environment';
import { recordDeed, requireAdmin } from './rights';

/** The name of an environment that may go: nothing is promoted after it. Throws UserError. */
export async function removable(ctx: Ctx, typed: string): Promise<string> {
    await requireAdmin(ctx, 'env.removed', typed);
    const { state, all } = await demandEnvironment(ctx, typed);
    const { name } = state.environment;
    const followers = all.flatMap(({ environment }) => (environment.after === name ? [environment.name] : []));
    if (followers.length > 0) {
        throw new UserError({ key: 'env.remove.followed', values: { name, n: followers.length, names: ctx.lang.list(followers) } });
    }
    return name;
}

/** Forgets an environment for good, its lock with it. Returns its name. Throws UserError. */
export async function remove(ctx: Ctx, typed: string): Promise<string> {
    const name = await removable(ctx, typed);
    await removeEnvironment(ctx, name, ctx.user.id);
    await voidDeployments(ctx, name, ctx.lang.t('deploy.voided.environment_removed'));
    await recordDeed(ctx, 'env.removed', { name, result: 'done' });
    return name;
}
