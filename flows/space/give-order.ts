import type { Ctx } from '../../context/ctx';
import type { SpaceRuntime } from '../../services/hub';
import { isFollowed, type FollowedOrder, type SpaceOrder } from '../../services/workflows/space/order';
import { orderDoneView, orderQuestionView } from '../../ui/space-order-view';
import type { View } from '../../ui/view';
import { carryOutOrder } from './carry-out-order';
import { checkOrder } from './check-order';
import { mayBeTold, toldInPrivate } from './discreet';
import { followSpace } from './follow-space';
import { isHeld, orderQuestion, type Agreed } from './order-question';
import { flavorOf, pricePerHour, spaceNow, type SpaceNow } from './space-now';

/**
 * Does something to a Space as the caller, and tells the room; asks first where it costs something or can't be taken back. Returns
 * what the caller alone sees. `agreed` comes with a click on the answer. Throws UserError and HubError.
 */
export async function giveOrder(ctx: Ctx, wanted: SpaceOrder, agreed?: Agreed): Promise<View> {
    const now = await spaceNow(ctx, wanted.space);
    const order = { ...wanted, space: now.id };
    checkOrder(order, now);
    const question = orderQuestion(order, now, agreed);
    if (question) {
        return orderQuestionView(question, ctx.lang);
    }
    return tell(ctx, { order, now, after: await carryOutOrder(ctx, order) });
}

interface Done {
    readonly order: SpaceOrder;
    readonly now: SpaceNow;
    readonly after: SpaceRuntime;
}

async function tell(ctx: Ctx, { order, now, after }: Done): Promise<View> {
    const fact = orderDoneView({ order, by: ctx.user.username, hubUrl: ctx.settings.hubUrl }, ctx.lang);
    if (!mayBeTold(ctx, now)) {
        return toldInPrivate(ctx, fact);
    }
    if (isFollowed(order) && !isOver(order, after)) {
        await followSpace(ctx, { order, runtime: after, perHour: pricePerHour({ ...now, runtime: after }, flavorOf(after)) });
    } else {
        await ctx.say(fact);
    }
    return { text: ctx.lang.t('space.done') };
}

/** A pause takes effect at once; whatever else is done to a paused Space waits for its restart. */
const isOver = ({ kind }: FollowedOrder, { stage }: SpaceRuntime): boolean => kind !== 'restart' && isHeld(stage);
