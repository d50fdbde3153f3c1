import * as z from 'zod/mini';
import { apiPath, type RepoRef } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

const discussionSchema = z.looseObject({
    num: z.number(),
    title: z.string(),
    author: z.nullish(z.looseObject({ name: z.string() })),
    createdAt: z.string(),
    /** `draft`, `open`, `closed`, `merged`. */
    status: z.string(),
    isPullRequest: z.boolean(),
    numComments: z.nullish(z.number()),
});

const discussionsSchema = z.looseObject({
    discussions: z.array(discussionSchema),
    /** Of all that match, not of this page. */
    count: z.number(),
    start: z.number(),
});

export type Discussion = z.infer<typeof discussionSchema>;
export type Discussions = z.infer<typeof discussionsSchema>;

export interface DiscussionFilters {
    type?: 'all' | 'discussion' | 'pull_request';
    status?: 'all' | 'open' | 'closed';
    /** Pages of 50, from 0. */
    page?: number;
}

export function listDiscussions(hub: Hub, repo: RepoRef, { type, status, page }: DiscussionFilters = {}): Promise<Fetched<Discussions>> {
    const query = { type, status, p: page };
    return hub.getJson(discussionsSchema, `${apiPath(repo)}/discussions`, { query, ttlMs: TTL.live });
}

/** How many discussions and pull requests are open. */
export async function openCounts(hub: Hub, repo: RepoRef): Promise<Fetched<{ discussions: number; pullRequests: number }>> {
    const [discussions, pullRequests] = await Promise.all([
        listDiscussions(hub, repo, { type: 'discussion', status: 'open' }),
        listDiscussions(hub, repo, { type: 'pull_request', status: 'open' }),
    ]);
    return {
        value: { discussions: discussions.value.count, pullRequests: pullRequests.value.count },
        ageMs: Math.max(discussions.ageMs, pullRequests.ageMs),
        stale: discussions.stale || pullRequests.stale,
    };
}
