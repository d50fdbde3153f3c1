import { HubError } from '../errors';
import { filePath, isCommitSha, rawFilePath, type RepoRef } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

/** Longer than any card people read; longer ones are refused rather than held in memory. */
const MAX_CARD_BYTES = 2 * 1024 * 1024;

/** README.md with its front matter; undefined when the repository has none. */
export async function cardText(hub: Hub, repo: RepoRef): Promise<Fetched<string | undefined>> {
    const revision = repo.revision ?? 'main';
    const options = { ttlMs: isCommitSha(revision) ? TTL.pinned : TTL.facts, maxBytes: MAX_CARD_BYTES };
    try {
        return await hub.getText(filePath(repo, revision, 'README.md'), options);
    } catch (error) {
        if (!(error instanceof HubError)) throw error;
        if (error.kind === 'entry-not-found') return { value: undefined, ageMs: 0, stale: false };
        // A carrier that can't refuse redirects downloads without the token. The raw blob never redirects; its rate bucket is smaller.
        const signedIn = error.kind === 'not-found-or-private' && (await hub.identity()) !== undefined;
        if (signedIn) return hub.getText(rawFilePath(repo, revision, 'README.md'), options);
        throw error;
    }
}
