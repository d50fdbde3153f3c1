import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HubError } from '../../../../services/hub';
import { ByteLru } from '../../../../services/hub/wire/byte-lru';
import { CACHE_BYTES, HubCache, withCache } from '../../../../services/hub/wire/cache';
import type { HubRequest, Send } from '../../../../services/hub/wire/request';
import { FakeClock, rejection, request } from '../fakes';

const CACHED = { ttlMs: 1_000, shared: false };

function cached(reply: (request: HubRequest, index: number) => Response | Promise<Response>, maxBytes?: number) {
    const clock = new FakeClock();
    const cache = new HubCache(maxBytes);
    const seen: HubRequest[] = [];
    const next: Send = async (asked) => {
        seen.push(asked);
        return reply(asked, seen.length - 1);
    };
    const send = withCache({ cache, clock })(next);
    const read = async (changes: Partial<HubRequest> = {}) => {
        const { response, ageMs, stale } = await send(request({ cache: CACHED, ...changes }));
        return { text: await response.text(), status: response.status, ageMs, stale };
    };
    return { clock, cache, seen, read };
}

describe('withCache', () => {
    it('answers from memory while fresh, and asks again after that', async () => {
        const { read, clock, seen } = cached((_, index) => new Response(`v${index}`));
        expect(await read()).toEqual({ text: 'v0', status: 200, ageMs: 0, stale: false });
        clock.time += 999;
        expect(await read()).toEqual({ text: 'v0', status: 200, ageMs: 999, stale: false });
        clock.time += 1;
        expect(await read()).toMatchObject({ text: 'v1', ageMs: 0 });
        expect(seen).toHaveLength(2);
    });

    it('asks once when many ask at once', async () => {
        let release: (response: Response) => void = () => undefined;
        const { read, seen } = cached(() => new Promise<Response>((resolve) => { release = resolve; }));
        const many = Array.from({ length: 50 }, () => read());
        release(new Response('one'));
        expect(new Set((await Promise.all(many)).map(({ text }) => text))).toEqual(new Set(['one']));
        expect(seen).toHaveLength(1);
    });

    it('keeps accounts apart, and shares what is the same for everybody', async () => {
        const { read } = cached(({ identity }) => new Response(identity));
        expect((await read({ identity: 'alice' })).text).toBe('alice');
        expect((await read({ identity: 'bob' })).text).toBe('bob');
        const shared = { ttlMs: 1_000, shared: true };
        expect((await read({ identity: 'alice', cache: shared })).text).toBe('alice');
        expect((await read({ identity: 'bob', cache: shared })).text).toBe('alice');
    });

    it.each([401, 403, 404, 410])('never again shows what was refused with %i meanwhile', async (status) => {
        const answers = [200, status, 503].map((one) => () => new Response('private', { status: one }));
        const { read, clock } = cached((_, index) => answers[index]?.() ?? new Response());
        await read();
        clock.time += 1_000;
        expect(await read()).toMatchObject({ status });
        expect(await read()).toMatchObject({ status: 503, stale: false });
    });

    it('keeps parts of a file apart', async () => {
        const { read } = cached(({ headers }) => new Response(headers['range']));
        expect((await read({ headers: { range: 'bytes=0-9' } })).text).toBe('bytes=0-9');
        expect((await read({ headers: { range: 'bytes=10-19' } })).text).toBe('bytes=10-19');
    });

    it.each(['unreachable', 'timeout', 'rate-limited', 'unavailable'] as const)('serves an older answer when the Hub is %s, and says so', async (kind) => {
        const { read, clock } = cached((_, index) => {
            if (index > 0) throw new HubError({ kind, target: 'GET x' });
            return new Response('old');
        });
        await read();
        clock.time += 60_000;
        expect(await read()).toEqual({ text: 'old', status: 200, ageMs: 60_000, stale: true });
    });

    it.each([429, 500, 503])('serves an older answer on status %i', async (status) => {
        const { read, clock } = cached((_, index) => (index > 0 ? new Response('', { status }) : new Response('old')));
        await read();
        clock.time += 2_000;
        expect(await read()).toMatchObject({ text: 'old', stale: true });
    });

    it.each([401, 403, 404])('does not hide status %i behind an older answer', async (status) => {
        const { read, clock } = cached((_, index) => (index > 0 ? new Response('', { status }) : new Response('old')));
        await read();
        clock.time += 2_000;
        expect(await read()).toMatchObject({ status, stale: false });
    });

    it('keeps no failures, and has nothing to serve before the first answer', async () => {
        const { read, seen } = cached(() => { throw new HubError({ kind: 'unreachable', target: 'GET x' }); });
        expect(await rejection(read())).toMatchObject({ kind: 'unreachable' });
        await rejection(read());
        expect(seen).toHaveLength(2);
    });

    it('is impatient while it holds an older answer', async () => {
        const { read, clock, seen } = cached(() => new Response('x'));
        await read();
        clock.time += 2_000;
        await read();
        expect(seen.map(({ retries, waitBudgetMs }) => [retries, waitBudgetMs])).toEqual([[5, 5_000], [1, 0]]);
    });

    it('lets one caller leave without failing the others', async () => {
        let release: (response: Response) => void = () => undefined;
        const { read, seen } = cached(() => new Promise<Response>((resolve) => { release = resolve; }));
        const leaver = new AbortController();
        const [left, stayed] = [read({ signal: leaver.signal }), read()];
        leaver.abort(new Error('gone'));
        expect(seen.map(({ signal }) => signal)).toEqual([undefined]);
        release(new Response('here'));
        expect(await rejection(left)).toMatchObject({ message: 'gone' });
        expect((await stayed).text).toBe('here');
    });

    it('forgets a repository after a write, answers under way included', async () => {
        const releases: ((response: Response) => void)[] = [];
        const { read, cache } = cached(() => new Promise<Response>((resolve) => { releases.push(resolve); }));
        const before = read({ url: 'https://huggingface.co/api/models/acme/demo' });
        cache.forget('acme/demo');
        const after = read({ url: 'https://huggingface.co/api/models/acme/demo' });
        releases[1]?.(new Response('after the write'));
        expect((await after).text).toBe('after the write');
        releases[0]?.(new Response('before the write'));
        expect((await before).text).toBe('before the write');
        expect((await read({ url: 'https://huggingface.co/api/models/acme/demo' })).text).toBe('after the write');
    });

    it('never holds more bytes than it may', async () => {
        await fc.assert(fc.asyncProperty(fc.array(fc.record({ id: fc.nat(20), size: fc.nat(6_000) }), { maxLength: 60 }), async (asks) => {
            const sizes = new Map(asks.map(({ id, size }) => [String(id), size]));
            const { read, cache } = cached(({ url }) => new Response('x'.repeat(sizes.get(url.split('/').at(-1) ?? '') ?? 0)), 20_000);
            for (const { id } of asks) {
                await read({ url: `https://huggingface.co/${id}` });
                expect(cache.bytes).toBeLessThanOrEqual(20_000);
            }
        }), { numRuns: 30 });
    });
});

describe('HubCache', () => {
    const at = (id: string) => ({ url: `https://huggingface.co/api/models/${id}` });

    it('tells how much it holds and how often that saved a request', async () => {
        const { read, cache, clock } = cached(() => new Response('x'.repeat(500)));
        expect(cache.status(clock.now())).toEqual({ entries: 0, bytes: 0, maxBytes: CACHE_BYTES, expired: 0, hits: 0, misses: 0, stale: 0 });
        await read(at('a/1'));
        clock.time += 400;
        await read(at('a/2'));
        await read(at('a/1'));
        const { bytes, ...rest } = cache.status(clock.now());
        expect(rest).toEqual({ entries: 2, maxBytes: CACHE_BYTES, expired: 0, oldestAgeMs: 400, hits: 1, misses: 2, stale: 0 });
        expect(bytes).toBeGreaterThan(1_000);
        expect(bytes).toBe(cache.bytes);
    });

    it('counts who waits for the request of another as saved, and what is asked past the cache not at all', async () => {
        let release: (response: Response) => void = () => undefined;
        const { read, cache, clock } = cached(() => new Promise<Response>((resolve) => { release = resolve; }));
        const many = Array.from({ length: 10 }, () => read());
        release(new Response('one'));
        await Promise.all(many);
        expect(cache.status(clock.now())).toMatchObject({ hits: 9, misses: 1 });
        const past = read({ cache: undefined });
        release(new Response('two'));
        await past;
        expect(cache.status(clock.now())).toMatchObject({ hits: 9, misses: 1 });
    });

    it('counts what had to do because the Hub could not be asked', async () => {
        const { read, cache, clock } = cached((_, index) => new Response('x', { status: index === 0 ? 200 : 503 }));
        await read();
        clock.time += 1_000;
        expect(await read()).toMatchObject({ stale: true });
        expect(cache.status(clock.now())).toMatchObject({ hits: 0, misses: 2, stale: 1, expired: 1 });
    });

    it('removes what is past its time, and nothing else', async () => {
        const { read, cache, clock, seen } = cached(() => new Response('x'));
        await read(at('a/old'));
        clock.time += 600;
        await read(at('a/young'));
        clock.time += 400;
        expect(cache.status(clock.now())).toMatchObject({ entries: 2, expired: 1 });
        expect(cache.prune(clock.now())).toMatchObject({ entries: 1 });
        expect(cache.prune(clock.now())).toEqual({ entries: 0, bytes: 0 });
        await read(at('a/young'));
        expect(seen).toHaveLength(2);
    });

    it('takes an answer as fresh for as long as anybody who asks for it does', async () => {
        const { read, cache, clock } = cached(() => new Response('x'));
        const impatient = { cache: { ttlMs: 0, shared: false } };
        await read(impatient);
        expect(cache.status(clock.now())).toMatchObject({ expired: 1 });
        await read();
        expect(cache.status(clock.now())).toMatchObject({ expired: 0, hits: 1 });
        await read(impatient);
        clock.time += 999;
        expect(cache.prune(clock.now())).toMatchObject({ entries: 0 });
    });

    it('removes everything, also what is still under way', async () => {
        const releases: ((response: Response) => void)[] = [];
        const { read, cache, clock, seen } = cached(() => new Promise<Response>((resolve) => { releases.push(resolve); }));
        const first = read(at('a/1'));
        releases[0]?.(new Response('kept'));
        await first;
        const underWay = read(at('a/2'));
        const { bytes } = cache;
        expect(cache.clear()).toEqual({ entries: 1, bytes });
        releases[1]?.(new Response('late'));
        expect((await underWay).text).toBe('late');
        expect(cache.status(clock.now())).toMatchObject({ entries: 0, bytes: 0 });
        const again = read(at('a/1'));
        releases[2]?.(new Response('anew'));
        expect((await again).text).toBe('anew');
        expect(seen).toHaveLength(3);
    });
});

describe('ByteLru', () => {
    it('counts what it holds, and drops what was used longest ago', () => {
        const lru = new ByteLru<{ bytes: number }>(400);
        for (const key of ['a', 'b', 'c', 'd']) lru.set(key, { bytes: 100 });
        lru.get('a');
        lru.set('e', { bytes: 100 });
        expect(['a', 'b', 'c', 'd', 'e'].filter((key) => lru.get(key) !== undefined)).toEqual(['a', 'c', 'd', 'e']);
        expect(lru.bytes).toBe(400);
    });

    it('agrees with a plain sum under any sequence of sets and deletes', () => {
        const step = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), bytes: fc.nat(60), remove: fc.boolean() });
        fc.assert(fc.property(fc.array(step), (steps) => {
            const lru = new ByteLru<{ bytes: number }>(200);
            for (const { key, bytes, remove } of steps) {
                if (remove) lru.delete(key);
                else lru.set(key, { bytes });
                const held = ['a', 'b', 'c', 'd', 'e'].reduce((sum, one) => sum + (lru.get(one)?.bytes ?? 0), 0);
                expect(lru.bytes).toBe(held);
                expect(lru.bytes).toBeLessThanOrEqual(200);
            }
        }));
    });
});
