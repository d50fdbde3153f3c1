import { abortReason, type Clock } from '../clock';
import { callTarget, HubError } from '../errors';
import { filePath, type RepoRef } from '../repo-id';
import type { Hub } from '../types';
import { buildUrl } from '../urls';

/** How long an answer may bring nothing before it counts as broken off, milliseconds. */
export const STALL_MS = 10_000;
/** So many answers in a row may break off without having brought anything. */
const MAX_VAIN_ANSWERS = 4;

/** Bytes of a file, `end` not included. */
export interface Span {
    readonly start: number;
    readonly end: number;
}

/** An answer that carries the file from `at` on. */
export interface OpenAnswer {
    readonly reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
    readonly at: number;
    /** The server does not know ranges: the answer is the file as a whole. */
    readonly whole: boolean;
}

/** A file at the Hub that is read in parts. Each part asks for its address anew, so that no signed one is older than its request. */
export class FileParts {
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

    /** Throws the HubError of a Hub that refuses, and one of kind `conflict` when the file is not the one it was. */
    async open({ start, end }: Span): Promise<OpenAnswer> {
        // A compressed part of a file is no part of the file.
        const headers = { accept: '*/*', range: `bytes=${start}-${end - 1}`, 'accept-encoding': 'identity' };
        const response = await this.#hub.fetchOk(this.#path, { headers, signal: this.#signal });
        const at = this.#startOf(response, start);
        this.#assertUnchanged(response);
        return { reader: response.body?.getReader(), at: at ?? 0, whole: at === undefined };
    }

    /** The bytes of a span as they come. An answer that breaks off is followed by one for the rest. */
    async* pieces(span: Span, opened?: OpenAnswer): AsyncGenerator<Uint8Array, void, undefined> {
        let position = span.start;
        for (let vain = 0; position < span.end; vain++) {
            if (vain === MAX_VAIN_ANSWERS) throw this.#error('unreachable', 'the answer breaks off again and again');
            const answer = position === span.start && opened && vain === 0 ? opened : await this.open({ start: position, end: span.end });
            for await (const piece of this.#bodyOf(answer, { start: position, end: span.end })) {
                position += piece.length;
                vain = -1;
                yield piece;
            }
        }
    }

    /** What an answer brings of a span until it ends, or breaks off. */
    async* #bodyOf({ reader, at }: OpenAnswer, { start, end }: Span): AsyncGenerator<Uint8Array, void, undefined> {
        if (!reader) return;
        let position = at;
        try {
            while (position < end) {
                const bytes = await this.#next(reader);
                if (!bytes) return;
                const piece = bytes.subarray(Math.max(0, start - position), end - position);
                position += bytes.length;
                if (piece.length > 0) yield piece;
            }
        } finally {
            // Not awaited: a body that does not answer its cancelling must not hold us.
            reader.cancel().catch(nothingLeft);
        }
    }

    /** Undefined when nothing more comes, for whatever reason but the caller's own. */
    async #next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
        const came = new AbortController();
        const stalled = this.#clock.sleep(STALL_MS, came.signal).catch(nothingLeft);
        try {
            const bytes = await Promise.race([reader.read().then(({ value }) => value, nothingLeft), stalled.then(nothingLeft)]);
            if (this.#signal.aborted) throw abortReason(this.#signal);
            return bytes;
        } finally {
            came.abort();
        }
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
