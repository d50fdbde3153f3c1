import { createHash } from 'node:crypto';
import { blobOid, lfsPointer } from './bytes/git';
import type { Commit, Repo, RepoFile } from './model';
import { lastCommitOf } from './revisions';
import { scanAt } from './security';

/** A file or a folder as tree and paths-info answer it. */
export type TreeEntry = { type: 'file' | 'directory'; oid: string; size: number; path: string } & Record<string, unknown>;

const within = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);

/** Every folder above a path, nearest last. */
function foldersOf(path: string): string[] {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

const filesBelow = (commit: Commit, folder: string): RepoFile[] => [...commit.files.values()].filter(({ path }) => within(path, folder));

export const isFolder = (commit: Commit, path: string): boolean => path === '' || filesBelow(commit, path).length > 0;

export const sizeBelow = (commit: Commit, folder: string): number => filesBelow(commit, folder).reduce((sum, { bytes }) => sum + bytes.size, 0);

function brief({ id, title, date }: Commit): { id: string; title: string; date: string } {
    return { id, title, date };
}

interface EntryContext {
    repo: Repo;
    commit: Commit;
    expand: boolean;
    /** Milliseconds since the epoch. */
    now: number;
}

export function fileEntry(file: RepoFile, { repo, commit, expand, now }: EntryContext): TreeEntry {
    return {
        type: 'file',
        oid: blobOid(file),
        size: file.bytes.size,
        path: file.path,
        ...(file.lfs && { lfs: { oid: file.bytes.sha256(), size: file.bytes.size, pointerSize: lfsPointer(file).length } }),
        ...(expand && { lastCommit: brief(lastCommitOf(repo, commit, file)), securityFileStatus: scanAt(file, now) }),
    };
}

export function folderEntry(path: string, { repo, commit, expand }: EntryContext): TreeEntry {
    const files = filesBelow(commit, path);
    const hash = createHash('sha1');
    files.forEach((file) => hash.update(`${file.path} ${blobOid(file)}\n`));
    const newest = files.map((file) => lastCommitOf(repo, commit, file)).sort((a, b) => (a.date < b.date ? 1 : -1))[0] ?? commit;
    return { type: 'directory', oid: hash.digest('hex'), size: 0, path, ...(expand && { lastCommit: brief(newest) }) };
}

/** What a folder holds, folders first; with `recursive`, everything below it. */
export function listTree(folder: string, recursive: boolean, context: EntryContext): (() => TreeEntry)[] {
    const direct = (path: string): boolean => recursive || !path.slice(folder === '' ? 0 : folder.length + 1).includes('/');
    const files = filesBelow(context.commit, folder);
    const folders = new Set(files.flatMap(({ path }) => foldersOf(path)).filter((path) => path !== folder && within(path, folder)));
    return [
        ...[...folders].filter(direct).sort().map((path) => () => folderEntry(path, context)),
        ...files.filter(({ path }) => direct(path)).map((file) => () => fileEntry(file, context)),
    ];
}
