import { HubError } from '../errors';
import { filePath, isCommitSha, rawFilePath, type RepoRef } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

/** A text file as a whole; undefined when the repository has none of that path. One beyond `maxBytes` is refused rather than held in memory. */
export async function smallFile(hub: Hub, repo: RepoRef, path: string, maxBytes: number): Promise<Fetched<string | undefined>> {
    const revision = repo.revision ?? 'main';
    const options = { ttlMs: isCommitSha(revision) ? TTL.pinned : TTL.facts, maxBytes };
    try {
        return await hub.getText(filePath(repo, revision, path), options);
    } catch (error) {
        if (!(error instanceof HubError)) throw error;
        if (error.kind === 'entry-not-found') return { value: undefined, ageMs: 0, stale: false };
        // A carrier that can't refuse redirects downloads without the token. The raw blob never redirects; its rate bucket is smaller.
        const signedIn = error.kind === 'not-found-or-private' && (await hub.identity()) !== undefined;
        if (signedIn) return hub.getText(rawFilePath(repo, revision, path), options);
        throw error;
    }
}
