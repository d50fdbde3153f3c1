import type { Ctx } from '../context/ctx';
import { UserError } from '../context/user-error';
import { isAdmin } from '../flows/environment/rights';

/** All users of a process share its cache. Throws UserError. */
export function requireCacheAdmin(ctx: Ctx): void {
    if (!isAdmin(ctx)) {
        throw new UserError({ key: 'cache.admins_only' });
    }
}
