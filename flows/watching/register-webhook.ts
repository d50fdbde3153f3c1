import { createHash } from 'crypto';
import type { Ctx } from '../../context/ctx';
import { createWebhook, deleteWebhook, HubError, isPassing, listWebhooks, updateWebhook, WEBHOOK_DOMAINS, type HubWebhook, type WebhookSettings } from '../../services/hub';
import { isReachable, mergedList, type PollingReason, sameList, type WatchTarget, type WatchWay, without } from '../../services/workflows/watching';
import { record } from '../audit/record';
import { watchesOfUser } from './watches';
import { visibleEntries, wantedEntries } from './webhook-list';
import { forgetWebhook, keepSettled, keepWrote, type SettledWebhook, webhookState, type WebhookState } from './webhook-state';

/** The path of the endpoint that Hugging Face calls. */
export const WEBHOOK_ENDPOINT = 'webhook';

/**
 * Brings the one webhook of the user's Hugging Face account in line with what they watch here: made, extended, shortened, given the
 * secret of today, or deleted when nobody needs it. May be done by two servers at once and be cut off anywhere: it is found again by
 * our address, and of two the next look deletes one. undefined when there is nothing to hear of.
 * Throws HubError for what passes; whatever else Hugging Face says is the outcome.
 */
export async function syncWebhook(ctx: Ctx): Promise<WatchWay | undefined> {
    const targets = (await watchesOfUser(ctx, ctx.user.id)).map(({ target }) => target);
    const state = await webhookState(ctx, ctx.user.id);
    if (targets.length === 0 && state.settled === undefined && state.ours.length === 0) {
        return undefined;
    }
    const settled = await settle(ctx, state, targets);
    if (targets.length === 0 && settled === undefined) {
        await forgetWebhook(ctx, ctx.user.id);
        return undefined;
    }
    const outcome = settled ?? polling('hub-refused');
    await keepSettled(ctx, ctx.user.id, { ...outcome, roomId: ctx.room.id });
    return targets.length === 0 ? undefined : outcome.way;
}

/** Deletes the webhook as far as it is ours, whatever is watched: the user takes their account away. Throws HubError. */
export async function releaseWebhook(ctx: Ctx): Promise<void> {
    await settle(ctx, await webhookState(ctx, ctx.user.id), []);
}

/** Our webhooks of the account, the oldest first: ids begin with the time they were made at. Throws HubError. */
export async function ownWebhooks(ctx: Ctx): Promise<HubWebhook[]> {
    const [url, { settled }] = await Promise.all([ctx.runtime.endpointUrl(WEBHOOK_ENDPOINT), webhookState(ctx, ctx.user.id)]);
    const own = (await listWebhooks(ctx.hub)).filter((webhook) => webhook.id === settled?.webhookId || (url !== undefined && webhook.url === url));
    return own.sort((a, b) => (a.id < b.id ? -1 : 1));
}

type Outcome = Omit<SettledWebhook, 'roomId'>;

const polling = (reason: PollingReason): Outcome => ({ way: { way: 'polling', reason } });

/** undefined: nothing is to be heard, and there is no webhook. */
async function settle(ctx: Ctx, state: WebhookState, targets: readonly WatchTarget[]): Promise<Outcome | undefined> {
    if ((await ctx.hub.identity()) === undefined) {
        return targets.length === 0 ? undefined : polling('signed-out');
    }
    const url = await ctx.runtime.endpointUrl(WEBHOOK_ENDPOINT);
    const obstacle = await webhookObstacle(ctx);
    if (url === undefined || obstacle !== undefined) {
        return unreached(ctx, state, { obstacle: obstacle ?? 'no-site-url', targets });
    }
    try {
        return await bringInLine(ctx, { url, state, targets });
    } catch (error) {
        return refused(ctx, error);
    }
}

/** Why Hugging Face can't call this workspace; undefined when it can, as far as the address tells. */
export async function webhookObstacle({ runtime, settings }: Pick<Ctx, 'runtime' | 'settings'>): Promise<PollingReason | undefined> {
    const url = await runtime.endpointUrl(WEBHOOK_ENDPOINT);
    if (url === undefined) {
        return 'no-site-url';
    }
    return isReachable(url, settings.hubUrl) ? undefined : 'unreachable-address';
}

/** One that was made while we could be reached would only fail, and be suspended. */
async function unreached(ctx: Ctx, { settled }: WebhookState, { obstacle, targets }: { readonly obstacle: PollingReason; readonly targets: readonly WatchTarget[] }): Promise<Outcome | undefined> {
    if (settled?.webhookId !== undefined) {
        await deleteAll(ctx, await ownWebhooks(ctx));
    }
    return targets.length === 0 ? undefined : polling(obstacle);
}

/** What Hugging Face refuses for good is the outcome, for what passes the error goes on. */
function refused({ log }: Pick<Ctx, 'log'>, error: unknown): Outcome {
    if (isPassing(error) || !(error instanceof HubError)) {
        throw error;
    }
    log.info('A webhook could not be registered', { kind: error.kind, status: error.status });
    switch (error.kind) {
        case 'unauthorized':
        case 'token-expired':
            return polling('signed-out');
        case 'forbidden':
        case 'missing-scope':
            return polling('no-permission');
        default:
            return polling('hub-refused');
    }
}

interface Registration {
    readonly url: string;
    readonly state: WebhookState;
    readonly targets: readonly WatchTarget[];
}

async function bringInLine(ctx: Ctx, { url, state: { settled, ours }, targets }: Registration): Promise<Outcome | undefined> {
    const own = await ownWebhooks(ctx);
    const [kept, ...twins] = own;
    const current = own.flatMap(({ watched }) => watched);
    const wanted = await wantedEntries(ctx.hub, targets, [...current, ...ours]);
    const watched = mergedList({ current, ours, wanted });
    if (watched.length === 0) {
        await deleteAll(ctx, own);
        return targets.length === 0 ? undefined : polling('hub-refused');
    }
    await keepWrote(ctx, ctx.user.id, without(without(wanted, ours), current));
    const secret = (await ctx.runtime.webhookSecrets())[0] ?? '';
    const isUpToDate = kept && isLike(kept, { url, watched, secret }) && settled?.secret === secretPrint(secret);
    const webhook = isUpToDate ? kept : await write(ctx, kept, { url, watched, secret });
    await deleteAll(ctx, twins);
    const way: WatchWay = webhook.disabled === false ? { way: 'webhook', webhookId: webhook.id } : { way: 'polling', reason: 'suspended' };
    return { way, webhookId: webhook.id, secret: secretPrint(secret) };
}

const isLike = (webhook: HubWebhook, { url, watched }: WebhookSettings): boolean =>
    webhook.url === url && webhook.hasSecret && WEBHOOK_DOMAINS.every((domain) => webhook.domains.includes(domain)) && sameList(webhook.watched, watched);

/** Enough to see that the secret changed, too little to try secrets on: eight hex digits. */
const secretPrint = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 8);

/** A list with something in it that is gone is refused as a whole: it is written without that. */
async function write(ctx: Ctx, kept: HubWebhook | undefined, settings: WebhookSettings): Promise<HubWebhook> {
    try {
        return await send(ctx, kept, settings);
    } catch (error) {
        const watched = error instanceof HubError && error.kind === 'bad-request' ? await visibleEntries(ctx.hub, settings.watched) : [];
        if (watched.length === 0 || watched.length === settings.watched.length) {
            throw error;
        }
        return send(ctx, kept, { ...settings, watched });
    }
}

async function send(ctx: Ctx, kept: HubWebhook | undefined, settings: WebhookSettings): Promise<HubWebhook> {
    const webhook = kept ? await updateWebhook(ctx.hub, kept.id, settings) : await createWebhook(ctx.hub, settings);
    await recordWebhook(ctx, kept ? 'webhook.updated' : 'webhook.created', webhook.id);
    return webhook;
}

async function deleteAll(ctx: Ctx, webhooks: readonly HubWebhook[]): Promise<void> {
    for (const { id } of webhooks) {
        await unlessGone(deleteWebhook(ctx.hub, id));
        await recordWebhook(ctx, 'webhook.deleted', id);
    }
}

/** Another server may have deleted it. */
async function unlessGone(work: Promise<void>): Promise<void> {
    try {
        await work;
    } catch (error) {
        if (!(error instanceof HubError) || error.status !== 404) {
            throw error;
        }
    }
}

export function recordWebhook(ctx: Ctx, what: 'webhook.created' | 'webhook.updated' | 'webhook.deleted' | 'webhook.enabled', id: string): Promise<void> {
    return record(ctx, { by: ctx.user.id, what, subject: id, roomId: ctx.room.id, result: 'done' });
}
