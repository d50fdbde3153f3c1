import { HubError, isPassing, type RepoHead, repoHead } from '../../../services/hub';
import type { ThingRepo } from '../../../services/workflows/watching';
import type { Allowance } from './fair-use';
import type { Look } from './look';
import type { SeenRepo } from './poll-state';
import { repoKey } from './poll-wish';
import { PUBLIC, type View } from './viewers';

/** So many repositories are looked for by themselves in one run. */
const MAX_CHECKS = 3;

interface Search {
    readonly allowance: Allowance;
    /** A private repository may be unseen for so many looks, because not everybody's list is read in each. */
    readonly patience: number;
    /** Those who may see it: everybody first, then somebody who watches it. */
    readonly viewsOf: (repo: ThingRepo) => Promise<readonly View[]>;
}

/** Asks for repositories that should be in a list and are not: deleted, moved, made private, or not listed. Throws HubError. */
export async function lookForMissing(look: Look, { allowance, patience, viewsOf }: Search): Promise<void> {
    for (const repo of missing(look, patience).slice(0, MAX_CHECKS)) {
        const views = (await viewsOf(repo)).filter(({ viewer }) => viewer !== PUBLIC || !look.known(repo)?.private);
        const replies: Reply[] = [];
        for (const view of views) {
            if (!allowance.take()) {
                return;
            }
            replies.push(await ask(view, repo));
        }
        settle(look, repo, replies);
    }
}

function missing(look: Look, patience: number): ThingRepo[] {
    const named = [...look.wish.targets.values()].filter((repo) => !look.known(repo) && look.completeSince(repo.type) !== undefined);
    const lost = look.repos.filter((repo) => !repo.gone && isWished(look, repo) && repo.look < (look.completeSince(repo.type) ?? 0) - (repo.private ? patience : 0));
    return [...named, ...lost];
}

const isWished = (look: Look, repo: SeenRepo): boolean => look.wish.whole.has(repo.type) || look.wish.targets.has(repoKey(repo));

/** `hidden`: it is not there for this viewer. `refused`: Hugging Face says no more than no. */
type Reply = RepoHead | 'hidden' | 'refused';

async function ask({ viewer, hub }: View, repo: ThingRepo): Promise<Reply> {
    try {
        const head = await repoHead(hub, repo);
        return viewer === PUBLIC && head.private === true ? 'hidden' : head;
    } catch (error) {
        if (isPassing(error) || !(error instanceof HubError)) {
            throw error;
        }
        return NOT_THERE.has(error.kind) ? 'hidden' : 'refused';
    }
}

const NOT_THERE: ReadonlySet<HubError['kind']> = new Set(['repo-not-found', 'not-found-or-private', 'not-found']);

function settle(look: Look, repo: ThingRepo, replies: readonly Reply[]): void {
    const known = look.known(repo);
    const head = replies.find((reply) => typeof reply !== 'string');
    if (head && head.id.toLowerCase() !== repo.id.toLowerCase()) {
        look.end(repo, head.id);
    } else if (head) {
        look.see(repo.type, [head], undefined);
    } else if (known && (replies.length === 0 || replies.includes('refused'))) {
        // Nobody was there who could say more.
        look.keep(known);
    } else {
        look.end(repo);
    }
}
