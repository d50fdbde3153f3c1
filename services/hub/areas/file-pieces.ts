import { abortReason, type Clock } from '../clock';
import { callTarget, HubError } from '../errors';
import { filePath, type RepoRef } from '../repo-id';
import type { Hub } from '../types';
import { buildUrl } from '../urls';

/** An answer that brings nothing for as long as this counts as broken off, at the latest after twice as long. Milliseconds. */
export const STALL_MS = 5_000;
/** So many answers in a row may break off without having brought anything. */
const MAX_VAIN_ANSWERS = 4;
/**
 * What one request asks for, bytes. Its answer is a stream that is read as it comes; only the workspace's own HTTP hands it over as a
 * whole, so that this is also what is held there, and what has to come within the time of one request.
 */
const SPAN_BYTES = 16 * 1024 * 1024;

/** An answer that carries the file from `at` on, up to `end` at the most. */
interface OpenAnswer {
    readonly reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
    readonly at: number;
    readonly end: number;
}

/** A file at the Hub that is read by ranges. Each asks for its address anew, so that no signed one is older than its request. */
export class FilePieces {
    readonly #hub: Hub;
    readonly #path: string;
    readonly #size: number;
    readonly #signal: AbortSignal;
    readonly #clock: Clock;
    #etag: string | undefined;

    constructor({ hub, file, size, signal, clock }: { hub: Hub; file: RepoRef & { path: string; revision: string }; size: number; signal: AbortSignal; clock: Clock }) {
        this.#hub = hub;
        this.#path = filePath(file, file.revision, file.path);
        this.#size = size;
        this.#signal = signal;
        this.#clock = clock;
    }

    /**
     * The bytes from `from` to the end of the file, as they come. An answer that breaks off is followed by one for the rest. Throws the
     * HubError of a Hub that refuses, and one of kind `conflict` when the file is not the one it was.
     */
    async* pieces(from: number): AsyncGenerator<Uint8Array, void, undefined> {
        let position = from;
        for (let vain = 0; position < this.#size; vain++) {
            if (vain === MAX_VAIN_ANSWERS) throw this.#error('unreachable', 'the answer breaks off again and again');
            for await (const piece of this.#bodyOf(await this.#open(position), position)) {
                position += piece.length;
                vain = -1;
                yield piece;
            }
        }
    }

    async #open(start: number): Promise<OpenAnswer> {
        const end = Math.min(this.#size, start + SPAN_BYTES);
        // A compressed part of a file is no part of the file.
        const headers = { accept: '*/*', range: `bytes=${start}-${end - 1}`, 'accept-encoding': 'identity' };
        const response = await this.#hub.fetchOk(this.#path, { headers, signal: this.#signal }).catch((error: unknown) => {
            // 416: the file ends before `start`, which is within the size that it had.
            throw error instanceof HubError && error.kind === 'bad-range' ? this.#changed() : error;
        });
        const at = this.#startOf(response, start);
        this.#assertUnchanged(response);
        const reader = response.body?.getReader();
        // Who knows no ranges sends the file as a whole, and needs not be asked again.
        return at === undefined ? { reader, at: 0, end: this.#size } : { reader, at, end };
    }

    /** What an answer brings from `start` on, until it ends or breaks off. */
    async* #bodyOf({ reader, at, end }: OpenAnswer, start: number): AsyncGenerator<Uint8Array, void, undefined> {
        if (!reader) return;
        const over = new AbortController();
        const reads = { begun: 0, done: 0 };
        this.#leaveWhenStalled(reader, reads, over.signal).catch(nothingLeft);
        try {
            for (let position = at; position < end;) {
                reads.begun++;
                const bytes = await reader.read().then(({ value }) => value, nothingLeft);
                reads.done++;
                if (this.#signal.aborted) throw abortReason(this.#signal);
                if (!bytes) return;
                const piece = bytes.subarray(Math.max(0, start - position), end - position);
                position += bytes.length;
                if (piece.length > 0) yield piece;
            }
        } finally {
            over.abort();
            // Not awaited: a body that does not answer its cancelling must not hold us.
            reader.cancel().catch(nothingLeft);
        }
    }

    /** Ends an answer that keeps a read waiting. While its reader is busy with what came, it may be as slow as it likes. */
    async #leaveWhenStalled(reader: ReadableStreamDefaultReader<Uint8Array>, reads: { readonly begun: number; readonly done: number }, over: AbortSignal): Promise<void> {
        for (let waited = false; !waited;) {
            const { begun } = reads;
            await this.#clock.sleep(STALL_MS, over);
            waited = reads.done < begun;
        }
        await reader.cancel();
    }

    /** Where a part starts; undefined for the file as a whole. */
    #startOf({ status, headers }: Response, asked: number): number | undefined {
        if (status !== 206) {
            const length = headers.get('content-length');
            if (length !== null && Number(length) !== this.#size) throw this.#changed();
            return undefined;
        }
        const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
        if (start === undefined || Number(start) !== asked) throw this.#error('shape', 'the part is not the one that was asked for');
        if (total !== '*' && Number(total) !== this.#size) throw this.#changed();
        return asked;
    }

    #assertUnchanged({ headers }: Response): void {
        const etag = headers.get('etag')?.replace(/^W\//, '');
        if (etag !== undefined && etag !== (this.#etag ??= etag)) throw this.#changed();
    }

    #changed(): HubError {
        return this.#error('conflict', 'the file is not the one it was');
    }

    #error(kind: 'conflict' | 'shape' | 'unreachable', hubMessage: string): HubError {
        return new HubError({ kind, target: callTarget('GET', buildUrl(this.#hub.urls.hub, this.#path)), hubMessage });
    }
}

const nothingLeft = (): undefined => undefined;
