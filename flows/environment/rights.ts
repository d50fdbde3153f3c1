import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { record } from '../audit/record';

/** What is done to environments, by the names it has on the audit record. */
export type EnvironmentDeed = 'env.set' | 'env.removed' | 'env.locked' | 'env.unlocked';

export const isAdmin = ({ user }: Pick<Ctx, 'user'>): boolean => user.roles.includes('admin');

/** Somebody without the right who tries is on record as well. Throws UserError. */
export async function requireAdmin(ctx: Ctx, deed: EnvironmentDeed, name: string): Promise<void> {
    if (!isAdmin(ctx)) {
        await recordDeed(ctx, deed, { name, result: 'refused' });
        throw new UserError({ key: 'env.admins_only' });
    }
}

/** Admins, and whoever has a role whose votes count. Throws UserError. */
export async function requireApprover(ctx: Ctx, deed: EnvironmentDeed, name: string): Promise<void> {
    if (!isAdmin(ctx) && !(await hasApproverRole(ctx))) {
        await recordDeed(ctx, deed, { name, result: 'refused' });
        throw new UserError({ key: 'env.approvers_only', values: { roles: ctx.settings.approverRoles.join(', ') } });
    }
}

/** Users have ids of roles, admins write names. */
async function hasApproverRole({ settings, workspace, user }: Ctx): Promise<boolean> {
    const roles = await Promise.all(settings.approverRoles.map((name) => workspace.role(name)));
    return roles.some((role) => role && user.roles.includes(role.id));
}

/** What is typed in place of a name may be long. */
const SUBJECT_LIMIT = 100;

interface Deed {
    readonly name: string;
    readonly result: 'done' | 'refused';
    readonly details?: Readonly<Record<string, string | number | boolean>>;
}

export function recordDeed(ctx: Ctx, what: EnvironmentDeed, { name, result, details }: Deed): Promise<void> {
    return record(ctx, { by: ctx.user.id, what, subject: name.slice(0, SUBJECT_LIMIT), roomId: ctx.room.id, result, ...(details && { details }) });
}
