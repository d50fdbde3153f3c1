import { createHash, timingSafeEqual } from 'crypto';
import { logFailure } from '../context/boundary';
import type { EndpointAnswer, PublicEndpointCtx } from '../context/endpoint-ctx';
import { takeInWebhook } from '../flows/watching/take-in-webhook';
import { HubShapeError, parseWebhookPayload } from '../services/hub';

/** The last part of the address that webhooks of Hugging Face are sent to. */
export const WEBHOOK_PATH = 'webhook';

/** A POST as Rocket.Chat has parsed it: at most 100 kB of JSON. */
export interface WebhookRequest {
    readonly contentType: string | undefined;
    /** The header `X-Webhook-Secret`: the secret as it was given to the webhook. */
    readonly secret: string | undefined;
    readonly body: unknown;
}

/**
 * A delivery of Hugging Face. Only that something happened is written down here, because Hugging Face suspends a webhook that is not
 * answered with success in time; what it is, is read and shown by jobs. Whatever is not written down is asked for again by the answer.
 */
export async function receiveWebhook(ctx: PublicEndpointCtx, { contentType, secret, body }: WebhookRequest): Promise<EndpointAnswer> {
    if (contentType?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
        return { status: 415, content: { error: 'Send application/json.' } };
    }
    try {
        return isOneOf(await ctx.webhookSecrets(), secret ?? '') ? await takeIn(ctx, body) : { status: 401, content: { error: 'The header X-Webhook-Secret is missing or wrong.' } };
    } catch (error) {
        if (error instanceof HubShapeError) {
            return { status: 400, content: { error: 'That is no payload of a Hugging Face webhook.', field: error.field || 'body' } };
        }
        logFailure(ctx.log, error, 'webhook');
        return { status: 503, headers: { 'Retry-After': '60' }, content: { error: 'It can not be written down now. Send it again.' } };
    }
}

async function takeIn(ctx: PublicEndpointCtx, body: unknown): Promise<EndpointAnswer> {
    const places = await takeInWebhook(ctx, parseWebhookPayload(body));
    return { status: places > 0 ? 202 : 200, content: { status: places > 0 ? 'accepted' : 'nothing to do' } };
}

/** How long it takes tells nothing: hashes of one length are compared, with every secret. */
function isOneOf(secrets: readonly string[], given: string): boolean {
    const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
    const found = secrets.filter((secret) => timingSafeEqual(hash(secret), hash(given)));
    return found.length > 0;
}
