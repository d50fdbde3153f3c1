import { createHash } from 'node:crypto';
import type { FileContent } from './file-content';

/** A run of real bytes inside a file that is otherwise zeros. */
export interface Segment {
    offset: number;
    bytes: Uint8Array;
}

/** Files up to this size, more than a chat takes in, get their true SHA-256; hashing gigabytes of zeros would only cost time. */
const TRUE_HASH_BELOW = 128 * 1024 * 1024;
const CHUNK = 1024 * 1024;
/** By the made-up hash: the seed is the same in every Hub of a process. */
const trueHashes = new Map<string, string>();

/**
 * A file whose declared size may be many gigabytes while only its headers exist: the real bytes are kept as segments and
 * everything between them reads as zeros, so that a Range read of it is answered honestly.
 */
export class SparseBytes implements FileContent {
    private hash?: string;

    constructor(readonly size: number, private readonly segments: readonly Segment[]) {
        for (const { offset, bytes } of segments) {
            if (offset < 0 || offset + bytes.length > size) {
                throw new RangeError(`A segment of ${bytes.length} bytes at ${offset} does not fit a file of ${size}.`);
            }
        }
    }

    static of(bytes: Uint8Array): SparseBytes {
        return new SparseBytes(bytes.length, [{ offset: 0, bytes }]);
    }

    static text(content: string): SparseBytes {
        return SparseBytes.of(new TextEncoder().encode(content));
    }

    /** The bytes from `start` up to, not including, `end`; ends are clamped to the file. */
    read(start = 0, end = this.size): Uint8Array<ArrayBuffer> {
        const from = Math.max(0, start);
        const to = Math.min(this.size, end);
        const out = new Uint8Array(Math.max(0, to - from));
        for (const { offset, bytes } of this.segments) {
            const first = Math.max(from, offset);
            const last = Math.min(to, offset + bytes.length);
            if (first < last) {
                out.set(bytes.subarray(first - offset, last - offset), first - from);
            }
        }
        return out;
    }

    /** The same range in pieces, never holding more than one of them. */
    stream(start: number, end: number): ReadableStream<Uint8Array> {
        let at = start;
        return new ReadableStream({
            pull: (controller) => {
                const next = Math.min(end, at + CHUNK);
                controller.enqueue(this.read(at, next));
                at = next;
                if (at >= end) {
                    controller.close();
                }
            },
        });
    }

    /** SHA-256 in hex. For a file above 128 MiB it is a made-up but stable one, because hashing it would be all zeros' work. */
    sha256(): string {
        this.hash ??= this.size <= TRUE_HASH_BELOW ? this.trueHash() : this.madeUpHash();
        return this.hash;
    }

    private trueHash(): string {
        const name = this.madeUpHash();
        const known = trueHashes.get(name);
        if (known !== undefined) {
            return known;
        }
        const hash = createHash('sha256');
        for (let at = 0; at < this.size; at += CHUNK) {
            hash.update(this.read(at, at + CHUNK));
        }
        const made = hash.digest('hex');
        trueHashes.set(name, made);
        return made;
    }

    private madeUpHash(): string {
        const hash = createHash('sha256').update(`sparse ${this.size}`);
        for (const { offset, bytes } of this.segments) {
            hash.update(`@${offset}`).update(bytes);
        }
        return hash.digest('hex');
    }
}
