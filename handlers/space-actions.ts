import * as z from 'zod/mini';
import type { Ctx } from '../context/ctx';
import { giveOrder } from '../flows/space/give-order';
import { spaceId, spaceOrder } from '../services/workflows/space/order';
import type { View } from '../ui/view';
import { action, plainAction, type Action, type Outcome } from './action';

/** `agreed`: see `Agreed` in flows/space/order-question.ts. Whoever forges it pays for it themselves. */
const agreement = z.object({ order: spaceOrder, agreed: z.nullable(z.number()) });

/** Buttons that do something to a Space. The value is its id where nothing else has to be said. */
export const SPACE_ACTIONS: readonly Action[] = [
    action('space.restart', spaceId, (ctx, space) => shows(ctx, giveOrder(ctx, { kind: 'restart', space, factory: false }))),
    action('space.pause', spaceId, (ctx, space) => shows(ctx, giveOrder(ctx, { kind: 'pause', space }))),
    action('space.order', spaceOrder, (ctx, order) => shows(ctx, giveOrder(ctx, order))),
    action('space.agree', agreement, (ctx, { order, agreed }) => shows(ctx, giveOrder(ctx, order, agreed))),
    plainAction('space.cancel', (ctx) => shows(ctx, Promise.resolve({ text: ctx.lang.t('space.cancelled') }))),
];

/** Takes the place of the clicked message where only its reader saw that. */
async function shows(ctx: Ctx, view: Promise<View>): Promise<Outcome | undefined> {
    await ctx.whisper(await view, { replace: true });
    return undefined;
}
