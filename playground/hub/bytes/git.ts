import { createHash } from 'node:crypto';
import type { RepoFile } from '../model';

const gitSha1 = (content: Uint8Array): string =>
    createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

/** The text git keeps in place of a large file (git-lfs specification, "The Pointer"). */
export function lfsPointer(file: RepoFile): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode(`version https://git-lfs.github.com/spec/v1\noid sha256:${file.bytes.sha256()}\nsize ${file.bytes.size}\n`);
}

/** What git itself stores for the file: its bytes, or its LFS pointer. */
export const gitBlob = (file: RepoFile): Uint8Array<ArrayBuffer> => (file.lfs ? lfsPointer(file) : file.bytes.read());

const oids = new WeakMap<RepoFile, string>();

/** Git's object id of the file's blob. */
export function blobOid(file: RepoFile): string {
    const known = oids.get(file);
    if (known !== undefined) {
        return known;
    }
    const oid = gitSha1(gitBlob(file));
    oids.set(file, oid);
    return oid;
}
