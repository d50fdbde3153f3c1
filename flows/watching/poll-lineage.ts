import { createHash } from 'crypto';
import * as z from 'zod/mini';
import type { JobCtx } from '../../context/job-ctx';
import { type AccountList, accountOrigins, type Hub, HubError, isPassing, type RepoOrigin } from '../../services/hub';
import type { ThingRepo, Watch } from '../../services/workflows/watching';
import { observe } from './observe';
import { closedUntil, spread } from './polling/fair-use';
import { afterLook, isDoubted, lookAtParent, type ParentFinding, parentState, type ParentState } from './polling/parent-state';
import { parentsOf } from './polling/parents-of';
import { newest, putNewest } from './polling/poll-state';
import { repoKey, spellingOf, watchesLineage, wishOf } from './polling/poll-wish';
import { inTurn, makersOf, PUBLIC, type View, Viewers } from './polling/viewers';
import { watchesOfOwner } from './watches';

/** From one round to the next, and from one part of a round to the next, milliseconds. */
const ROUND_MS = 6 * 60 * 60_000;
const PART_MS = 10 * 60_000;
/** So many parents are looked at in one part. */
const PARENTS = 20;
/** Pages of a list, and users who lend their account, in one round. */
const PAGES = 3;
const MAKERS = 2;
/** A repository of ours that nobody saw in so many rounds is not ours any more. */
const FORGOTTEN_AFTER = 4;

const repository = z.object({ type: z.enum(['model', 'dataset', 'space']), id: z.string() });

const lineageState = z.object({
    /** Our repositories, what they are built on (by `repoKey`), and in how many rounds nobody saw them. */
    repos: z.array(z.object({ repo: repository, parents: z.array(z.string()), unseen: z.number() })),
    parents: z.array(parentState),
    /** Those that this round has still to look at, by `repoKey`. */
    left: z.array(z.string()),
    lastMaker: z.optional(z.string()),
});
type LineageState = z.infer<typeof lineageState>;

const EMPTY: LineageState = { repos: [], parents: [], left: [] };

const subjectOf = (account: string): string => `lineage:${account.toLowerCase()}`;

/**
 * Looks at the models and datasets that an account's watched repositories are built on: licence, access, what scanners say, whether
 * they are still there. A round reads the lists once more, with the eyes of two users besides everybody's, at most 27 requests; its
 * parts look at 20 parents each, one request each, as everybody sees them. So 120 requests an hour at most while a round goes
 * on, and 720 parents until the next one. Returns when to go on, milliseconds since 1970; undefined when nobody watches.
 */
export async function pollLineage(job: JobCtx, account: string): Promise<number | undefined> {
    const watches = (await watchesOfOwner(job, account)).filter(watchesLineage);
    if (watches.length === 0) {
        await job.stores.ledger.forget(subjectOf(account));
        return undefined;
    }
    const closed = await closedUntil(job.workspaceHub);
    if (closed !== undefined) {
        return spread(account, Math.max(closed, job.clock()));
    }
    const before = (await newest(job, subjectOf(account), lineageState)) ?? EMPTY;
    const { state, error } = await lookOn(job, watches, before);
    await putNewest(job, subjectOf(account), state);
    return Math.max(job.clock() + (error || state.left.length > 0 ? PART_MS : ROUND_MS), error?.reopensAt ?? 0);
}

/** As far as Hugging Face answers. */
async function lookOn(job: JobCtx, watches: readonly Watch[], before: LineageState): Promise<{ readonly state: LineageState; readonly error?: HubError }> {
    let state = before;
    try {
        state = before.left.length > 0 ? before : await beginRound(job, watches, before);
        for (const key of state.left.slice(0, PARENTS)) {
            state = await lookAt(job, state, key);
        }
        return { state };
    } catch (error) {
        if (isPassing(error)) {
            return { state, error };
        }
        throw error;
    }
}

/** Looks at one parent, and tells of it on each of our repositories that is built on it. One that is not there is looked at once more. */
async function lookAt(job: JobCtx, state: LineageState, key: string): Promise<LineageState> {
    const before = state.parents.find((parent) => repoKey(parent) === key);
    const left = state.left.filter((other) => other !== key);
    if (!before) {
        return { ...state, left };
    }
    const { state: after, findings } = afterLook(before, await lookAtParent(job.workspaceHub, before));
    for (const { repo, parents } of findings.length > 0 ? state.repos : []) {
        if (parents.includes(key)) {
            await tellAll(job, repo, before, findings);
        }
    }
    return { ...state, parents: state.parents.map((parent) => (parent === before ? after : parent)), left: isDoubted(after) ? [...left, key] : left };
}

/** `told` counts what was told of the parent before: the same change a second time is another one. */
async function tellAll(job: JobCtx, repo: ThingRepo, { type, id, told }: ParentState, findings: readonly ParentFinding[]): Promise<void> {
    for (const finding of findings) {
        const data = { parent: { type, id }, ...finding };
        const hash = createHash('sha256').update(JSON.stringify([repoKey({ type, id }), told, finding.change, finding.before, finding.after])).digest('hex').slice(0, 24);
        await observe(job, repo, { type: 'parent', data, id: `parent:${hash}` });
    }
}

/** Reads which repositories are ours and what they are built on. What no list shows now stays for a few rounds: not everybody is asked in each. */
async function beginRound(job: JobCtx, watches: readonly Watch[], before: LineageState): Promise<LineageState> {
    const viewers = new Viewers(job, watches);
    const makers = inTurn(makersOf(watches), before.lastMaker, MAKERS);
    const origins = new Map(before.repos.filter(({ unseen }) => unseen < FORGOTTEN_AFTER).map((origin) => [repoKey(origin.repo), { ...origin, unseen: origin.unseen + 1 }]));
    const found = new Map(before.parents.map((parent) => [repoKey(parent), parent]));
    for (const { repo, parents } of [...(await readOrigins(viewers.public, watches)), ...(await readAsMakers(viewers, watches, makers))]) {
        parents.filter((parent) => !found.has(repoKey(parent))).forEach(({ type, id }) => found.set(repoKey({ type, id }), { type, id, absent: 0, told: 0 }));
        origins.set(repoKey(repo), { repo, parents: parents.map(repoKey), unseen: 0 });
    }
    const needed = new Set([...origins.values()].flatMap(({ parents }) => parents));
    return { repos: [...origins.values()], parents: [...found.values()].filter((parent) => needed.has(repoKey(parent))), left: [...needed].sort(), lastMaker: makers.at(-1) ?? before.lastMaker };
}

interface Origin {
    readonly repo: ThingRepo;
    readonly parents: readonly ThingRepo[];
}

async function readAsMakers(viewers: Viewers, watches: readonly Watch[], makers: readonly string[]): Promise<Origin[]> {
    const origins: Origin[] = [];
    for (const maker of makers) {
        const view = await viewers.of(maker);
        origins.push(...(view ? await readOrigins(view, watches.filter(({ by }) => by === maker)) : []));
    }
    return origins;
}

/** The watched repositories of the lists that are built on something. A list that is refused has none. Throws HubError for what passes. */
async function readOrigins({ viewer, hub }: View, watches: readonly Watch[]): Promise<Origin[]> {
    const { types, whole, targets } = wishOf(watches);
    const origins: Origin[] = [];
    for (const type of types) {
        const listed = (await readPages(hub, { type, author: spellingOf(watches) })).filter((repo) => viewer !== PUBLIC || repo.private !== true);
        const ours = listed.filter(({ id }) => whole.has(type) || targets.has(repoKey({ type, id })));
        origins.push(...ours.map((repo) => ({ repo: { type, id: repo.id }, parents: parentsOf(repo) })).filter(({ parents }) => parents.length > 0));
    }
    return origins;
}

async function readPages(hub: Hub, list: AccountList): Promise<RepoOrigin[]> {
    const repos: RepoOrigin[] = [];
    let cursor: string | undefined;
    try {
        for (let pages = 0; pages < PAGES; pages++) {
            const { items, next } = await accountOrigins(hub, { ...list, cursor });
            repos.push(...items);
            cursor = next;
            if (cursor === undefined) {
                break;
            }
        }
    } catch (error) {
        if (isPassing(error) || !(error instanceof HubError)) {
            throw error;
        }
    }
    return repos;
}
