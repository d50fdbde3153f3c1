import { revisionNotFound } from './errors';
import type { Commit, Repo, RepoFile } from './model';
import { blobOid } from './bytes/git';

function commitIdOf(repo: Repo, revision: string): string | undefined {
    if (revision === 'HEAD') {
        return repo.branches.get('main');
    }
    const pr = /^refs\/pr\/(\d+)$/.exec(revision)?.[1];
    return repo.branches.get(revision) ?? repo.gitTags.get(revision) ?? (pr === undefined ? undefined : repo.pullRequests.get(pr)) ?? revision;
}

/** The commit a branch, tag, `refs/pr/<n>` or full sha names; throws the Hub's RevisionNotFound. */
export function resolveRevision(repo: Repo, revision: string): Commit {
    const commit = repo.commits.get(commitIdOf(repo, revision) ?? '');
    if (!commit) {
        throw revisionNotFound(revision);
    }
    return commit;
}

export const head = (repo: Repo): Commit => resolveRevision(repo, 'main');

/** The commit and its ancestors, newest first. */
export function history(repo: Repo, from: Commit): Commit[] {
    const commits: Commit[] = [];
    for (let at: Commit | undefined = from; at; at = at.parent === undefined ? undefined : repo.commits.get(at.parent)) {
        commits.push(at);
    }
    return commits;
}

/** The newest commit up to `from` that changed the file. */
export function lastCommitOf(repo: Repo, from: Commit, file: RepoFile): Commit {
    const oid = blobOid(file);
    let found = from;
    for (const commit of history(repo, from)) {
        const then = commit.files.get(file.path);
        if (!then || blobOid(then) !== oid) {
            break;
        }
        found = commit;
    }
    return found;
}
