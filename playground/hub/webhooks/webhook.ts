import { z } from 'zod';

export const DOMAINS = ['repo', 'discussion'] as const;
export const WATCHED_TYPES = ['dataset', 'model', 'space', 'bucket', 'kernel', 'user', 'org'] as const;

/** What a person sets when they make a webhook. The secret goes into a header, so it is printable ASCII. */
export const webhookSettings = z.object({
    watched: z.array(z.object({ type: z.enum(WATCHED_TYPES), name: z.string().min(1).max(200) })).min(1).max(1000),
    domains: z.array(z.enum(DOMAINS)).min(1),
    url: z.url({ protocol: /^https?$/ }).max(2000),
    secret: z.string().max(1000).regex(/^[\x20-\x7F]*$/, 'Must be printable ASCII').optional(),
});

export type WebhookSettings = z.infer<typeof webhookSettings>;

export const webhook = webhookSettings.extend({
    /** 24 hex digits. */
    id: z.string(),
    /** Name of the user whose it is: webhooks never belong to an organisation. */
    owner: z.string(),
    disabled: z.union([z.boolean(), z.literal('suspended-after-failure')]),
});

export type Webhook = z.infer<typeof webhook>;
