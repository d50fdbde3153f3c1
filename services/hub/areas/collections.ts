import * as z from 'zod/mini';
import { encodePath } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

const itemSchema = z.looseObject({
    /** `model`, `dataset`, `space`, `paper`, `collection`. */
    type: z.string(),
    id: z.optional(z.string()),
    title: z.nullish(z.string()),
    note: z.nullish(z.looseObject({ text: z.nullish(z.string()) })),
});

const collectionSchema = z.looseObject({
    /** `owner/title-24hex`. */
    slug: z.string(),
    title: z.string(),
    description: z.nullish(z.string()),
    lastUpdated: z.nullish(z.string()),
    owner: z.nullish(z.looseObject({ name: z.string() })),
    private: z.nullish(z.boolean()),
    upvotes: z.nullish(z.number()),
    items: z.nullish(z.array(itemSchema)),
});

export type Collection = z.infer<typeof collectionSchema>;

export function collectionInfo(hub: Hub, slug: string, { anonymous = false }: { anonymous?: boolean } = {}): Promise<Fetched<Collection>> {
    return hub.getJson(collectionSchema, `/api/collections/${encodePath(slug)}`, { ttlMs: TTL.facts, anonymous });
}
