import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HubError } from '../../../../services/hub';
import { RateLimits, withRateLimit } from '../../../../services/hub/wire/rate-limit';
import { parseRateLimit, parseRetryAfter } from '../../../../services/hub/wire/rate-limit-header';
import type { Send } from '../../../../services/hub/wire/request';
import { JumpingClock, rejection, request } from '../fakes';

function headers(limit: string, policy?: string): Headers {
    return new Headers({ RateLimit: limit, ...(policy === undefined ? {} : { 'RateLimit-Policy': policy }) });
}

describe('parseRateLimit', () => {
    it('reads what the Hub sends', () => {
        expect(parseRateLimit(headers('"api";r=499;t=212', '"fixed window";"api";q=500;w=300')))
            .toEqual({ bucket: 'api', remaining: 499, resetSeconds: 212, quota: 500 });
    });

    it('reads every well-formed header back, blanks or not', () => {
        const nat = fc.nat({ max: 999_999_999 });
        fc.assert(fc.property(fc.constantFrom('api', 'resolvers', 'pages'), nat, nat, fc.constantFrom('', ' ', '  '), (bucket, r, t, gap) => {
            expect(parseRateLimit(headers(`"${bucket}";${gap}r=${r}${gap};t=${t}`))).toEqual({ bucket, remaining: r, resetSeconds: t });
        }));
    });

    it('never throws and never invents a number', () => {
        const printable = fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)) });
        fc.assert(fc.property(printable, printable, (limit, policy) => {
            const state = parseRateLimit(headers(limit, policy));
            if (state) expect(limit).toContain(String(state.remaining));
        }));
    });

    it.each(['', 'api;r=1;t=2', '"api";r=-1;t=2', '"api";t=2', '"api";r=1;t=99999999999'])('leaves %j alone', (limit) => {
        expect(parseRateLimit(headers(limit))).toBeUndefined();
    });
});

describe('parseRetryAfter', () => {
    it.each([
        ['120', 120_000],
        ['Thu, 01 Jan 1970 00:00:10 GMT', 9_000],
        ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
        ['-1', undefined], ['soon', undefined], ['1.5', undefined], [null, undefined],
    ])('%j → %j', (value, expected) => expect(parseRetryAfter(value, 1_000)).toBe(expected));
});

function answer(status: number, limit?: string): Response {
    return new Response('', { status, headers: limit === undefined ? {} : { RateLimit: limit } });
}

function paced(replies: Response[]) {
    const clock = new JumpingClock();
    const limits = new RateLimits();
    let sent = 0;
    const next: Send = () => Promise.resolve(replies[Math.min(sent++, replies.length - 1)] ?? answer(200));
    return { clock, limits, send: withRateLimit({ limits, clock })(next), sent: () => sent };
}

describe('withRateLimit', () => {
    it('waits t + 1 s after a 429 when that fits the budget', async () => {
        const { send, clock } = paced([answer(429, '"api";r=0;t=2'), answer(200)]);
        expect((await send(request())).status).toBe(200);
        expect(clock.slept).toEqual([3_000]);
    });

    it('says when the bucket reopens when it does not', async () => {
        const { send, clock } = paced([answer(429, '"api";r=0;t=200')]);
        const error = await rejection(send(request()));
        expect(error).toBeInstanceOf(HubError);
        expect(error).toMatchObject({ kind: 'rate-limited', reopensAt: clock.time + 201_000 });
    });

    it('does not ask in vain once an answer said that nothing is left', async () => {
        const { send, sent } = paced([answer(200, '"api";r=0;t=200')]);
        await send(request());
        expect(await rejection(send(request()))).toMatchObject({ kind: 'rate-limited' });
        expect(sent()).toBe(1);
        expect((await send(request({ identity: 'somebody else' }))).status).toBe(200);
        expect((await send(request({ url: 'https://huggingface.co/gpt2/resolve/main/README.md' }))).status).toBe(200);
    });

    it('asks again after the window has restarted', async () => {
        const { send, clock } = paced([answer(200, '"api";r=0;t=200'), answer(200)]);
        await send(request());
        clock.time += 201_000;
        expect((await send(request())).status).toBe(200);
    });

    it('backs off without any header, until the budget is used up', async () => {
        const { send, clock } = paced([answer(429)]);
        const error = await rejection(send(request()));
        expect(error).toMatchObject({ kind: 'rate-limited', reopensAt: undefined });
        expect(clock.slept).toEqual([1_000, 2_000]);
    });

    it('never waits beyond the deadline', async () => {
        const { send, clock } = paced([answer(429, '"api";r=0;t=2')]);
        await rejection(send(request({ deadline: clock.time + 2_000 })));
        expect(clock.slept).toEqual([]);
    });

    it('keeps what is left per identity', async () => {
        const { send, limits, clock } = paced([answer(200, '"api";r=7;t=200')]);
        await send(request({ identity: 'alice' }));
        expect(limits.of('alice', clock.time)).toMatchObject([{ bucket: 'api', remaining: 7 }]);
        expect(limits.of('bob', clock.time)).toEqual([]);
    });
});
