import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import type { EnvironmentState } from '../../services/workflows/environment/catalogue';
import { environmentLockedView, environmentUnlockedView } from '../../ui/environment-view';
import { voidDeployments } from '../deployment/void-deployments';
import { lockEnvironment, unlockEnvironment } from '../environments';
import { demandEnvironment } from './demand-environment';
import { isAdmin, recordDeed, requireApprover, type EnvironmentDeed } from './rights';

export interface LockWish {
    readonly name: string;
    readonly reason: string;
    /** Milliseconds since 1970; undefined until somebody unlocks. */
    readonly until: number | undefined;
}

/** Stops deployments to an environment, and tells the room. Throws UserError. */
export async function lock(ctx: Ctx, { name: typed, reason, until }: LockWish): Promise<void> {
    await requireApprover(ctx, 'env.locked', typed);
    const { state } = await demandEnvironment(ctx, typed);
    await requireOwner(ctx, 'env.locked', state);
    const { name } = state.environment;
    await lockEnvironment(ctx, { name, reason, until }, ctx.user.id);
    await voidDeployments(ctx, name, reason);
    await recordDeed(ctx, 'env.locked', { name, result: 'done', details: { reason, ...(until !== undefined && { until }) } });
    await ctx.say(environmentLockedView({ name, owner: ctx.user.username, reason, until }, ctx.lang));
}

/** Lets deployments run again, and tells the room. Admins, and the owner of the lock, may. Throws UserError. */
export async function unlock(ctx: Ctx, typed: string): Promise<void> {
    const { state } = await demandEnvironment(ctx, typed);
    const { name } = state.environment;
    if (!state.lock) {
        throw new UserError({ key: 'env.not_locked', values: { name } });
    }
    await requireOwner(ctx, 'env.unlocked', state);
    await unlockEnvironment(ctx, name, ctx.user.id);
    await recordDeed(ctx, 'env.unlocked', { name, result: 'done' });
    await ctx.say(environmentUnlockedView({ name, by: ctx.user.username }, ctx.lang));
}

/** Whoever could put a shorter lock in place of somebody else's could as well unlock it. */
async function requireOwner(ctx: Ctx, deed: EnvironmentDeed, { environment: { name }, lock: held }: EnvironmentState): Promise<void> {
    if (!held || held.by === ctx.user.id || isAdmin(ctx)) {
        return;
    }
    await recordDeed(ctx, deed, { name, result: 'refused' });
    const owner = await ctx.workspace.userById(held.by);
    throw new UserError({ key: 'env.not_owner', values: { name, owner: owner?.username ?? '?', reason: held.reason } });
}
