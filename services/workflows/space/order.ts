import * as z from 'zod/mini';

/** `owner/name`. It becomes part of a path, and often comes from a client. */
export const spaceId = z.string().check(z.regex(/^(?!.*\.\.)\w[\w.-]{0,95}\/\w[\w.-]{0,95}$/));

/** As Hugging Face takes it. Source: its OpenAPI document, `repos/create`. */
export const settingKey = z.string().check(z.regex(/^[a-zA-Z][_a-zA-Z0-9]*$/), z.maxLength(256));
/** A longer value does not fit into a chat message beside others. */
const settingValue = z.string().check(z.maxLength(2_000));
export const MAX_SETTINGS = 20;

/** Seconds without visitors; null for never. */
const sleepSeconds = z.nullable(z.int().check(z.minimum(60), z.maximum(366 * 86_400)));

/** Something to be done to a Space. It travels in buttons, hence the bounds. */
export const spaceOrder = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('restart'), space: spaceId, factory: z.boolean() }),
    z.object({ kind: z.literal('pause'), space: spaceId }),
    z.object({ kind: z.literal('sleep'), space: spaceId, seconds: sleepSeconds }),
    z.object({ kind: z.literal('hardware'), space: spaceId, flavor: z.string().check(z.regex(/^[\w.-]{1,60}$/)), sleepSeconds: z.optional(sleepSeconds) }),
    z.object({ kind: z.literal('dev-mode'), space: spaceId, enabled: z.boolean() }),
    z.object({
        kind: z.literal('variables'), space: spaceId,
        set: z.array(z.object({ key: settingKey, value: settingValue })).check(z.maxLength(MAX_SETTINGS)),
        remove: z.array(settingKey).check(z.maxLength(MAX_SETTINGS)),
    }),
    z.object({ kind: z.literal('remove-secret'), space: spaceId, key: settingKey }),
]);

export type SpaceOrder = z.infer<typeof spaceOrder>;

/** An order after which the Space starts or stops: it is followed until it has. */
export type FollowedOrder = Extract<SpaceOrder, { kind: 'restart' | 'pause' | 'hardware' | 'dev-mode' }>;

export function isFollowed(order: SpaceOrder): order is FollowedOrder {
    return ['restart', 'pause', 'hardware', 'dev-mode'].includes(order.kind);
}
