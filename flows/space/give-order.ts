import type { Ctx } from '../../context/ctx';
import type { SpaceRuntime } from '../../services/hub';
import { orderDoneView, orderQuestionView } from '../../ui/space-order-view';
import type { View } from '../../ui/view';
import { carryOutOrder } from './carry-out-order';
import { checkOrder } from './check-order';
import type { SpaceOrder } from '../../services/workflows/space/order';
import { orderQuestion, type Agreed } from './order-question';
import { spaceNow, type SpaceNow } from './space-now';

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

async function tell(ctx: Ctx, { order, now }: Done): Promise<View> {
    const fact = orderDoneView({ order, by: ctx.user.username, hubUrl: ctx.settings.hubUrl }, ctx.lang);
    if (now.private && ctx.room.public) {
        return { text: [fact.text, ctx.lang.t('space.private')].join('\n') };
    }
    await ctx.say(fact);
    return { text: ctx.lang.t('space.done') };
}
