import { Buffer } from 'buffer';
import { systemClock, type Clock } from '../clock';
import type { RepoRef } from '../repo-id';
import type { Hub } from '../types';
import { FilePieces } from './file-pieces';

/** The length of a chunk unless another is asked for, bytes. */
export const CHUNK_BYTES = 4 * 1024 * 1024;

export interface DownloadOptions {
    /** The first byte that is wanted: where an earlier reading stopped. */
    readonly from: number;
    /** The size of the whole file, bytes. */
    readonly size: number;
    readonly chunkBytes?: number;
    readonly signal?: AbortSignal;
    readonly clock?: Clock;
}

/**
 * The bytes of a file from `from` to its end, in chunks of `chunkBytes`, the last one shorter. They come no faster than they are taken:
 * what is held is a chunk and what the connection buffers. What breaks off is continued from where it broke. Throws HubErrors: `conflict`
 * when the size or the ETag is not what it was, `unreachable` when it breaks off again and again. Leaving the loop early ends the request.
 */
export async function* downloadChunks(hub: Hub, file: RepoRef & { path: string; revision: string }, options: DownloadOptions): AsyncGenerator<Uint8Array, void, undefined> {
    const { from, size, chunkBytes = CHUNK_BYTES, signal, clock = systemClock } = options;
    assertSpan({ from, size, chunkBytes });
    const over = new AbortController();
    const pieces = new FilePieces({ hub, file, size, clock, signal: signal ? AbortSignal.any([signal, over.signal]) : over.signal });
    try {
        for await (const chunk of inChunks(pieces.pieces(from), size - from, chunkBytes)) {
            signal?.throwIfAborted();
            yield chunk;
        }
    } finally {
        over.abort(new Error('The file is not read any further.'));
    }
}

function assertSpan({ from, size, chunkBytes }: Required<Pick<DownloadOptions, 'from' | 'size' | 'chunkBytes'>>): void {
    const valid = [from, size, chunkBytes].every(Number.isSafeInteger) && from >= 0 && from <= size && chunkBytes > 0;
    if (!valid) throw new RangeError('A file is read from a byte in it, in chunks of at least one byte.');
}

/** Pieces of any length as chunks of one length. */
async function* inChunks(pieces: AsyncIterable<Uint8Array>, total: number, chunkBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
    let left = total;
    let chunk = emptyChunk(Math.min(chunkBytes, left));
    let filled = 0;
    for await (const piece of pieces) {
        for (let at = 0; at < piece.length;) {
            const part = piece.subarray(at, at + chunk.length - filled);
            chunk.set(part, filled);
            filled += part.length;
            at += part.length;
            if (filled < chunk.length) continue;
            yield chunk;
            left -= filled;
            chunk = emptyChunk(Math.min(chunkBytes, left));
            filled = 0;
        }
    }
}

/** Not zeroed: it is handed on only when it is full. */
const emptyChunk = (length: number): Uint8Array<ArrayBuffer> => Buffer.allocUnsafeSlow(length);
