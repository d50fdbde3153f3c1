import type { Stores } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { type Hub, HubError } from '../../services/hub';
import type { ThingRepo, Watch } from '../../services/workflows/watching';
import { Allowance, closedUntil, PLENTY, spread } from './polling/fair-use';
import { Look } from './polling/look';
import { lookForMissing } from './polling/look-for-missing';
import { isFullDue, nextLook, paceOf } from './polling/pace';
import { forgetDiscussions, pollDiscussions } from './polling/poll-discussions';
import { EMPTY, forgetPollState, loadPollState, type PollState, savePollState } from './polling/poll-state';
import { isPolled, repoKey, spellingOf, watchesDiscussions, watchesStages, wishOf } from './polling/poll-wish';
import { looksForAll, makersWithOwnEyes, readAsMakers } from './polling/read-as-makers';
import { readList } from './polling/read-list';
import { reconcile } from './polling/reconcile';
import { tellAll } from './polling/tell';
import { type View, Viewers } from './polling/viewers';
import { watchesOfOwner } from './watches';

/** Requests to Hugging Face in one run. */
const MAX_REQUESTS = 30;
/** Repositories told of in one run; the others are found again a minute later. */
const MAX_TOLD = 100;
const CUT_SHORT_MS = 60_000;
/** Long lists are read to their end once in so many looks; at once again where stages are to be seen. */
const SWEEP_EVERY = 12;

/**
 * Looks at an account of Hugging Face for the rooms that watch it, where no webhook tells: new commits (of the default branch, the
 * lists tell no other), new, moved and deleted repositories, who may see them, stages of Spaces, discussions. What is found goes to
 * `noticeChange` or on record first, and is remembered after, so that a run that was cut off is done again. Returns when to look
 * again (milliseconds since 1970); undefined when nobody watches the account any more.
 *
 * Requests are bounded by the number of accounts, whatever the number of repositories, rooms and rules: at most 30 in a run. With
 * accounts of up to 500 repositories of a type these are one per type, one per type for each of two users who lend their account to
 * see what is private, three for what is missing, ten for discussions: 22. Every 5 minutes that is 264 an hour; every hour, where
 * webhooks tell, 22. The stages of Spaces take one more, and one for each of two users, every 2 minutes. So a commit is seen after 5
 * minutes, a stage after 2, what is private when its user's turn comes, and a discussion of one of R repositories after 5 × R / 10.
 * Discussions wait while less than 60 % of what Hugging Face allows is left, everything while less than 30 % is.
 */
export async function pollAccount(job: JobCtx, account: string): Promise<number | undefined> {
    const watches = (await watchesOfOwner(job, account)).filter(isPolled);
    if (watches.length === 0) {
        await forgetPollState(job, account);
        await forgetDiscussions(job, account);
        return undefined;
    }
    const closed = await closedUntil(job.workspaceHub);
    if (closed !== undefined) {
        return spread(account, Math.max(closed, job.clock()));
    }
    return look(job, account, watches);
}

/** How the polls of an account go: when it was looked at last, and what stands in the way. undefined: not yet. One round trip. */
export async function pollHealth(tools: { readonly stores: Pick<Stores, 'ledger'> }, account: string): Promise<{ readonly lastAt: number; readonly failure?: string } | undefined> {
    const state = await loadPollState(tools, account);
    return state && { lastAt: state.at, ...(state.failure && { failure: state.failure.kind }) };
}

async function look(job: JobCtx, account: string, watches: readonly Watch[]): Promise<number> {
    const before = (await loadPollState(job, account)) ?? EMPTY;
    const pace = await paceOf(job, watches);
    const now = job.clock();
    const full = isFullDue(before, pace, watches, now);
    const run: Run = { account, allowance: new Allowance(MAX_REQUESTS), viewers: new Viewers(job, watches), watches: full ? watches : watches.filter(watchesStages) };
    const seen = new Look(before, wishOf(run.watches, full ? undefined : ['space']));
    const read = await readAll(job, run, { look: seen, before });
    const told = seen.told.slice(0, MAX_TOLD);
    for (const { repo, findings } of told) {
        await tellAll(job, repo, findings);
    }
    const lastReconciled = full ? await reconcile(job, seen.seenNow, before.lastReconciled) : before.lastReconciled;
    const error = read.error ?? (full ? await readDiscussions(job, run, seen) : undefined);
    const after: PollState = {
        ...seen.kept(told.length, wishOf(watches)),
        at: now,
        fullAt: full && !error ? now : before.fullAt,
        lastMaker: read.lastMaker,
        lastReconciled,
        ...(error && { failure: { kind: error.kind, times: (before.failure?.times ?? 0) + 1 } }),
    };
    await savePollState(job, account, after);
    return told.length < seen.told.length ? now + CUT_SHORT_MS : nextLook(after, pace, { now, error });
}

interface Run {
    readonly account: string;
    /** The rules that this run is for. */
    readonly watches: readonly Watch[];
    readonly viewers: Viewers;
    readonly allowance: Allowance;
}

/** Reads what there is to read, as far as Hugging Face answers. */
async function readAll(job: JobCtx, { watches, viewers, allowance }: Run, { look, before }: { readonly look: Look; readonly before: PollState }): Promise<{ readonly lastMaker: string | undefined; readonly error: HubError | undefined }> {
    let { lastMaker } = before;
    const reading = { author: authorOf(before, watches), allowance, sweepEvery: watches.some(watchesStages) ? 1 : SWEEP_EVERY };
    const error = await failureOf(async () => {
        for (const type of look.wish.types) {
            await readList(look, { ...reading, view: viewers.public, type });
        }
        lastMaker = await readAsMakers(look, { ...reading, viewers, watches, last: lastMaker, log: job.log });
        const viewsOf = async (repo: ThingRepo): Promise<View[]> => [viewers.public, await viewers.for(repo)].filter((view) => view !== undefined);
        await lookForMissing(look, { allowance, patience: looksForAll(makersWithOwnEyes(look, watches)), viewsOf });
    });
    return { lastMaker, error };
}

/** Discussions take the most requests: they wait for the next look when what Hugging Face allows runs low. */
async function readDiscussions(job: JobCtx, { account, watches, viewers, allowance }: Run, look: Look): Promise<HubError | undefined> {
    if ((await closedUntil(job.workspaceHub, PLENTY)) !== undefined) {
        return undefined;
    }
    const { whole, targets } = wishOf(watches.filter(watchesDiscussions));
    const repos = [...targets.values(), ...look.repos.filter((repo) => whole.has(repo.type) && !targets.has(repoKey(repo)))].filter((repo) => !look.known(repo)?.gone);
    const hubOf = async (repo: ThingRepo): Promise<Hub | undefined> => (look.known(repo)?.private ? await viewers.for(repo) : viewers.public)?.hub;
    return failureOf(() => pollDiscussions(job, { account, repos, allowance, hubOf }));
}

async function failureOf(work: () => Promise<void>): Promise<HubError | undefined> {
    try {
        await work();
        return undefined;
    } catch (error) {
        if (error instanceof HubError) {
            return error;
        }
        throw error;
    }
}

/** The account's name as Hugging Face spells it, where it is known already. */
const authorOf = ({ repos }: PollState, watches: readonly Watch[]): string => repos.find(({ gone }) => !gone)?.id.split('/')[0] ?? spellingOf(watches);
