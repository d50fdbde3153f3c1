import * as z from 'zod/mini';
import { apiPath, type RepoRef } from '../repo-id';
import type { Fetched, Hub, Page } from '../types';
import { TTL } from './ttl';

const commitSchema = z.looseObject({
    /** The commit sha. */
    id: z.string(),
    title: z.string(),
    message: z.nullish(z.string()),
    authors: z.nullish(z.array(z.looseObject({ user: z.string() }))),
    /** ISO 8601. */
    date: z.string(),
});

export type HubCommit = z.infer<typeof commitSchema>;

/** The history of a revision, newest first. `fresh`: as of this moment, never an older answer. */
export function listCommits(hub: Hub, repo: RepoRef, { limit = 5, cursor, fresh = false }: { limit?: number; cursor?: string; fresh?: boolean } = {}): Promise<Fetched<Page<HubCommit>>> {
    const path = `${apiPath(repo)}/commits/${encodeURIComponent(repo.revision ?? 'main')}`;
    return hub.getPage(commitSchema, path, { query: { limit }, cursor, ttlMs: fresh ? undefined : TTL.live });
}
