import { logFailure } from '../../context/boundary';
import type { Ctx } from '../../context/ctx';
import { within } from '../../context/within';
import { HubError } from '../../services/hub';
import type { PollingReason, WatchWay } from '../../services/workflows/watching';
import { ownWebhooks, webhookObstacle } from './register-webhook';
import { lastWebhookEvent } from './webhook-health';
import { watchWay } from './webhook-state';

/** How long Hugging Face is waited for, milliseconds. */
const PATIENCE_MS = 5000;

/** What there is to know about the webhook of the caller's account. */
export interface WebhookFacts {
    /** Why Hugging Face can't call this workspace at all. */
    readonly obstacle: PollingReason | undefined;
    /** undefined: they watch nothing, or the webhook is still to be registered. */
    readonly way: WatchWay | undefined;
    /** When any webhook was last heard of, milliseconds since 1970. */
    readonly lastEvent: number | undefined;
}

/** A webhook that is said to work is looked at, because Hugging Face may have suspended it since. */
export async function webhookFacts(ctx: Ctx): Promise<WebhookFacts> {
    const [obstacle, way, lastEvent] = await Promise.all([webhookObstacle(ctx), watchWay(ctx, ctx.user.id), lastWebhookEvent(ctx.stores)]);
    const isSuspended = way?.way === 'webhook' && (await looksSuspended(ctx));
    return { obstacle, way: isSuspended ? { way: 'polling', reason: 'suspended' } : way, lastEvent };
}

async function looksSuspended(ctx: Ctx): Promise<boolean> {
    try {
        const looked = await within(PATIENCE_MS, () => ownWebhooks(ctx));
        return looked.inTime && looked.value.some(({ disabled }) => disabled !== false);
    } catch (error) {
        if (!(error instanceof HubError)) {
            throw error;
        }
        logFailure(ctx.log, error, 'doctor');
        return false;
    }
}
