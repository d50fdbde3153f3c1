import { describe, expect, it } from 'vitest';
import { REQUEST_TIMEOUT_MS, withTimeout } from '../../../../services/hub/wire/timeout';
import { FakeClock, fakeCarrier, rejection, request, settle, type Reply } from '../fakes';

const never = (): Promise<Response> => new Promise(() => undefined);

function timed(reply: Reply) {
    const clock = new FakeClock();
    const { carrier, calls } = fakeCarrier(reply);
    return { clock, calls, send: withTimeout({ carrier, clock }) };
}

describe('withTimeout', () => {
    it('gives up after 20 s and aborts the request', async () => {
        const { send, clock, calls } = timed(never);
        const failure = rejection(send(request()));
        await settle();
        await clock.advance(REQUEST_TIMEOUT_MS - 1);
        expect(calls[0]?.signal?.aborted).toBe(false);
        await clock.advance(1);
        expect(await failure).toMatchObject({ kind: 'timeout' });
        expect(calls[0]?.signal?.aborted).toBe(true);
    });

    it('gives up at the handler\'s deadline, and does not start after it', async () => {
        const { send, clock, calls } = timed(never);
        const failure = rejection(send(request({ deadline: clock.time + 3_000 })));
        await settle();
        await clock.advance(3_000);
        expect(await failure).toMatchObject({ kind: 'timeout' });
        expect(await rejection(send(request({ deadline: clock.time })))).toMatchObject({ kind: 'timeout' });
        expect(calls).toHaveLength(1);
    });

    it('counts a body that never ends', async () => {
        const { send, clock } = timed(() => new Response(new ReadableStream({ pull: () => new Promise(() => undefined) })));
        const failure = rejection(send(request({ maxBytes: 100 })));
        await settle();
        await clock.advance(REQUEST_TIMEOUT_MS);
        expect(await failure).toMatchObject({ kind: 'timeout' });
    });

    it('stops reading a body that is too long, announced or not', async () => {
        const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64)) });
        const { send } = timed(() => new Response(endless));
        expect(await rejection(send(request({ maxBytes: 1_000 })))).toMatchObject({ kind: 'too-large' });
        const announced = timed(() => new Response('x', { headers: { 'content-length': '5000' } }));
        expect(await rejection(announced.send(request({ maxBytes: 1_000 })))).toMatchObject({ kind: 'too-large' });
    });

    it('calls a failed connection unreachable, without the secrets of its message', async () => {
        const { send } = timed(() => { throw new TypeError('fetch failed', { cause: new Error('connect https://u:p@proxy hf_abcdefghijklmnopqrstuvwxyz0123456789') }); });
        const error = await rejection(send(request()));
        expect(error).toMatchObject({ kind: 'unreachable' });
        expect(String(error)).not.toMatch(/hf_[a-z]|u:p@/);
    });

    it('hands the caller\'s own abort on', async () => {
        const { send } = timed(never);
        const aborter = new AbortController();
        const failure = rejection(send(request({ signal: aborter.signal })));
        aborter.abort(new Error('the user left'));
        expect(await failure).toMatchObject({ message: 'the user left' });
    });

    it('leaves no timer behind', async () => {
        const { send, clock, calls } = timed(() => new Response('ok'));
        await send(request());
        await clock.advance(REQUEST_TIMEOUT_MS * 2);
        expect(calls[0]?.signal?.aborted).toBe(false);
    });
});
