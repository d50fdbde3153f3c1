import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { mayPush, mayTakeUnsafe } from '../files/rights';
import type { Confirmed } from './push-record';

/** Who may push, and who may push what is refused by default, can change after the yes: asked before anything is written. Throws UserError. */
export async function requireRoles(ctx: Pick<Ctx, 'settings' | 'user' | 'workspace'>, { override }: Confirmed): Promise<void> {
    const { pusherRoles, unsafeRoles } = ctx.settings;
    if (!(await mayPush(ctx))) {
        throw new UserError({ key: 'push.role', values: { roles: pusherRoles.join(', ') } });
    }
    if (override && !(await mayTakeUnsafe(ctx))) {
        throw new UserError({ key: 'push.override_role', values: { roles: unsafeRoles.join(', ') } });
    }
}
