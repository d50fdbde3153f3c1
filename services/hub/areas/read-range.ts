import { HubError } from '../errors';
import { filePath, isCommitSha, type RepoRef } from '../repo-id';
import type { Hub } from '../types';
import { TTL } from './ttl';

/** The most one call reads, bytes: headers are small, and memory is the host's. */
export const MAX_RANGE_BYTES = 2 * 1024 * 1024;

/** Reads `length` bytes from `from`; fewer at the end of the file. */
export type ReadRange = (from: number, length: number) => Promise<Uint8Array>;

/** Part of a file, without the rest of it. */
export async function readRange(hub: Hub, file: RepoRef & { path: string }, from: number, length: number): Promise<Uint8Array> {
    if (!Number.isSafeInteger(from) || from < 0 || !Number.isSafeInteger(length) || length < 1 || length > MAX_RANGE_BYTES) {
        throw new RangeError(`A range starts at 0 or later and is 1 to ${MAX_RANGE_BYTES} bytes long.`);
    }
    const revision = file.revision ?? 'main';
    try {
        const { value } = await hub.getBytes(filePath(file, revision, file.path), {
            range: { from, length },
            // A server that ignores the range must not make us read the file up to it and beyond.
            maxBytes: Math.max(length, MAX_RANGE_BYTES),
            ttlMs: isCommitSha(revision) ? TTL.pinned : undefined,
        });
        return value;
    } catch (error) {
        // 416: the file ends before `from`.
        if (error instanceof HubError && error.kind === 'bad-range') return new Uint8Array();
        throw error;
    }
}

/** The reader of one file, for header parsers that know nothing of the Hub. */
export function rangeReader(hub: Hub, file: RepoRef & { path: string }): ReadRange {
    return (from, length) => readRange(hub, file, from, length);
}
