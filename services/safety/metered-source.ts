import type { ReadRange } from '../hub';
import { READ_BUDGET_BYTES } from './bounded-reader';
import { Effort } from './effort';
import { HeaderError } from './header-reading';

/** Bytes that can be read by range: a file, a part of one, or what was inflated out of one. */
export interface ByteSource {
    readonly size: number;
    /** Fewer bytes than asked for only at the end. */
    readonly read: ReadRange;
    /** What is spent on it and on all that is found in it; no bound but those of each look when it is missing. */
    readonly effort?: Effort;
}

/** Each request takes a round trip: a directory of thousands of tiny entries must not become thousands of requests. */
export const MAX_REQUESTS = 256;
/** Small reads are rounded up to this, because a request costs far more than its bytes. */
const MIN_REQUEST_BYTES = 8 * 1024;

/** Bytes in memory, read as those of a remote file are. */
export function bufferReader(bytes: Uint8Array): ReadRange {
    return (from, length) => Promise.resolve(bytes.subarray(from, from + length));
}

export function bytesSource(bytes: Uint8Array, effort?: Effort): ByteSource {
    return { size: bytes.byteLength, read: bufferReader(bytes), ...effort && { effort } };
}

/** `length` bytes of a source from `from` on, as a source of their own; what lies beyond them can't be reached. */
export function partOf(source: ByteSource, from: number, length: number): ByteSource {
    const start = Math.min(from, source.size);
    const size = Math.min(length, source.size - start);
    const { effort } = source;
    return { size, ...effort && { effort }, read: (at, count) => source.read(start + Math.min(at, size), Math.max(0, Math.min(count, size - at))) };
}

/**
 * A remote file that all looks at it share: no byte is fetched twice, and together they fetch no more than the budget.
 * What was fetched is kept, so the budget bounds the memory as well.
 */
export class MeteredSource implements ByteSource {
    readonly effort = new Effort();
    readonly #readRange: ReadRange;
    readonly #windows: { at: number; bytes: Uint8Array }[] = [];
    readonly #budget: number;
    #bytesRead = 0;

    constructor(readRange: ReadRange, readonly size: number, budget: number = READ_BUDGET_BYTES) {
        this.#readRange = readRange;
        this.#budget = budget;
    }

    get bytesRead(): number { return this.#bytesRead; }

    readonly read = async (from: number, length: number): Promise<Uint8Array> => {
        const end = Math.min(from + length, this.size);
        const known = this.#windowAt(from);
        if (known && known.at + known.bytes.byteLength >= end) return known.bytes.subarray(from - known.at, Math.max(0, end - known.at));
        const parts: Uint8Array[] = [];
        for (let at = from; at < end;) {
            const window = this.#windowAt(at) ?? await this.#fetch(at, end);
            const part = window.bytes.subarray(at - window.at, end - window.at);
            parts.push(part);
            at += part.byteLength;
        }
        return joined(parts);
    };

    #windowAt(position: number): { at: number; bytes: Uint8Array } | undefined {
        return this.#windows.find(({ at, bytes }) => at <= position && position < at + bytes.byteLength);
    }

    /** Fetches from `at` to `end`, or to where something that is known begins. */
    async #fetch(at: number, end: number): Promise<{ at: number; bytes: Uint8Array }> {
        const next = this.#windows.reduce((nearest, window) => (window.at > at ? Math.min(nearest, window.at) : nearest), this.size);
        const wanted = Math.min(Math.max(end - at, MIN_REQUEST_BYTES), next - at);
        if (this.#bytesRead + wanted > this.#budget) throw new HeaderError('budget', `more than ${this.#budget} bytes would have to be read`);
        if (this.#windows.length >= MAX_REQUESTS) throw new HeaderError('budget', `more than ${MAX_REQUESTS} requests`);
        this.#bytesRead += wanted;
        const bytes = await this.#readRange(at, wanted);
        if (bytes.byteLength < wanted) throw new HeaderError('truncated', `the file ends at ${at + bytes.byteLength}`);
        const window = { at, bytes: bytes.subarray(0, wanted) };
        this.#windows.push(window);
        return window;
    }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.byteLength;
    }
    return whole;
}
