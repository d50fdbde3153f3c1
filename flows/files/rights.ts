import type { Ctx } from '../../context/ctx';

type Asked = Pick<Ctx, 'settings' | 'user' | 'workspace'>;

/** Whether the user may push files of the chat to Hugging Face: admins, and whoever has a role of the setting. */
export const mayPush = (ctx: Asked): Promise<boolean> => hasRole(ctx, ctx.settings.pusherRoles);

/** Whether the user may let files pass that can run code when they are loaded: admins, and whoever has a role of the setting. */
export const mayTakeUnsafe = (ctx: Asked): Promise<boolean> => hasRole(ctx, ctx.settings.unsafeRoles);

/** Users have ids of roles, admins write names. The built-in roles have their names for ids: they count even where roles can't be read. */
async function hasRole({ user, workspace }: Asked, names: readonly string[]): Promise<boolean> {
    if (user.roles.some((role) => role === 'admin' || names.includes(role))) {
        return true;
    }
    const roles = await Promise.all(names.map((name) => workspace.role(name)));
    return roles.some((role) => role && user.roles.includes(role.id));
}
