/** Why nobody calls us, so that we look by ourselves. */
export const POLLING_REASONS = ['signed-out', 'unreachable-address', 'no-site-url', 'no-permission', 'suspended', 'hub-refused'] as const;
export type PollingReason = (typeof POLLING_REASONS)[number];

/** How the watches that a chat user made learn of what happens. */
export type WatchWay = { readonly way: 'webhook'; readonly webhookId: string } | { readonly way: 'polling'; readonly reason: PollingReason };
