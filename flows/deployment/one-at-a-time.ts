import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { judge } from '../../services/workflows/approval';
import { cancellation, isInReach } from '../approval/act-on-approval';
import type { Approval } from '../approval/load-approval';
import { submitEvent } from '../approval/submit-event';
import { shortId } from '../approval/summary';
import { deploymentsOpenFor } from './deployment-of';

/**
 * One request at a time: what a second one shows as the change would be wrong as soon as the first is live. One that failed gives
 * way to whoever may cancel it: what is returned is to be handed to `cancelFailed` before the new one is made. Throws UserError.
 */
export async function requireNoOther(ctx: Ctx, environment: string): Promise<readonly Approval[]> {
    const open = await deploymentsOpenFor(ctx, environment);
    for (const other of open) {
        if (!(await givesWay(ctx, other))) {
            throw await inTheWay(ctx, environment, other);
        }
    }
    return open;
}

/** Throws UserError when one of them is tried again by now. */
export async function cancelFailed(ctx: Ctx, environment: string, failed: readonly Approval[]): Promise<void> {
    for (const { id } of failed) {
        const submitted = await submitEvent(ctx, id, cancellation(ctx), { [ctx.user.id]: ctx.user.username });
        if (submitted?.refusal && !submitted.approval.state.final) {
            throw await inTheWay(ctx, environment, submitted.approval);
        }
    }
}

async function givesWay(ctx: Ctx, other: Approval): Promise<boolean> {
    const mayCancel = judge(other.state, cancellation(ctx), ctx.clock()).refusal === undefined;
    return other.state.phase === 'failed' && mayCancel && (await isInReach(ctx, other));
}

/** Who may not read the room learns no more than that there is a request. */
async function inTheWay(ctx: Ctx, environment: string, other: Approval): Promise<UserError> {
    if (!(await isInReach(ctx, other))) {
        return new UserError({ key: 'deploy.already_open_elsewhere', values: { environment } }, { key: 'deploy.already_open_elsewhere_hint' });
    }
    const values = { environment, id: shortId(other.id), requester: other.opened.requester.username };
    return other.state.phase === 'failed'
        ? new UserError({ key: 'deploy.failed_open', values }, { key: 'deploy.failed_open_hint', values })
        : new UserError({ key: 'deploy.already_open', values }, { key: 'deploy.already_open_hint', values });
}
