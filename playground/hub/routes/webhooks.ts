import { randomBytes } from 'node:crypto';
import { userMaySee } from '../access';
import { forbidden, HubFailure, invalidParameter } from '../errors';
import type { KnownCaller } from '../identity';
import { requireUser } from '../identity';
import type { User } from '../model';
import { avatarUrl } from '../profiles';
import type { Call, Handler, Route } from '../routing';
import { jsonBody, route } from '../routing';
import type { HubState } from '../state';
import type { Webhook, WebhookSettings } from '../webhooks/webhook';
import { webhookSettings } from '../webhooks/webhook';

type Access = 'read' | 'write';

function allows({ token: { role, oauthScopes = [], scoped = [] }, user }: KnownCaller, access: Access): boolean {
    switch (role) {
        case 'oauth':
            return oauthScopes.includes('webhooks');
        case 'fineGrained':
            return scoped.some(({ entity, permissions }) => entity.type === 'user' && entity.name === user.name
                && (permissions.includes('user.webhooks.write') || (access === 'read' && permissions.includes('user.webhooks.read'))));
        default:
            return role === 'write';
    }
}

/** The caller, when their token may manage webhooks; one that only reads may not even list them. */
function manager(call: Call, access: Access): KnownCaller {
    const caller = requireUser(call.caller);
    if (!allows(caller, access)) {
        throw forbidden(`Your token "${caller.token.displayName}" does not have the required permission "user.webhooks.${access}".`);
    }
    return caller;
}

function described({ deliveries }: Call, { id, url, watched, domains, disabled, secret }: Webhook): Record<string, unknown> {
    const last = deliveries.lastTriggerAt(id);
    return {
        id, url, domains, disabled,
        watched: watched.map(({ type, name }) => ({ type, name, ...((type === 'user' || type === 'org') && { avatarUrl: avatarUrl(name) }) })),
        hasSecret: secret !== undefined && secret !== '',
        ...(last !== undefined && { lastTriggerAt: new Date(last).toISOString() }),
    };
}

const answer = (call: Call, webhook: Webhook): Response => Response.json({ webhook: described(call, webhook) });

/** The webhook that the path names, if it is the caller's. */
function ownWebhook(call: Call): Webhook {
    const { user } = manager(call, call.request.method === 'GET' ? 'read' : 'write');
    const webhook = call.state.webhooks.get(call.params.webhookId ?? '');
    if (webhook?.owner !== user.name) {
        throw new HubFailure(404, 'Webhook not found');
    }
    return webhook;
}

/** Whether the user can know that it exists. Anything they can see may be watched, other people's as well. */
function exists(state: HubState, user: User, { type, name }: WebhookSettings['watched'][number]): boolean {
    switch (type) {
        case 'user':
            return state.users.has(name);
        case 'org':
            return state.orgs.has(name) || [...state.repos.values()].some(({ id }) => id.startsWith(`${name}/`));
        case 'bucket':
        case 'kernel':
            return false;
        default: {
            const repo = state.findRepo(type, name);
            return repo !== undefined && userMaySee(user, repo);
        }
    }
}

async function settingsOf(call: Call, user: User): Promise<WebhookSettings> {
    const settings = await jsonBody(call, webhookSettings);
    const unknown = settings.watched.findIndex((item) => !exists(call.state, user, item));
    if (unknown >= 0) {
        throw invalidParameter(`Not found: ${settings.watched[unknown]?.name}`, `watched[${unknown}].name`);
    }
    return settings;
}

function save(call: Call, webhook: Webhook): Response {
    call.state.record({ kind: 'webhook-saved', webhook });
    return answer(call, webhook);
}

function list(call: Call): Response {
    const { user } = manager(call, 'read');
    return Response.json([...call.state.webhooks.values()].filter(({ owner }) => owner === user.name).map((webhook) => described(call, webhook)));
}

async function create(call: Call): Promise<Response> {
    const { user } = manager(call, 'write');
    const settings = await settingsOf(call, user);
    return save(call, { ...settings, id: randomBytes(12).toString('hex'), owner: user.name, disabled: false });
}

/** A full update; without `secret` it has none afterwards. */
async function update(call: Call): Promise<Response> {
    const { id, owner, disabled } = ownWebhook(call);
    const settings = await settingsOf(call, requireUser(call.caller).user);
    return save(call, { ...settings, id, owner, disabled });
}

const switchTo = (disabled: boolean): Handler => (call) => save(call, { ...ownWebhook(call), disabled });

function remove(call: Call): Response {
    call.state.record({ kind: 'webhook-deleted', id: ownWebhook(call).id });
    return Response.json({});
}

async function replay(call: Call): Promise<Response> {
    const webhook = ownWebhook(call);
    const delivery = call.deliveries.log.find(({ id, webhookId }) => id === call.params.logId && webhookId === webhook.id);
    if (!delivery) {
        throw new HubFailure(404, 'Log not found');
    }
    return Response.json({ status: await call.deliveries.replay(webhook, delivery) });
}

const BASE = '/api/settings/webhooks';

export const webhookRoutes: Route[] = [
    route('GET', BASE, list),
    route('POST', BASE, create),
    route('GET', `${BASE}/:webhookId`, (call) => answer(call, ownWebhook(call))),
    route('POST', `${BASE}/:webhookId`, update),
    route('DELETE', `${BASE}/:webhookId`, remove),
    route('POST', `${BASE}/:webhookId/enable`, switchTo(false)),
    route('POST', `${BASE}/:webhookId/disable`, switchTo(true)),
    route('POST', `${BASE}/:webhookId/replay/:logId`, replay),
];
