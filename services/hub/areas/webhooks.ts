import * as z from 'zod/mini';
import type { Hub } from '../types';

const webhookSchema = z.looseObject({
    id: z.string(),
    /** Absent on webhooks that start a job. */
    url: z.nullish(z.string()),
    /** Kinds that the app never asks for, `bucket` for example, are kept as they are. */
    watched: z.array(z.looseObject({ type: z.string(), name: z.string() })),
    domains: z.array(z.string()),
    /** True by hand, `suspended-after-failure` by Hugging Face. */
    disabled: z.union([z.boolean(), z.string()]),
    hasSecret: z.boolean(),
});
const oneSchema = z.looseObject({ webhook: webhookSchema });

export type HubWebhook = z.infer<typeof webhookSchema>;

export interface WebhookSettings {
    readonly url: string;
    /** `model`, `dataset` or `space` with `owner/name`, `user` or `org` with the name of the account. */
    readonly watched: readonly { readonly type: string; readonly name: string }[];
    /** Printable ASCII. Hugging Face never tells it again. */
    readonly secret: string;
}

/** What the app listens to. */
export const WEBHOOK_DOMAINS = ['repo', 'discussion'] as const;

/*
 * The webhooks of the account behind the token; they never belong to an organisation. All calls need the permission
 * `user.webhooks.write` or, to list, `user.webhooks.read`. Source: https://huggingface.co/.well-known/openapi.json,
 * `/api/settings/webhooks`.
 */
const PATH = '/api/settings/webhooks';
const pathOf = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;

/** As they are at this moment. */
export async function listWebhooks(hub: Hub): Promise<HubWebhook[]> {
    return (await hub.getJson(z.array(webhookSchema), PATH)).value;
}

/** Not repeated by itself: a second one would be a second webhook. */
export async function createWebhook(hub: Hub, settings: WebhookSettings): Promise<HubWebhook> {
    return (await hub.send(oneSchema, PATH, { method: 'POST', body: bodyOf(settings) })).webhook;
}

/** Replaces all settings; whether it is disabled stays. */
export async function updateWebhook(hub: Hub, id: string, settings: WebhookSettings): Promise<HubWebhook> {
    return (await hub.send(oneSchema, pathOf(id), { method: 'POST', body: bodyOf(settings), idempotent: true })).webhook;
}

export async function deleteWebhook(hub: Hub, id: string): Promise<void> {
    await hub.send(z.unknown(), pathOf(id), { method: 'DELETE', idempotent: true });
}

export async function enableWebhook(hub: Hub, id: string): Promise<HubWebhook> {
    return (await hub.send(oneSchema, `${pathOf(id)}/enable`, { method: 'POST', idempotent: true })).webhook;
}

const bodyOf = ({ url, watched, secret }: WebhookSettings): object => ({ url, secret, domains: WEBHOOK_DOMAINS, watched: watched.map(({ type, name }) => ({ type, name })) });
