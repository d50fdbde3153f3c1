import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { isInReach } from '../approval/act-on-approval';
import type { Approval } from '../approval/load-approval';
import { shortId } from '../approval/summary';
import { deploymentsOpenFor } from './deployment-of';

/** One request at a time: what a second one shows as the change would be wrong as soon as the first is live. Throws UserError. */
export async function requireNoOther(ctx: Ctx, environment: string): Promise<void> {
    const [other] = await deploymentsOpenFor(ctx, environment);
    if (other) {
        throw await inTheWay(ctx, environment, other);
    }
}

/** Who may not read the room learns no more than that there is a request. */
async function inTheWay(ctx: Ctx, environment: string, other: Approval): Promise<UserError> {
    if (!(await isInReach(ctx, other))) {
        return new UserError({ key: 'deploy.already_open_elsewhere', values: { environment } }, { key: 'deploy.already_open_elsewhere_hint' });
    }
    const values = { environment, id: shortId(other.id), requester: other.opened.requester.username };
    return new UserError({ key: 'deploy.already_open', values }, { key: 'deploy.already_open_hint', values });
}
