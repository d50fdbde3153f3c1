import { stageGroup, type SpaceRuntime } from '../../services/hub';
import type { OrderQuestion } from '../../ui/space-order-view';
import type { SpaceOrder } from '../../services/workflows/space/order';
import { flavorOf, pricePerHour, type SpaceNow } from './space-now';

/** The price per hour that somebody agreed to, US dollars; null when they were told that none is stated. */
export type Agreed = number | null;

/**
 * What whoever gave the order has to say yes to: that it costs something, or that it can't be taken back. Undefined when there is
 * nothing, or when they have. A price that went up since they were asked, or was not known then, is a new question.
 */
export function orderQuestion(order: SpaceOrder, now: SpaceNow, agreed?: Agreed): OrderQuestion | undefined {
    const flavor = order.kind === 'hardware' ? order.flavor : flavorOf(now.runtime);
    const perHour = now.static ? 0 : pricePerHour(now, flavor);
    const costs = perHour !== 0 && beginsToCost(order, now.runtime);
    if (agreed !== undefined && (!costs || covers(agreed, perHour))) {
        return undefined;
    }
    return costs || isGrave(order) ? { order, agree: costs ? (perHour ?? null) : 0, ...(costs && { cost: { flavor: flavor ?? '?', perHour } }) } : undefined;
}

const covers = (agreed: Agreed, perHour: number | undefined): boolean => (perHour === undefined ? agreed === null : agreed !== null && perHour <= agreed);

/** A rebuild takes the Space away for minutes; a secret that is gone can't be read anywhere to put it back. */
const isGrave = (order: SpaceOrder): boolean => (order.kind === 'restart' && order.factory) || order.kind === 'remove-secret';

/** Whether the Space would use its hardware, or use it for longer, because of the order. */
function beginsToCost(order: SpaceOrder, { stage, gcTimeout }: SpaceRuntime): boolean {
    const group = stageGroup(stage);
    const rests = group !== 'up' && group !== 'moving';
    switch (order.kind) {
        case 'pause':
            return false;
        case 'hardware':
            return true;
        // Where it is not told when the Space sleeps, another time is taken for a shorter one.
        case 'sleep':
            return order.seconds === null || (typeof gcTimeout === 'number' && order.seconds > gcTimeout);
        case 'restart':
            return rests;
        case 'dev-mode':
        case 'variables':
        case 'remove-secret':
            return rests && !isHeld(stage);
    }
}

/** Only a restart by its owner starts it again; anything else waits until then. */
export const isHeld = (stage: string): boolean => stage === 'PAUSED' || stage === 'STOPPED';
