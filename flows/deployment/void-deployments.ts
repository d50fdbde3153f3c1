import type { Ctx } from '../../context/ctx';
import { submitEvent } from '../approval/submit-event';
import { deploymentsOpenFor } from './deployment-of';

/** Whatever waits for an environment that was just locked is void: it would be carried out on other terms than it was approved on. */
export async function voidDeployments(ctx: Ctx, environment: string, reason: string): Promise<void> {
    for (const { id } of await deploymentsOpenFor(ctx, environment)) {
        await submitEvent(ctx, id, { type: 'lock', id: ctx.newId(), by: ctx.user.id, reason }, { [ctx.user.id]: ctx.user.username });
    }
}
