import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { enableWebhook } from '../../services/hub';
import type { WatchWay } from '../../services/workflows/watching';
import { ownWebhooks, recordWebhook, syncWebhook } from './register-webhook';

/** Switches the webhook of a user on again, which only they can: it belongs to their Hugging Face account. Throws UserError, HubError. */
export async function reenableWebhook(ctx: Ctx, userId: string): Promise<WatchWay | undefined> {
    if (userId !== ctx.user.id) {
        throw new UserError({ key: 'watch.enable.other', values: { user: (await ctx.workspace.userById(userId))?.username ?? '?' } });
    }
    if ((await ctx.hub.identity()) === undefined) {
        throw new UserError({ key: 'watch.enable.signed_out' });
    }
    const disabled = (await ownWebhooks(ctx)).filter((webhook) => webhook.disabled !== false);
    for (const { id } of disabled) {
        await enableWebhook(ctx.hub, id);
        await recordWebhook(ctx, 'webhook.enabled', id);
    }
    return syncWebhook(ctx);
}
