import { listFiles, modelInfo as libraryModelInfo } from '@huggingface/hub';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createHubShared, type Token } from '../../../services/hub';
import { FakeClock, json, makeHub, rejection } from './fakes';

const anything = z.looseObject({});
const alice: Token = { token: 'hf_alice', id: 'alice' };

describe('createHub', () => {
    it('reads the token when a request needs it, and once', async () => {
        let asked = 0;
        const token = () => {
            asked++;
            return Promise.resolve(alice);
        };
        const { hub, calls } = makeHub(() => json({}), { token });
        expect(asked).toBe(0);
        await Promise.all([hub.getJson(anything, '/api/a'), hub.getJson(anything, '/api/b')]);
        expect(asked).toBe(1);
        expect(calls.map(({ headers }) => headers['authorization'])).toEqual(['Bearer hf_alice', 'Bearer hf_alice']);
        expect(await hub.identity()).toBe('alice');
    });

    it('asks the token source again after it failed', async () => {
        let asked = 0;
        const token = () => (asked++ === 0 ? Promise.reject(new Error('locked')) : Promise.resolve(alice));
        const { hub } = makeHub(() => json({}), { token });
        expect(await rejection(hub.identity())).toMatchObject({ message: 'locked' });
        expect(await hub.identity()).toBe('alice');
    });

    it('sends nothing for anonymous reads', async () => {
        const { hub, calls } = makeHub(() => json({}), { token: () => Promise.resolve(alice) });
        await hub.getJson(anything, '/api/a', { anonymous: true });
        expect(calls[0]?.headers).not.toHaveProperty('authorization');
    });

    it('puts path and query below the base that was asked for', async () => {
        const { hub, calls } = makeHub(() => json({}), { urls: { viewer: 'https://viewer.example/v/' } });
        await hub.getJson(anything, '/size', { base: 'viewer', query: { dataset: 'a/b c', expand: ['x', 'y'], none: undefined, yes: true } });
        expect(calls[0]?.url).toBe('https://viewer.example/v/size?dataset=a%2Fb+c&expand=x&expand=y&yes=true');
    });

    it('turns answers outside 2xx into errors, JSON that is none into a shape error', async () => {
        const { hub } = makeHub(({ url }) => (url.endsWith('/text') ? new Response('<html>') : json({ error: 'no' }, { status: 403 })));
        expect(await rejection(hub.getJson(anything, '/api/a'))).toMatchObject({ kind: 'forbidden', hubMessage: 'no' });
        expect(await rejection(hub.getJson(anything, '/text'))).toMatchObject({ kind: 'shape' });
    });

    it('shares the cache between the hubs of a process, by account', async () => {
        const shared = createHubShared();
        const clock = new FakeClock();
        const first = makeHub(() => json({ n: 1 }), { shared, clock, token: () => Promise.resolve(alice) });
        const second = makeHub(() => json({ n: 2 }), { shared, clock, token: () => Promise.resolve(alice) });
        const third = makeHub(() => json({ n: 3 }), { shared, clock });
        await first.hub.getJson(anything, '/api/a', { ttlMs: 10_000 });
        clock.time += 4_000;
        expect(await second.hub.getJson(anything, '/api/a', { ttlMs: 10_000 })).toEqual({ value: { n: 1 }, ageMs: 4_000, stale: false });
        expect((await third.hub.getJson(anything, '/api/a', { ttlMs: 10_000 })).value).toEqual({ n: 3 });
        second.hub.forget('/api/a');
        expect((await second.hub.getJson(anything, '/api/a', { ttlMs: 10_000 })).value).toEqual({ n: 2 });
    });

    it('pages by the cursor of the Link header, with the filters of the first page', async () => {
        const link = (rest: string): ResponseInit => ({ headers: { link: `<https://huggingface.co/api/models?${rest}>; rel="next"` } });
        const { hub, calls } = makeHub((_, index) => json([{ id: `m${index}` }], index === 0 ? link('author=acme&cursor=abc%3D&limit=1') : {}));
        const item = z.looseObject({ id: z.string() });
        const first = await hub.getPage(item, '/api/models', { query: { author: 'acme' } });
        expect(first.value).toEqual({ items: [{ id: 'm0' }], next: 'abc=' });
        const second = await hub.getPage(item, '/api/models', { query: { author: 'acme' }, cursor: first.value.next });
        expect(second.value).toEqual({ items: [{ id: 'm1' }] });
        expect(calls[1]?.url).toBe('https://huggingface.co/api/models?author=acme&cursor=abc%3D');
    });

    it('pages by number where the Hub counts pages', async () => {
        const { hub, calls } = makeHub((_, index) => json([], index === 0 ? { headers: { link: '</api/x/commits/main?p=1&limit=5>; rel="next", </y>; rel="first"' } } : {}));
        const { value } = await hub.getPage(anything, '/api/x/commits/main', { query: { limit: 5 } });
        await hub.getPage(anything, '/api/x/commits/main', { query: { limit: 5 }, cursor: value.next });
        expect(calls[1]?.url).toBe('https://huggingface.co/api/x/commits/main?p=1&limit=5');
    });

    it('lets a forged cursor ask for nothing but another page', async () => {
        const { hub, calls } = makeHub(() => json([]));
        for (const cursor of ['https://evil.example/', '?x=1#/../..', '/../../api/whoami-v2', 'x'.repeat(10_000)]) await hub.getPage(anything, '/api/models', { cursor });
        expect(calls.map(({ url }) => new URL(url).origin + new URL(url).pathname)).toEqual(Array(4).fill('https://huggingface.co/api/models'));
    });

    it('cuts the part out itself when a server ignores Range', async () => {
        const { hub, calls } = makeHub(() => new Response('0123456789'));
        expect(new TextDecoder().decode((await hub.getBytes('/f', { range: { from: 3, length: 4 } })).value)).toBe('3456');
        expect(calls[0]?.headers['range']).toBe('bytes=3-6');
    });

    it('encodes bodies by what they are', async () => {
        const { hub, calls } = makeHub(() => json({}));
        const send = (body: unknown) => hub.send(anything, '/x', { method: 'POST', body });
        await send({ a: 1 });
        await send(new URLSearchParams({ a: '1' }));
        await send('{"line":1}\n');
        expect(calls.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
            ['{"a":1}', 'application/json'], ['a=1', 'application/x-www-form-urlencoded'], ['{"line":1}\n', 'text/plain;charset=UTF-8'],
        ]);
    });

    it('never sends a write twice unless told that it may', async () => {
        const { hub, calls } = makeHub(() => new Response('', { status: 503 }));
        expect(await rejection(hub.send(anything, '/x', { method: 'POST' }))).toMatchObject({ kind: 'unavailable' });
        expect(calls).toHaveLength(1);
    });

    it('tells what is left of the rate buckets', async () => {
        const clock = new FakeClock();
        const { hub } = makeHub(() => json({}, { headers: { ratelimit: '"api";r=41;t=100', 'ratelimit-policy': '"fixed window";"api";q=500;w=300' } }), { clock });
        await hub.getJson(anything, '/api/a');
        expect(await hub.rateBudgets()).toEqual([{ bucket: 'api', remaining: 41, quota: 500, resetsAt: clock.time + 101_000 }]);
    });
});

describe('fetch', () => {
    it('takes strings, paths, URLs and Requests', async () => {
        const { hub, calls } = makeHub(() => json({}));
        await hub.fetch('https://huggingface.co/a');
        await hub.fetch('/b');
        await hub.fetch(new URL('https://huggingface.co/c'));
        await hub.fetch(new Request('https://huggingface.co/d', { method: 'POST', body: 'x', headers: { 'X-Y': 'z' } }));
        expect(calls.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual(['GET /a', 'GET /b', 'GET /c', 'POST /d']);
        expect(calls[3]?.headers).toMatchObject({ 'x-y': 'z', 'content-type': 'text/plain;charset=UTF-8' });
    });

    it('hands every status back, fetchOk only good ones', async () => {
        const { hub } = makeHub(() => json({ error: 'gone' }, { status: 404 }));
        expect((await hub.fetch('/a')).status).toBe(404);
        expect(await rejection(hub.fetchOk('/a'))).toMatchObject({ kind: 'not-found', hubMessage: 'gone' });
    });

    it('streams: a body is not read before its reader wants it', async () => {
        let pulled = 0;
        const body = new ReadableStream<Uint8Array>({
            pull: (controller) => {
                pulled++;
                controller.enqueue(new Uint8Array(1_000));
            },
        }, { highWaterMark: 0 });
        const { hub } = makeHub(() => new Response(body));
        const response = await hub.fetch('/big');
        expect(pulled).toBe(0);
        await response.body?.cancel();
    });

    it('serves @huggingface/hub', async () => {
        const { hub, calls } = makeHub(({ url }) => (url.includes('/tree/')
            ? json([{ type: 'file', path: 'a.txt', size: 1, oid: 'x' }])
            : json({ _id: '1', id: 'acme/demo', private: false, downloads: 1, likes: 2, lastModified: '2026-01-01T00:00:00.000Z' })), { token: () => Promise.resolve(alice) });
        const files: string[] = [];
        for await (const { path } of listFiles({ repo: 'acme/demo', fetch: hub.fetch })) files.push(path);
        expect(files).toEqual(['a.txt']);
        expect((await libraryModelInfo({ name: 'acme/demo', fetch: hub.fetchOk })).name).toBe('acme/demo');
        expect(calls.every(({ headers }) => headers['authorization'] === 'Bearer hf_alice')).toBe(true);
    });
});
