import type { Ctx } from '../context/ctx';
import { leakOfferView } from '../ui/leak-view';

/** Offers the author of a message that was masked to revoke what they posted in this room. Quiet when nothing waits for them. */
export async function offerRevocation(ctx: Ctx): Promise<void> {
    const leaks = (await ctx.stores.leaks.openOf(ctx.user.id)).filter((leak) => leak.roomId === ctx.room.id);
    if (leaks.length > 0) {
        await ctx.whisper(leakOfferView(leaks, ctx.clock(), ctx.lang));
    }
}
