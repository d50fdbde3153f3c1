import * as z from 'zod/mini';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

const paperSchema = z.looseObject({
    /** arXiv id. */
    id: z.string(),
    title: z.string(),
    summary: z.nullish(z.string()),
    ai_summary: z.nullish(z.string()),
    publishedAt: z.nullish(z.string()),
    upvotes: z.nullish(z.number()),
    authors: z.nullish(z.array(z.looseObject({ name: z.nullish(z.string()) }))),
    githubRepo: z.nullish(z.string()),
});

export type Paper = z.infer<typeof paperSchema>;

/** The search wraps each paper in an entry with facts about its submission; accept both. */
const entrySchema = z.union([z.looseObject({ paper: paperSchema }), paperSchema]);

const MAX_QUERY = 250;

export async function searchPapers(hub: Hub, { q, limit = 10 }: { q: string; limit?: number }): Promise<Fetched<Paper[]>> {
    const query = { q: q.slice(0, MAX_QUERY), limit };
    const answer = await hub.getJson(z.array(entrySchema), '/api/papers/search', { query, ttlMs: TTL.facts });
    return { ...answer, value: answer.value.map((entry) => paperOf(entry)) };
}

export function paperInfo(hub: Hub, id: string, { anonymous = false }: { anonymous?: boolean } = {}): Promise<Fetched<Paper>> {
    return hub.getJson(paperSchema, `/api/papers/${encodeURIComponent(id)}`, { ttlMs: TTL.facts, anonymous });
}

function paperOf(entry: z.infer<typeof entrySchema>): Paper {
    const wrapped = z.safeParse(z.looseObject({ paper: paperSchema }), entry);
    return wrapped.success ? wrapped.data.paper : paperSchema.parse(entry);
}
