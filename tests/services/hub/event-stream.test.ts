import { describe, expect, it } from 'vitest';
import { createHub, createHubShared, type Hub } from '../../../services/hub';
import { MAX_STREAM_BYTES, streamEvents, type StreamEnd, type StreamOptions } from '../../../services/hub/event-stream';
import type { SseEvent } from '../../../services/hub/wire/event-parser';
import { FakeClock, fakeCarrier, makeHub, rejection, settle } from './fakes';

/** All events of a stream, when it is over. */
async function readEvents(hub: Hub, path: string, options: StreamOptions): Promise<{ readonly events: readonly SseEvent[]; readonly ended: StreamEnd }> {
    const stream = streamEvents(hub, path, options);
    const events: SseEvent[] = [];
    for (;;) {
        const next = await stream.next();
        if (next.done) return { events, ended: next.value };
        events.push(next.value);
    }
}

/** A stream into which a test writes, and which knows whether its reader left. */
class Source {
    cancelled = false;
    private controller: ReadableStreamDefaultController<Uint8Array> | undefined;

    readonly response = new Response(new ReadableStream<Uint8Array>({
        start: (controller) => {
            this.controller = controller;
        },
        cancel: () => {
            this.cancelled = true;
        },
    }));

    async write(piece: string | Uint8Array): Promise<void> {
        this.controller?.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
        await settle();
    }

    end(): void {
        this.controller?.close();
    }

    breakOff(): void {
        this.controller?.error(new TypeError('terminated'));
    }
}

async function reading(options: Partial<StreamOptions> = {}) {
    const clock = new FakeClock();
    const source = new Source();
    const { carrier, calls } = fakeCarrier(() => source.response);
    const hub = createHub({ carrier, shared: createHubShared() });
    const result = readEvents(hub, '/api/spaces/acme/demo/logs/run', { deadlineMs: 10_000, clock, ...options });
    await settle();
    return { clock, source, calls, result };
}

const data = (...lines: readonly string[]): string => lines.map((line) => `data: ${line}\n\n`).join('');
const texts = ({ events }: Awaited<ReturnType<typeof readEvents>>): string[] => events.map((event) => event.data);

describe('a stream that is read to its end', () => {
    it('asks for a stream and reads it until the deadline', async () => {
        const { clock, source, calls, result } = await reading({ query: { tail: 3 } });
        await source.write(data('1'));
        await clock.advance(9_999);
        await source.write(data('2'));
        await clock.advance(1);
        expect(await result).toEqual({ events: [{ event: 'message', data: '1' }, { event: 'message', data: '2' }], ended: 'deadline' });
        expect(calls[0]?.url).toBe('https://huggingface.co/api/spaces/acme/demo/logs/run?tail=3');
        expect(calls[0]?.headers.accept).toBe('text/event-stream');
        expect(source.cancelled).toBe(true);
        expect(calls[0]?.signal?.aborted).toBe(true);
    });

    it('leaves a stream that is idle, which comments do not keep alive', async () => {
        const { clock, source, result } = await reading({ idleMs: 2_000 });
        await clock.advance(1_500);
        await source.write(data('1'));
        await clock.advance(1_500);
        await source.write(': keep-alive\n\n');
        await clock.advance(500);
        const read = await result;
        expect([texts(read), read.ended, source.cancelled]).toEqual([['1'], 'idle', true]);
    });

    it('leaves a stream when there are enough events', async () => {
        const { source, result } = await reading({ maxEvents: 2 });
        await source.write(data('1', '2', '3'));
        const read = await result;
        expect([texts(read), read.ended, source.cancelled]).toEqual([['1', '2'], 'limit', true]);
    });

    it('leaves a stream of one endless line', async () => {
        const { source, result } = await reading();
        for (let written = 0; written < MAX_STREAM_BYTES; written += 1024 * 1024) await source.write('x'.repeat(1024 * 1024));
        const read = await result;
        expect([read.events.length, read.ended, source.cancelled]).toEqual([0, 'limit', true]);
    });

    it.each(['end', 'breakOff'] as const)('says that the other side is at its end: %s', async (how) => {
        const { source, result } = await reading();
        await source.write(data('1'));
        source[how]();
        const read = await result;
        expect([texts(read), read.ended]).toEqual([['1'], 'server']);
    });

    it('is ended by its caller', async () => {
        const stop = new AbortController();
        const { source, result } = await reading({ signal: stop.signal });
        await source.write(data('1'));
        stop.abort();
        const read = await result;
        expect([texts(read), read.ended, source.cancelled]).toEqual([['1'], 'aborted', true]);
    });

    it('reads characters that are cut in the middle, and replaces broken ones', async () => {
        const { source, result } = await reading({ maxEvents: 2 });
        const bytes = new TextEncoder().encode(data('é😀'));
        for (const byte of bytes) await source.write(new Uint8Array([byte]));
        await source.write(new Uint8Array([...new TextEncoder().encode('data: '), 0xff, 0xc3, 0x0a, 0x0a]));
        expect(texts(await result)).toEqual(['é😀', '\ufffd\ufffd']);
    });

    it('says so when nothing is handed over while the answer lasts', async () => {
        const clock = new FakeClock();
        const { hub, calls } = makeHub(() => new Promise(() => undefined));
        const result = readEvents(hub, '/logs', { deadlineMs: 5_000, clock });
        await settle();
        await clock.advance(5_000);
        expect(await result).toEqual({ events: [], ended: 'cannot-stream' });
        expect(calls[0]?.signal?.aborted).toBe(true);
    });

    it('throws what the Hub says when it refuses', async () => {
        const { hub } = makeHub(() => new Response('{"error":"You don\'t have the rights"}', { status: 403 }));
        expect(await rejection(readEvents(hub, '/logs', { deadlineMs: 5_000, clock: new FakeClock() }))).toMatchObject({ kind: 'forbidden', status: 403 });
    });
});

describe('streamEvents', () => {
    it('hands events over as they come, and closes the connection when nobody reads on', async () => {
        const source = new Source();
        const { hub, calls } = makeHub(() => source.response);
        const stream = streamEvents(hub, '/logs', { deadlineMs: 5_000, clock: new FakeClock() });
        const first = stream.next();
        await source.write(data('1', '2'));
        expect((await first).value).toEqual({ event: 'message', data: '1' });
        await stream.return('aborted');
        expect([source.cancelled, calls[0]?.signal?.aborted]).toEqual([true, true]);
    });

    it('does not count the time in which its reader is busy', async () => {
        const clock = new FakeClock();
        const source = new Source();
        const { hub } = makeHub(() => source.response);
        const stream = streamEvents(hub, '/logs', { deadlineMs: 60_000, idleMs: 1_000, clock });
        const first = stream.next();
        await source.write(data('1'));
        await first;
        await clock.advance(5_000);
        const second = stream.next();
        await source.write(data('2'));
        expect((await second).value).toEqual({ event: 'message', data: '2' });
    });
});
