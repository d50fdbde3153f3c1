import type { Ctx } from '../../context/ctx';
import {
    deleteSpaceSecret, deleteSpaceVariable, pauseSpace, restartSpace, setSpaceDevMode, setSpaceHardware, setSpaceSleepTime, setSpaceVariable, spaceRuntime, type Hub, type SpaceRuntime,
} from '../../services/hub';
import type { AuditEntry } from '../audit/record';
import { noticeChange } from '../watching/notice-change';
import { onRecord } from './on-record';
import type { SpaceOrder } from '../../services/workflows/space/order';

/** Does it with the caller's own token, and puts it on record. Returns the Space as it is then. Throws UserError and HubError. */
export async function carryOutOrder(ctx: Ctx, order: SpaceOrder): Promise<SpaceRuntime> {
    const runtime = await onRecord(ctx, deedOf(order), () => carryOut(ctx.hub, order));
    ctx.hub.forget(order.space);
    await noticeChange(ctx, { repo: { type: 'space', id: order.space }, thing: { kind: 'space' } });
    return runtime;
}

function carryOut(hub: Hub, order: SpaceOrder): Promise<SpaceRuntime> {
    const { space } = order;
    switch (order.kind) {
        case 'restart':
            return restartSpace(hub, space, order);
        case 'pause':
            return pauseSpace(hub, space);
        case 'sleep':
            return setSpaceSleepTime(hub, space, order.seconds);
        case 'hardware':
            return setSpaceHardware(hub, space, order);
        case 'dev-mode':
            return setSpaceDevMode(hub, space, order.enabled);
        case 'variables':
            return changeVariables(hub, order);
        case 'remove-secret':
            return removeSecret(hub, order);
    }
}

/** One call for each: when one is refused, those before it are done. */
async function changeVariables(hub: Hub, { space, set, remove }: Extract<SpaceOrder, { kind: 'variables' }>): Promise<SpaceRuntime> {
    for (const variable of set) {
        await setSpaceVariable(hub, space, variable);
    }
    for (const key of remove) {
        await deleteSpaceVariable(hub, space, key);
    }
    return (await spaceRuntime(hub, space, { fresh: true })).value;
}

async function removeSecret(hub: Hub, { space, key }: Extract<SpaceOrder, { kind: 'remove-secret' }>): Promise<SpaceRuntime> {
    await deleteSpaceSecret(hub, space, key);
    return (await spaceRuntime(hub, space, { fresh: true })).value;
}

/** By the name it has on the audit record. The values of variables are left out. */
function deedOf(order: SpaceOrder): Pick<AuditEntry, 'what' | 'subject' | 'details'> {
    const subject = order.space;
    switch (order.kind) {
        case 'restart':
            return { what: order.factory ? 'space.rebuilt' : 'space.restarted', subject };
        case 'pause':
            return { what: 'space.paused', subject };
        case 'sleep':
            return { what: 'space.sleep-set', subject, details: { sleep: order.seconds ?? 'never' } };
        case 'hardware':
            return { what: 'space.hardware-set', subject, details: { flavor: order.flavor, ...(order.sleepSeconds !== undefined && { sleep: order.sleepSeconds ?? 'never' }) } };
        case 'dev-mode':
            return { what: 'space.dev-mode-set', subject, details: { enabled: order.enabled } };
        case 'variables':
            return { what: 'space.variables-set', subject, details: { set: order.set.map(({ key }) => key).join(', '), removed: order.remove.join(', ') } };
        case 'remove-secret':
            return { what: 'space.secret-removed', subject, details: { key: order.key } };
    }
}
