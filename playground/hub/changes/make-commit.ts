import { SparseBytes } from '../bytes/sparse';
import type { Commit, Repo, RepoFile } from '../model';
import { unscanned } from '../security';
import { commitSha } from '../seed/ids';
import type { Moment } from './entry';
import { ChangeRefused } from './refused';

export interface CommitDraft extends Pick<Commit, 'title' | 'author'> {
    base: Commit;
    message?: string;
    /** What is there afterwards; null takes the file away. */
    files: ReadonlyMap<string, RepoFile | null>;
}

/** A small file as git itself keeps it. Scanners have not seen it yet. */
export const textFile = ({ path, content }: { path: string; content: string }): RepoFile => ({ path, lfs: false, bytes: SparseBytes.text(content), scan: unscanned() });

/** Adds the commit to the repo. No ref moves. */
export function makeCommit(repo: Repo, { base, title, author, message = '', files }: CommitDraft, { at, id }: Moment): Commit {
    const merged = new Map(base.files);
    files.forEach((file, path) => (file ? merged.set(path, file) : merged.delete(path)));
    const commit: Commit = {
        id: commitSha(`${base.id} ${id}`), title, message, author, date: new Date(at).toISOString(), parent: base.id,
        files: new Map([...merged].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
    repo.commits.set(commit.id, commit);
    return commit;
}

export function commitOf(repo: Repo, sha: string | undefined): Commit {
    const commit = repo.commits.get(sha ?? '');
    if (!commit) {
        throw new ChangeRefused(`${repo.id} has no such revision.`);
    }
    return commit;
}
