import type { TreeEntry } from '../hub';

export interface FileChange {
    readonly path: string;
    readonly kind: 'added' | 'removed' | 'changed';
    /** Bytes; undefined where the file is not there. */
    readonly before?: number;
    readonly after?: number;
}

/** What a file of a tree is told apart by. */
export type FileEntry = Pick<TreeEntry, 'path' | 'oid' | 'size' | 'lfs'>;

/** Files with another content, the largest first: new weights are often as long as the old ones to the byte. */
export function changedFiles(before: readonly FileEntry[], after: readonly FileEntry[]): FileChange[] {
    const [old, current] = [byPath(before), byPath(after)];
    const changes = [...new Set([...old.keys(), ...current.keys()])].flatMap((path) => changeOf(path, old.get(path), current.get(path)) ?? []);
    return changes.sort((a, b) => weight(b) - weight(a) || (a.path < b.path ? -1 : 1));
}

const byPath = (files: readonly FileEntry[]): ReadonlyMap<string, FileEntry> => new Map(files.map((file) => [file.path, file]));

const weight = ({ before = 0, after = 0 }: FileChange): number => Math.max(before, after);

function changeOf(path: string, before: FileEntry | undefined, after: FileEntry | undefined): FileChange | undefined {
    if (before && after && isSame(before, after)) {
        return undefined;
    }
    const kind = !before ? 'added' : after ? 'changed' : 'removed';
    return { path, kind, ...(before && { before: sizeOf(before) }), ...(after && { after: sizeOf(after) }) };
}

/** The sha-256 of the content where it is in LFS, else git's id of it. */
const contentId = ({ oid, lfs }: FileEntry): string | undefined => lfs?.oid ?? oid;

const isSame = (a: FileEntry, b: FileEntry): boolean => contentId(a) !== undefined && contentId(a) === contentId(b);

/** Bytes of the content. */
export const sizeOf = ({ size, lfs }: FileEntry): number => lfs?.size ?? size ?? 0;
