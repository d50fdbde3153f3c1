import { SparseBytes } from '../bytes/sparse';
import type { Commit, RepoFile } from '../model';
import { unscanned } from '../security';
import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import { moveBranch } from './commits';
import { beginPullRequest } from './discussions';
import type { DeedOf, Moment } from './entry';
import { checkReader, checkWriter, theRepo } from './find';
import { commitOf, makeCommit } from './make-commit';
import { ChangeRefused } from './refused';

type Pushed = DeedOf<'commit-pushed'>;

function fileFor(base: Commit, { path, content, from }: Pushed['changes'][number]): RepoFile | null {
    if (from === undefined) {
        return content === undefined ? null : { path, lfs: false, bytes: SparseBytes.of(Buffer.from(content, 'base64')), scan: unscanned() };
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
    const commit = makeCommit(repo, { base, title, message, author: by, files: new Map(changes.map((change) => [change.path, fileFor(base, change)])) }, moment);
    return branch === undefined ? beginPullRequest(repo, { title, author: by, text: message, commit }, moment) : [moveBranch(repo, branch, { commit, at: moment.at })];
}
