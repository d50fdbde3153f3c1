import { systemClock, type Clock } from '../clock';
import type { RepoRef } from '../repo-id';
import type { Hub } from '../types';
import { FileParts, type Span } from './file-part';

/** What is asked for at once, bytes: large enough that the way to the storage costs little, small enough to be held several times. */
export const CHUNK_BYTES = 4 * 1024 * 1024;
/** So many chunks are on their way while one is worked on: the most that is held is one chunk more. */
const AHEAD = 3;

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
 * The bytes of a file from `from` to its end, in chunks of `chunkBytes`, the last one shorter. Each is asked for by its range, and a few are
 * under way at once; what breaks off is continued from where it broke. Throws HubErrors: `conflict` when the size or the
 * ETag is not what it was, `unreachable` when it breaks off again and again. Leaving the loop early ends all requests.
 */
export async function* downloadChunks(hub: Hub, file: RepoRef & { path: string; revision: string }, options: DownloadOptions): AsyncGenerator<Uint8Array, void, undefined> {
    const { from, size, chunkBytes = CHUNK_BYTES, signal, clock = systemClock } = options;
    assertSpan({ from, size, chunkBytes });
    if (from === size) return;
    const over = new AbortController();
    const parts = new FileParts({ hub, file, size, clock, signal: signal ? AbortSignal.any([signal, over.signal]) : over.signal });
    try {
        // The first answer comes alone: it tells whether the server knows ranges at all.
        const [head] = spans(from, size, chunkBytes);
        const first = await parts.open(head ?? { start: from, end: size });
        if (first.whole) yield* inChunks(parts.pieces({ start: from, end: size }, first), size - from, chunkBytes);
        else yield* inOrder(spans(from, size, chunkBytes), (span) => collect(parts.pieces(span, span.start === from ? first : undefined), span.end - span.start));
    } finally {
        over.abort(new Error('The file is not read any further.'));
    }
}

function assertSpan({ from, size, chunkBytes }: Required<Pick<DownloadOptions, 'from' | 'size' | 'chunkBytes'>>): void {
    const valid = [from, size, chunkBytes].every(Number.isSafeInteger) && from >= 0 && from <= size && chunkBytes > 0;
    if (!valid) throw new RangeError('A file is read from a byte in it, in chunks of at least one byte.');
}

function* spans(from: number, size: number, chunkBytes: number): Generator<Span, void, undefined> {
    for (let start = from; start < size; start += chunkBytes) yield { start, end: Math.min(size, start + chunkBytes) };
}

/** Works on a few at once and hands the results on in their order. */
async function* inOrder<T>(all: Iterable<Span>, work: (span: Span) => Promise<T>): AsyncGenerator<T, void, undefined> {
    const underWay: Promise<T>[] = [];
    for (const span of all) {
        const one = work(span);
        // Whoever waits for it is told. When the reading ends before, nobody waits.
        one.catch(() => undefined);
        underWay.push(one);
        const oldest = underWay.length > AHEAD ? underWay.shift() : undefined;
        if (oldest) yield await oldest;
    }
    for (const one of underWay) yield await one;
}

async function collect(pieces: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    for await (const piece of pieces) {
        bytes.set(piece, filled);
        filled += piece.length;
    }
    return bytes;
}

/** Pieces of any length as chunks of one length. */
async function* inChunks(pieces: AsyncIterable<Uint8Array>, total: number, chunkBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
    let left = total;
    let chunk = new Uint8Array(Math.min(chunkBytes, left));
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
            chunk = new Uint8Array(Math.min(chunkBytes, left));
            filled = 0;
        }
    }
}
