import { createInflateRaw, createUnzip, type Unzip } from 'zlib';
import type { ScanProblem } from './verdict';

/** What one compressed text may grow to in memory, bytes. Stops bombs: a megabyte of them holds a gigabyte of zeros. */
export const MAX_INFLATED_BYTES = 8 * 1024 * 1024;
/**
 * Fed in pieces, because not every runtime of the app obeys `maxOutputLength` or stops when nobody reads any more. DEFLATE
 * makes at most 1,032 bytes out of one, so that the limit is exceeded by no more than a quarter of a megabyte.
 */
const PIECE_BYTES = 256;

export interface Inflated {
    readonly bytes: Uint8Array;
    /** `truncated` when the end is missing; undefined when there was one. */
    readonly problem?: ScanProblem;
}

/** Raw DEFLATE, as zip holds it, up to so many bytes. What came out before something went wrong is given as well. */
export function inflateRaw(bytes: Uint8Array, limit = MAX_INFLATED_BYTES): Promise<Inflated> {
    return run(createInflateRaw(), bytes, limit);
}

/** zlib or gzip, whichever it is by its first bytes. */
export function unzip(bytes: Uint8Array): Promise<Inflated> {
    return run(createUnzip(), bytes, MAX_INFLATED_BYTES);
}

async function run(engine: Unzip, bytes: Uint8Array, limit: number): Promise<Inflated> {
    const out: Uint8Array[] = [];
    let size = 0;
    let problem: ScanProblem | undefined;
    let ended = false;
    engine.on('data', (chunk: Uint8Array) => {
        out.push(chunk);
        size += chunk.byteLength;
        if (size > limit) problem = 'too-long';
    });
    engine.once('end', () => { ended = true; });
    // Z_BUF_ERROR: the input is over and there was no end.
    engine.on('error', (error: NodeJS.ErrnoException) => { problem ??= error.code === 'Z_BUF_ERROR' ? 'truncated' : 'malformed'; });
    for (let at = 0; at < bytes.byteLength && !ended && problem === undefined; at += PIECE_BYTES) {
        await settled(engine, (done) => engine.write(bytes.subarray(at, at + PIECE_BYTES), done));
    }
    if (!ended && problem === undefined) await settled(engine, () => engine.end());
    engine.destroy();
    return { bytes: joined(out, Math.min(size, limit)), problem };
}

/** An engine that has come to its end, or failed, never calls back. */
function settled(engine: Unzip, step: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
        const done = (): void => {
            engine.off('error', done).off('end', done);
            resolve();
        };
        engine.once('error', done).once('end', done);
        step(done);
    });
}

/** The first `size` bytes of the parts. */
function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
    const whole = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
        whole.set(part.subarray(0, size - at), at);
        at += part.byteLength;
        if (at >= size) break;
    }
    return whole;
}
