import * as z from 'zod/mini';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

const named = z.array(z.looseObject({ id: z.string() }));

const quicksearchSchema = z.looseObject({
    models: named,
    datasets: named,
    spaces: named,
    users: z.optional(z.array(z.looseObject({ user: z.string(), fullname: z.nullish(z.string()) }))),
    orgs: z.optional(z.array(z.looseObject({ name: z.string(), fullname: z.nullish(z.string()) }))),
    papers: z.optional(named),
    modelsCount: z.nullish(z.number()),
    datasetsCount: z.nullish(z.number()),
    spacesCount: z.nullish(z.number()),
});

export type Quicksearch = z.infer<typeof quicksearchSchema>;
export type QuicksearchType = 'model' | 'dataset' | 'space' | 'user' | 'org' | 'paper' | 'collection';

const MAX_LIMIT = 20;

/** What the Hub's own search box suggests: for completing what somebody types. */
export function quicksearch(hub: Hub, { q, types, limit = 10 }: { q: string; types?: readonly QuicksearchType[]; limit?: number }): Promise<Fetched<Quicksearch>> {
    const query = { q: q.slice(0, 200), type: types, limit: Math.min(MAX_LIMIT, Math.max(1, limit)) };
    return hub.getJson(quicksearchSchema, '/api/quicksearch', { query, ttlMs: TTL.facts });
}
