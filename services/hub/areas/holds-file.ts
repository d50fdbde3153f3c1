import { fileHasher } from '../file-hash';
import type { RepoRef } from '../repo-id';
import type { Hub } from '../types';
import { pathsInfo } from './paths-info';

/** Whether the revision holds the file with these very bytes, outside of LFS. Asks for its git object id, not for its content. */
export async function holdsFile(hub: Hub, repo: Required<Pick<RepoRef, 'type' | 'id' | 'revision'>>, { path, bytes }: { readonly path: string; readonly bytes: Uint8Array }): Promise<boolean> {
    const entries = await pathsInfo(hub, repo, { revision: repo.revision, paths: [path] });
    const hasher = fileHasher(bytes.length);
    hasher.update(bytes);
    const { gitBlob } = hasher.digest();
    return entries.some((entry) => entry.path === path && entry.oid === gitBlob);
}
