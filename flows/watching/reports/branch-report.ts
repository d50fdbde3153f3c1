import { changedPaths, HubError, listCommits, type Hub, type HubCommit } from '../../../services/hub';
import { maskSecrets } from '../../../services/safety';
import { branchCard, commitLine, commitMessage, type NewsCommit } from '../../../ui/news/branch-news';
import type { NewsRepo } from '../../../ui/news/news-reader';
import { arrived, pushesOf } from '../pushes';
import type { NewsItem, Report, ReportReader } from '../report';
import { asSeen, seenRepo } from './as-seen';
import { toldOf } from './told';

/** So many commits are told of at a time. */
const MAX_COMMITS = 20;
/** Of so many it is asked which files they touch. */
const MAX_COMPARED = 10;
/** Commits that follow within this time stand in one message, milliseconds. */
const LIVING_MS = 30 * 60_000;
/** Of whoever has more co-authors, the first are named. */
const MAX_AUTHORS = 3;

/** The commits of a branch, as far as its history goes back now: what a force push took away is not told any more. Two requests, and one per commit whose files are wanted. */
export const branchReport = (branch: string): ReportReader => (tools, { change, since, paths }) =>
    asSeen(async () => {
        const { hub, stores } = tools;
        const [seen, pushes, page] = await Promise.all([
            seenRepo(hub, change.repo),
            pushesOf({ stores }, change.repo, branch),
            // One more, to know what the last one is compared with.
            listCommits(hub, { ...change.repo, revision: branch }, { limit: MAX_COMMITS + 1, fresh: true }),
        ]);
        const commits = arrived(commitsOf(page.value.items, tools.clock()), pushes).slice(0, MAX_COMMITS).filter(({ at }) => at >= since).reverse();
        const touched = paths ? await touchedBy(hub, seen.repo, commits) : new Map<string, readonly string[]>();
        return describe({ branch, ...seen, commits, touched });
    });

/** Newest first. What has no time can't be put in order. Whoever commits may give any time: one that is to come would make all that follows old. */
function commitsOf(newestFirst: readonly HubCommit[], now: number): NewsCommit[] {
    const commits = newestFirst.map(({ id, title, authors, date }, index) => ({
        sha: id,
        parent: newestFirst[index + 1]?.id,
        title: maskSecrets(title),
        authors: (authors ?? []).slice(0, MAX_AUTHORS).map(({ user }) => user),
        at: Math.min(Date.parse(date), now),
    }));
    return commits.filter(({ at }) => !Number.isNaN(at));
}

/** The files of the newest commits. A diff that is too long to be read leaves them unknown. */
async function touchedBy(hub: Hub, repo: NewsRepo, commits: readonly NewsCommit[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const touched = new Map<string, readonly string[]>();
    for (const { sha, parent } of commits.slice(-MAX_COMPARED)) {
        const paths = parent === undefined ? undefined : await pathsBetween(hub, repo, { from: parent, to: sha });
        if (paths) {
            touched.set(sha, paths);
        }
    }
    return touched;
}

async function pathsBetween(hub: Hub, repo: NewsRepo, range: { readonly from: string; readonly to: string }): Promise<string[] | undefined> {
    try {
        return await changedPaths(hub, repo, range);
    } catch (error) {
        if (error instanceof HubError && error.kind === 'too-large') {
            return undefined;
        }
        throw error;
    }
}

interface Told {
    readonly branch: string;
    readonly repo: NewsRepo;
    readonly private: boolean;
    readonly commits: readonly NewsCommit[];
    readonly touched: ReadonlyMap<string, readonly string[]>;
}

function describe({ branch, repo, private: hidden, commits, touched }: Told): Report {
    const where = { repo, branch };
    const told = toldOf(commits.map((commit) => ({ commit, item: itemOf(commit, touched) })));
    return {
        private: hidden,
        items: told.items,
        livingUntil: Math.max(0, ...commits.map(({ at }) => at)) + LIVING_MS,
        card: (drawn) => branchCard(where, told.among(drawn.items).map(({ commit }) => commit), drawn),
        single: (item, drawn) => commitMessage(where, told.of(item).commit, drawn),
        line: (item, drawn) => commitLine(where, told.of(item).commit, drawn),
    };
}

const itemOf = ({ sha, at, authors }: NewsCommit, touched: Told['touched']): NewsItem => ({ id: sha, event: 'repo-updated', at, author: authors[0], paths: touched.get(sha) });
