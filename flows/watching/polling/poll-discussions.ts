import * as z from 'zod/mini';
import type { JobCtx } from '../../../context/job-ctx';
import { type Discussion, type Hub, HubError, isPassing, listDiscussions } from '../../../services/hub';
import type { ThingRepo } from '../../../services/workflows/watching';
import { noticeChanges } from '../notice-change';
import type { Allowance } from './fair-use';
import { newest, putNewest } from './poll-state';
import { repoKey } from './poll-wish';
import { inTurn } from './viewers';

/** So many repositories of an account are asked for their discussions in one run. */
export const DISCUSSION_LISTS = 10;

/** Status and number of comments of the discussions that were opened last, by number. */
const seenDiscussion = z.object({ num: z.number(), status: z.string(), comments: z.number() });
type SeenDiscussion = z.infer<typeof seenDiscussion>;

const discussionState = z.object({
    /** Whose turn it was last, by `repoKey`. */
    last: z.optional(z.string()),
    repos: z.array(z.object({ key: z.string(), seen: z.array(seenDiscussion) })),
});

const subjectOf = (account: string): string => `polled-discussions:${account.toLowerCase()}`;

export interface DiscussionPoll {
    readonly account: string;
    /** Those whose discussions are watched. */
    readonly repos: readonly ThingRepo[];
    readonly allowance: Allowance;
    /** As whom the repository is asked; undefined: nobody may just now. */
    readonly hubOf: (repo: ThingRepo) => Promise<Hub | undefined>;
}

/**
 * Discussions can be listed by repository alone, so they take turns: with R repositories of an account it takes R / 10 runs until all
 * were asked. What happens to one that is not among the fifty opened last is not seen. Throws HubError.
 */
export async function pollDiscussions(job: JobCtx, { account, repos, allowance, hubOf }: DiscussionPoll): Promise<void> {
    if (repos.length === 0) {
        return;
    }
    const before = await newest(job, subjectOf(account), discussionState);
    const byKey = new Map(repos.map((repo) => [repoKey(repo), repo]));
    const seen = new Map(before?.repos.filter(({ key }) => byKey.has(key)).map((repo) => [repo.key, repo.seen]));
    let last = before?.last;
    try {
        for (const key of inTurn([...byKey.keys()].sort(), last, DISCUSSION_LISTS)) {
            const repo = byKey.get(key);
            const hub = repo && (await hubOf(repo));
            const now = hub && allowance.take() ? await list(hub, repo) : undefined;
            if (repo && now) {
                await noticeChanges(job, changed(seen.get(key), now).map((num) => ({ repo, thing: { kind: 'discussion', num } })));
                seen.set(key, now);
            }
            last = key;
        }
    } finally {
        await putNewest(job, subjectOf(account), { last, repos: [...seen].map(([key, list]) => ({ key, seen: list })) });
    }
}

export const forgetDiscussions = ({ stores }: Pick<JobCtx, 'stores'>, account: string): Promise<void> => stores.ledger.forget(subjectOf(account));

/** undefined: this repository has none to tell of, for us. */
async function list(hub: Hub, repo: ThingRepo): Promise<SeenDiscussion[] | undefined> {
    try {
        const { discussions } = (await listDiscussions(hub, repo, { sort: 'recently-created', status: 'all', fresh: true })).value;
        return discussions.map(seenOf);
    } catch (error) {
        if (error instanceof HubError && !isPassing(error)) {
            return undefined;
        }
        throw error;
    }
}

const seenOf = ({ num, status, numComments }: Discussion): SeenDiscussion => ({ num, status, comments: numComments ?? 0 });

/** Those that are new, or differ; nothing at the first sight of a repository. One that comes up because newer ones are gone is not new. */
function changed(before: readonly SeenDiscussion[] | undefined, now: readonly SeenDiscussion[]): number[] {
    if (!before) {
        return [];
    }
    const highest = Math.max(0, ...before.map(({ num }) => num));
    const known = new Map(before.map((discussion) => [discussion.num, discussion]));
    return now.filter(({ num, status, comments }) => {
        const other = known.get(num);
        return other ? other.status !== status || other.comments !== comments : num > highest;
    }).map(({ num }) => num).sort((a, b) => a - b);
}
