import { systemClock, type Clock } from './clock';
import type { Hub } from './types';
import { buildUrl, type Query } from './urls';
import { EventParser, type SseEvent } from './wire/event-parser';

/**
 * Why no more events come. `idle`: none came for a while. `server`: the other side ended the stream, or the connection broke.
 * `limit`: enough events or bytes. `aborted`: by the caller's signal. `cannot-stream`: not even the head of the answer came in time,
 * which is how it looks when the way to the Hub hands over whole answers only, as the workspace's own HTTP does.
 */
export type StreamEnd = 'deadline' | 'idle' | 'limit' | 'server' | 'aborted' | 'cannot-stream';

export interface StreamOptions {
    readonly query?: Query;
    /** How long the stream is read at most, milliseconds, the wait for its head included. */
    readonly deadlineMs: number;
    /** How long the stream may bring no event before it is left, milliseconds. Comments keep no stream alive. */
    readonly idleMs?: number;
    readonly maxEvents?: number;
    readonly signal?: AbortSignal;
    readonly clock?: Clock;
}

/** The most that is read of one stream, bytes: hundreds of long lines of a log, or hours of metrics. */
export const MAX_STREAM_BYTES = 8 * 1024 * 1024;

/**
 * The events of a stream at the Hub as they come, and in the end why there are no more. However the reading ends, the connection is
 * closed. Throws the HubError of a Hub that refuses.
 */
export async function* streamEvents(hub: Hub, path: string, options: StreamOptions): AsyncGenerator<SseEvent, StreamEnd, undefined> {
    const patience = new Patience(options);
    const connection = new AbortController();
    try {
        const request = hub.fetchOk(buildUrl(hub.urls.hub, path, options.query), { headers: { accept: 'text/event-stream' }, signal: connection.signal });
        const head = await patience.waitFor(request);
        if (head.state === 'ended') return head.end === 'deadline' ? 'cannot-stream' : head.end;
        if (!head.value.body) return 'server';
        return yield* eventsOf(head.value.body.getReader(), patience, options.maxEvents ?? Number.POSITIVE_INFINITY);
    } finally {
        connection.abort(new Error('Enough of the stream was read.'));
    }
}

async function* eventsOf(reader: ReadableStreamDefaultReader<Uint8Array>, patience: Patience, maxEvents: number): AsyncGenerator<SseEvent, StreamEnd, undefined> {
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const left = { events: maxEvents, bytes: MAX_STREAM_BYTES };
    patience.renew();
    try {
        for (;;) {
            const piece = await patience.waitFor(reader.read().catch(brokenOff));
            if (piece.state === 'ended') return piece.end;
            if (piece.value.done) return 'server';
            for (const event of parser.push(decoder.decode(piece.value.value, { stream: true }))) {
                yield event;
                patience.renew();
                left.events--;
                if (left.events <= 0) return 'limit';
            }
            left.bytes -= piece.value.value.byteLength;
            if (left.bytes <= 0) return 'limit';
        }
    } finally {
        // Not awaited: a body that does not answer its cancelling must not hold us.
        reader.cancel().catch(brokenOff);
    }
}

/** A connection that breaks in the middle has nothing more to say, like one that ends. */
const brokenOff = (): { readonly done: true; readonly value?: undefined } => ({ done: true });

type Waited<T> = { readonly state: 'came'; readonly value: T } | { readonly state: 'ended'; readonly end: 'deadline' | 'idle' | 'aborted' };

/** How long is waited: until a deadline, and for each event no longer than the idle time. */
class Patience {
    readonly #clock: Clock;
    readonly #deadline: number;
    #idleAt = Number.POSITIVE_INFINITY;

    constructor(private readonly options: StreamOptions) {
        this.#clock = options.clock ?? systemClock;
        this.#deadline = this.#clock.now() + options.deadlineMs;
    }

    /** From now on the idle time runs anew. */
    renew(): void {
        this.#idleAt = this.#clock.now() + (this.options.idleMs ?? Number.POSITIVE_INFINITY);
    }

    async waitFor<T>(work: Promise<T>): Promise<Waited<T>> {
        const timer = new AbortController();
        const { signal } = this.options;
        const until = Math.min(this.#deadline, this.#idleAt);
        const ended = (end: 'deadline' | 'idle' | 'aborted'): Waited<T> => ({ state: 'ended', end });
        const tooLate = this.#clock.sleep(Math.max(0, until - this.#clock.now()), signal ? AbortSignal.any([signal, timer.signal]) : timer.signal)
            .then(() => ended(this.#deadline <= this.#idleAt ? 'deadline' : 'idle'), () => ended('aborted'));
        try {
            return await Promise.race([work.then((value): Waited<T> => ({ state: 'came', value })), tooLate]);
        } finally {
            timer.abort();
        }
    }
}
