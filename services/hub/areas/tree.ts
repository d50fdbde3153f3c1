import * as z from 'zod/mini';
import { apiPath, encodePath, isCommitSha, type RepoRef } from '../repo-id';
import type { Fetched, Hub, Page } from '../types';
import { fileSecuritySchema } from './security';
import { TTL } from './ttl';

/*
 * Own paging instead of @huggingface/hub's listFiles: that one puts a revision such as `refs/pr/3` into the path as it is,
 * and cannot stop at a page.
 */

/** A file or folder, as the tree and paths-info list it. */
export const treeEntrySchema = z.looseObject({
    type: z.string(),
    path: z.string(),
    /** Git blob id. */
    oid: z.optional(z.string()),
    /** Bytes; of the content, not of the LFS pointer. */
    size: z.nullish(z.number()),
    lfs: z.nullish(z.looseObject({ oid: z.string(), size: z.number(), pointerSize: z.nullish(z.number()) })),
    xetHash: z.nullish(z.string()),
    lastCommit: z.nullish(z.looseObject({ id: z.string(), title: z.string(), date: z.string() })),
    securityFileStatus: z.nullish(fileSecuritySchema),
});

export type TreeEntry = z.infer<typeof treeEntrySchema>;

export interface TreeParams extends RepoRef {
    recursive?: boolean;
    /** Adds last commits and security scans; pages get ten times smaller. */
    expand?: boolean;
    cursor?: string;
}

/** One page of a repository's files: 1000 entries, 100 with `expand`. */
export function treePage(hub: Hub, params: TreeParams): Promise<Fetched<Page<TreeEntry>>> {
    const { revision = 'main', path = '', recursive = false, expand = false, cursor } = params;
    const folder = encodePath(path);
    const url = `${apiPath(params)}/tree/${encodeURIComponent(revision)}${folder === '' ? '' : `/${folder}`}`;
    return hub.getPage(treeEntrySchema, url, {
        query: { recursive: recursive || undefined, expand: expand || undefined },
        cursor,
        // Security scans of a pinned commit still change.
        ttlMs: isCommitSha(revision) && !expand ? TTL.pinned : TTL.facts,
    });
}

/** Repositories beyond this many files are listed in part, and `complete` says so. */
export const MAX_TREE_ENTRIES = 5_000;

/** All entries up to a bound. The age is that of the oldest page. */
export async function listTree(hub: Hub, params: Omit<TreeParams, 'cursor'>, limit = MAX_TREE_ENTRIES): Promise<Fetched<{ entries: TreeEntry[]; complete: boolean }>> {
    const entries: TreeEntry[] = [];
    let [cursor, ageMs, stale]: [string | undefined, number, boolean] = [undefined, 0, false];
    do {
        const page: Fetched<Page<TreeEntry>> = await treePage(hub, { ...params, cursor });
        entries.push(...page.value.items);
        ageMs = Math.max(ageMs, page.ageMs);
        stale ||= page.stale;
        cursor = page.value.next;
    } while (cursor !== undefined && entries.length < limit);
    const complete = cursor === undefined && entries.length <= limit;
    return { value: { entries: entries.slice(0, limit), complete }, ageMs, stale };
}
