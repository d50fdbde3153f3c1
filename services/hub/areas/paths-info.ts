import * as z from 'zod/mini';
import { apiPath, type RepoRef } from '../repo-id';
import type { Hub } from '../types';
import { treeEntrySchema, type TreeEntry } from './tree';

/** A question of so many paths stays small; more are asked for in several. */
const PATHS_AT_ONCE = 500;

/** What a revision holds under these paths. What is not there is not in the answer. `expand` adds last commits and the Hub's scans. */
export async function pathsInfo(hub: Hub, repo: Pick<RepoRef, 'type' | 'id'>, { revision, paths, expand = false }: { readonly revision: string; readonly paths: readonly string[]; readonly expand?: boolean }): Promise<TreeEntry[]> {
    const entries: TreeEntry[] = [];
    for (let start = 0; start < paths.length; start += PATHS_AT_ONCE) {
        const body = { paths: paths.slice(start, start + PATHS_AT_ONCE), expand };
        entries.push(...await hub.send(z.array(treeEntrySchema), `${apiPath(repo)}/paths-info/${encodeURIComponent(revision)}`, { method: 'POST', body, idempotent: true }));
    }
    return entries;
}
