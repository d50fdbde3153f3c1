import type { Commit, Repo } from '../model';
import { build } from '../space-runtime';
import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import type { Moment } from './entry';
import { checkWriter, theRepo } from './find';
import { showCard } from './card-data';
import type { ChangeOf } from './hub-change';
import { commitOf, makeCommit, textFile } from './make-commit';

/** Puts the branch on the commit. On `main` that is what the repo shows from now on, and a Space is built anew. */
export function moveBranch(repo: Repo, branch: string, { commit, at }: { commit: Commit; at: number }): HubEvent {
    const oldSha = repo.branches.get(branch) ?? null;
    const before = repo.commits.get(oldSha ?? '');
    repo.branches.set(branch, commit.id);
    if (branch === 'main') {
        if (before?.files.get('README.md') !== commit.files.get('README.md')) {
            showCard(repo, commit);
        }
        if (repo.space) {
            repo.space.runtime = { ...repo.space.runtime, sha: commit.id };
            build(repo.space, 'commit', at);
        }
    }
    return { scope: 'repo.content', action: 'update', repo, updatedRefs: [{ ref: `refs/heads/${branch}`, oldSha, newSha: commit.id }] };
}

export function commit(state: HubState, { repo: ref, title, author, files, branch }: ChangeOf<'commit'>, moment: Moment): HubEvent[] {
    const repo = theRepo(state, ref);
    checkWriter(state, author, repo);
    const base = commitOf(repo, repo.branches.get(branch));
    const made = makeCommit(repo, { base, title, author, files: new Map(files.map((file) => [file.path, textFile(file)])) }, moment);
    return [moveBranch(repo, branch, { commit: made, at: moment.at })];
}
