import { UserError } from '../../context/user-error';
import type { SpaceOrder } from '../../services/workflows/space/order';
import { flavorOf, type SpaceNow } from './space-now';

/** Its sleep time can't be changed. Source: https://huggingface.co/docs/hub/spaces-gpus. */
const FREE_CPU = 'cpu-basic';

/** What Hugging Face would refuse, or take and not do. Throws UserError. */
export function checkOrder(order: SpaceOrder, now: SpaceNow): void {
    if (now.static && order.kind !== 'variables' && order.kind !== 'remove-secret') {
        throw new UserError({ key: 'space.static', values: { space: now.id } });
    }
    if (order.kind === 'sleep' && flavorOf(now.runtime) === FREE_CPU) {
        throw new UserError({ key: 'space.sleep.fixed', values: { space: now.id, flavor: FREE_CPU } });
    }
    if (order.kind === 'hardware') {
        checkHardware(order, now);
    }
    if (order.kind === 'dev-mode' && now.runtime.devMode === order.enabled) {
        throw new UserError({ key: order.enabled ? 'space.dev.is_on' : 'space.dev.is_off', values: { space: now.id } });
    }
}

function checkHardware({ flavor, sleepSeconds }: Extract<SpaceOrder, { kind: 'hardware' }>, { id, runtime, catalogue }: SpaceNow): void {
    if (!catalogue.some(({ name }) => name === flavor)) {
        throw new UserError({ key: 'space.hardware.unknown', values: { flavor } }, { key: 'space.hardware.offered', values: { flavors: catalogue.map(({ name }) => name).join(', ') } });
    }
    if (flavorOf(runtime) === flavor && sleepSeconds === undefined) {
        throw new UserError({ key: 'space.hardware.same', values: { space: id, flavor } });
    }
    if (flavor === FREE_CPU && sleepSeconds !== undefined) {
        throw new UserError({ key: 'space.sleep.fixed', values: { space: id, flavor } });
    }
}
