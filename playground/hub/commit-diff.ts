import { blobOid, gitBlob } from './bytes/git';
import type { Commit, RepoFile } from './model';
import { unifiedDiff } from './text-diff';

/** Whether git would store the same for both; null and undefined stand for no file. */
export const sameFile = (left: RepoFile | null | undefined, right: RepoFile | null | undefined): boolean =>
    (left && right ? blobOid(left) === blobOid(right) : !left && !right);

/** The files that differ between two commits, as they are in `after`; null where they are gone. By path. */
export function changedFiles(before: Commit, after: Commit): Map<string, RepoFile | null> {
    const paths = [...new Set([...before.files.keys(), ...after.files.keys()])].sort();
    return new Map(paths.filter((path) => !sameFile(before.files.get(path), after.files.get(path))).map((path) => [path, after.files.get(path) ?? null]));
}

const gitText = (file: RepoFile | null | undefined): string | undefined => (file ? new TextDecoder().decode(gitBlob(file)) : undefined);

/** What git would print between the two, large files as their pointers. */
export const difference = (before: Commit, after: Commit): string =>
    [...changedFiles(before, after)].map(([path, file]) => unifiedDiff(path, gitText(before.files.get(path)), gitText(file))).join('');
