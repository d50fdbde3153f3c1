import { SparseBytes } from '../bytes/sparse';
import type { Commit, Repo, RepoFile } from '../model';
import { findObject } from '../objects/find-object';
import { pushedScan } from '../security';
import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import { moveBranch } from './commits';
import { beginPullRequest } from './discussions';
import type { DeedOf, Moment } from './entry';
import { checkReader, checkWriter, theRepo } from './find';
import { commitOf, makeCommit } from './make-commit';
import { ChangeRefused } from './refused';

type Pushed = DeedOf<'commit-pushed'>;
type Change = Pushed['changes'][number];

function stored(state: HubState, repo: Repo, { oid, size, lfs }: NonNullable<Change['object']>): Pick<RepoFile, 'bytes' | 'lfs'> {
    const bytes = findObject(state, repo, { oid, size });
    if (!bytes) {
        throw new ChangeRefused(`${repo.id} has no object ${oid}.`);
    }
    return { bytes, lfs };
}

interface Place {
    state: HubState;
    repo: Repo;
    base: Commit;
    /** Milliseconds since the epoch. */
    at: number;
}

function fileFor({ state, repo, base, at }: Place, { path, content, from, object }: Change): RepoFile | null {
    if (object) {
        return { path, ...stored(state, repo, object), scan: pushedScan(at) };
    }
    if (from === undefined) {
        return content === undefined ? null : { path, lfs: false, bytes: SparseBytes.of(Buffer.from(content, 'base64')), scan: pushedScan(at) };
    }
    const moved = base.files.get(from);
    if (!moved) {
        throw new ChangeRefused(`There is no ${from} that could be moved.`);
    }
    return { ...moved, path };
}

/** A commit by the API: on its branch, or as a pull request, which whoever may read the repo can make. */
export function commitPushed(state: HubState, { repo: ref, by, title, message, parent, changes, branch }: Pushed, moment: Moment): HubEvent[] {
    const repo = theRepo(state, ref);
    (branch === undefined ? checkReader : checkWriter)(state, by, repo);
    const base = commitOf(repo, parent);
    if (branch !== undefined && repo.branches.get(branch) !== parent) {
        throw new ChangeRefused(`${branch} of ${repo.id} is not at ${parent}.`);
    }
    const commit = makeCommit(repo, { base, title, message, author: by, files: new Map(changes.map((change) => [change.path, fileFor({ state, repo, base, at: moment.at }, change)])) }, moment);
    return branch === undefined ? beginPullRequest(repo, { title, author: by, text: message, commit }, moment) : [moveBranch(repo, branch, { commit, at: moment.at })];
}
