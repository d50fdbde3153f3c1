import { diffPaths } from '../diff-paths';
import { apiPath, isCommitSha, type RepoRef } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

/** Large files are compared by their pointers, so that few diffs are longer, bytes. */
const MAX_DIFF_BYTES = 2 * 1024 * 1024;

interface Range {
    readonly from: string;
    readonly to: string;
}

/** What git prints between two revisions. Throws a HubError `too-large` above 2 MiB. */
export function comparedText(hub: Hub, repo: Pick<RepoRef, 'type' | 'id'>, { from, to }: Range): Promise<Fetched<string>> {
    const path = `${apiPath(repo)}/compare/${encodeURIComponent(from)}..${encodeURIComponent(to)}`;
    const ttlMs = isCommitSha(from) && isCommitSha(to) ? TTL.pinned : undefined;
    return hub.getText(path, { query: { raw: 1 }, maxBytes: MAX_DIFF_BYTES, ttlMs });
}

/** The paths of the files that differ between two revisions; of renamed ones both. Throws as `comparedText`. */
export async function changedPaths(hub: Hub, repo: Pick<RepoRef, 'type' | 'id'>, range: Range): Promise<string[]> {
    return diffPaths((await comparedText(hub, repo, range)).value);
}
