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

const person = z.nullish(z.looseObject({ name: z.string() }));

const eventSchema = z.looseObject({
    id: z.string(),
    author: person,
    /** ISO 8601. */
    createdAt: z.string(),
    /** `comment`, `commit`, `status-change`, `title-change` … The Hub may add kinds. */
    type: z.string(),
    /** Of a comment, a change of status, and a commit; of other kinds nothing is known. */
    data: z.catch(z.nullish(z.looseObject({
        hidden: z.nullish(z.boolean()),
        latest: z.nullish(z.looseObject({ raw: z.string() })),
        status: z.nullish(z.string()),
        subject: z.nullish(z.string()),
        oid: z.nullish(z.string()),
    })), undefined),
});

const detailsSchema = z.looseObject({
    _id: z.string(),
    num: z.number(),
    title: z.string(),
    author: person,
    /** `draft`, `open`, `closed`, `merged`. */
    status: z.string(),
    isPullRequest: z.boolean(),
    locked: z.nullish(z.boolean()),
    /** Oldest first. A comment at the beginning is what the discussion was opened with. */
    events: z.array(eventSchema),
    /** Of a pull request: the ref it is for, and the commit it became. */
    changes: z.nullish(z.looseObject({ base: z.string(), mergeCommitId: z.nullish(z.string()) })),
    /** `true` when there are some that the Hub can't list. */
    filesWithConflicts: z.nullish(z.union([z.array(z.string()), z.boolean()])),
    /** Of a pull request, where it was asked for. */
    diff: z.nullish(z.string()),
});

export type DiscussionEvent = z.infer<typeof eventSchema>;
export type DiscussionDetails = z.infer<typeof detailsSchema>;

export type Discussion = z.infer<typeof discussionSchema>;
export type Discussions = z.infer<typeof discussionsSchema>;

export interface DiscussionFilters {
    type?: 'all' | 'discussion' | 'pull_request';
    status?: 'all' | 'open' | 'closed';
    /** Pages of 50, from 0. */
    page?: number;
    sort?: 'recently-created' | 'trending' | 'reactions';
    /** As of this moment, never an older answer. */
    fresh?: boolean;
}

export function listDiscussions(hub: Hub, repo: RepoRef, { type, status, page, sort, fresh = false }: DiscussionFilters = {}): Promise<Fetched<Discussions>> {
    const query = { type, status, p: page, sort };
    return hub.getJson(discussionsSchema, `${apiPath(repo)}/discussions`, { query, ttlMs: fresh ? undefined : TTL.live });
}

/** A discussion or pull request with all that happened in it, as of this moment, never an older answer. `diff`: what it changes, as text, as well. */
export async function discussionDetails(hub: Hub, repo: Pick<RepoRef, 'type' | 'id'>, num: number, { diff = false, signal }: { diff?: boolean; signal?: AbortSignal } = {}): Promise<DiscussionDetails> {
    return (await hub.getJson(detailsSchema, `${apiPath(repo)}/discussions/${num}`, { ...(diff && { query: { diff: 1 } }), signal })).value;
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
