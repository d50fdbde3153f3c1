import { listCommits, type Fetched, type Hub, type HubCommit } from '../hub';
import { excerpt } from './bounded';
import type { Commits } from './evidence';
import { refOf, type PinnedModel } from './pinned-model';

/** How far the history is walked back: one request. */
const WALKED_COMMITS = 50;
const LISTED_COMMITS = 15;
const TITLE_LIMIT = 100;
const AUTHORS_LIMIT = 80;

/**
 * The commits between what is live and the model. A commit's sha stands for its whole history, so meeting it is proof also where
 * the two repositories have different names.
 */
export async function commitsSince(hub: Hub, model: PinnedModel, live: PinnedModel | undefined): Promise<Fetched<Commits>> {
    const own = await walkBack(hub, model, live?.sha);
    if (!live || own.met) {
        return asCommits(live && 'ahead', own);
    }
    const back = await walkBack(hub, live, model.sha);
    return back.met ? asCommits('behind', back) : asCommits('apart', own);
}

interface Walk {
    readonly commits: readonly HubCommit[];
    /** The commit that was looked for comes next. */
    readonly met: boolean;
}

async function walkBack(hub: Hub, from: PinnedModel, until: string | undefined): Promise<Walk> {
    const commits: HubCommit[] = [];
    let cursor: string | undefined;
    do {
        const { value } = await listCommits(hub, refOf(from), { limit: WALKED_COMMITS + 1, cursor });
        const at = value.items.findIndex(({ id }) => id === until);
        if (at >= 0) {
            return { commits: [...commits, ...value.items.slice(0, at)], met: true };
        }
        commits.push(...value.items);
        cursor = value.next;
    } while (cursor !== undefined && commits.length <= WALKED_COMMITS);
    return { commits, met: false };
}

function asCommits(relation: Commits['relation'], { commits, met }: Walk): Fetched<Commits> {
    const items = commits.slice(0, LISTED_COMMITS).map(summaryOf);
    return { value: { ...(relation && { relation }), items, ...(met && { more: commits.length - items.length }) }, ageMs: 0, stale: false };
}

function summaryOf({ id, title, authors, date }: HubCommit): Commits['items'][number] {
    const author = (authors ?? []).map(({ user }) => user).join(', ');
    const at = Date.parse(date);
    return { sha: id, title: excerpt(title, TITLE_LIMIT), ...(author !== '' && { author: excerpt(author, AUTHORS_LIMIT) }), ...(!Number.isNaN(at) && { at }) };
}
