import * as z from 'zod/mini';
import { apiPath, type RepoRef } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

const refSchema = z.looseObject({ name: z.string(), ref: z.string(), targetCommit: z.string() });
const refsSchema = z.looseObject({
    branches: z.array(refSchema),
    tags: z.array(refSchema),
    converts: z.nullish(z.array(refSchema)),
    pullRequests: z.nullish(z.array(refSchema)),
});

export type GitRef = z.infer<typeof refSchema>;
export type GitRefs = z.infer<typeof refsSchema>;

/** Branches and tags, with pull requests when asked for. `fresh`: as of this moment, never an older answer. */
export function listRefs(hub: Hub, repo: RepoRef, { pullRequests = false, fresh = false }: { pullRequests?: boolean; fresh?: boolean } = {}): Promise<Fetched<GitRefs>> {
    const query = { include_prs: pullRequests ? 1 : undefined };
    return hub.getJson(refsSchema, `${apiPath(repo)}/refs`, { query, ttlMs: fresh ? undefined : TTL.live });
}
