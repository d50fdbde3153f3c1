import { describe, expect, it } from 'vitest';
import { withBearer } from '../../../../services/hub/wire/bearer';
import { MAX_REDIRECTS, withRedirects } from '../../../../services/hub/wire/redirects';
import type { HubRequest } from '../../../../services/hub/wire/request';
import { rejection, request } from '../fakes';

const HUB = 'https://huggingface.co';

function following(routes: Record<string, { status: number; location?: string }>) {
    const seen: HubRequest[] = [];
    const bearer = withBearer({ token: () => Promise.resolve({ token: 'hf_secret', id: 'alice' }), origins: new Set([HUB]) });
    const send = withRedirects(bearer((asked) => {
        seen.push(asked);
        const { status, location } = routes[asked.url] ?? { status: 200 };
        return Promise.resolve(new Response(null, { status, headers: location === undefined ? {} : { location } }));
    }));
    return { send, seen };
}

describe('withRedirects over withBearer', () => {
    it('follows a relative 307 with method, body and token', async () => {
        const { send, seen } = following({ [`${HUB}/api/models/gpt2`]: { status: 307, location: '/api/models/openai-community/gpt2' } });
        await send(request({ url: `${HUB}/api/models/gpt2`, method: 'PUT', body: 'x' }));
        expect(seen.map(({ url, method, body, headers }) => [url, method, body, headers['authorization']])).toEqual([
            [`${HUB}/api/models/gpt2`, 'PUT', 'x', 'Bearer hf_secret'],
            [`${HUB}/api/models/openai-community/gpt2`, 'PUT', 'x', 'Bearer hf_secret'],
        ]);
    });

    it('takes no credential to another host, not even one that the caller set', async () => {
        const { send, seen } = following({ [`${HUB}/a`]: { status: 302, location: 'https://cdn.example/blob?sig=1' } });
        await send(request({ url: `${HUB}/a`, headers: { authorization: 'Bearer mine', cookie: 'c=1', range: 'bytes=0-1' } }));
        expect(seen[0]?.headers['authorization']).toBe('Bearer mine');
        expect(seen[1]?.headers).toEqual({ range: 'bytes=0-1' });
    });

    it('knows hosts by their origin, not by how they begin', async () => {
        for (const location of ['https://huggingface.co.evil.example/', 'https://huggingface.co:8443/', 'https://huggingface.co@evil.example/']) {
            const { send, seen } = following({ [`${HUB}/a`]: { status: 302, location } });
            await send(request({ url: `${HUB}/a` }));
            expect(seen[1]?.headers).not.toHaveProperty('authorization');
        }
    });

    it('takes no body to another host', async () => {
        const { send, seen } = following({ [`${HUB}/oauth/token`]: { status: 307, location: 'https://evil.example/' }, [`${HUB}/form`]: { status: 303, location: 'https://other.example/' } });
        expect(await rejection(send(request({ url: `${HUB}/oauth/token`, method: 'POST', body: 'refresh_token=x' })))).toMatchObject({ kind: 'bad-redirect' });
        await send(request({ url: `${HUB}/form`, method: 'POST', body: 'refresh_token=x' }));
        expect(seen.map(({ url, body }) => [new URL(url).host, body])).toEqual([['huggingface.co', 'refresh_token=x'], ['huggingface.co', 'refresh_token=x'], ['other.example', undefined]]);
    });

    it('gives up after five hops', async () => {
        const { send, seen } = following({ [`${HUB}/a`]: { status: 302, location: '/a' } });
        expect(await rejection(send(request({ url: `${HUB}/a` })))).toMatchObject({ kind: 'bad-redirect' });
        expect(seen).toHaveLength(MAX_REDIRECTS + 1);
    });

    it.each(['http://huggingface.co/a', 'file:///etc/passwd', 'data:text/plain,x', 'http://['])('refuses to go to %s', async (location) => {
        const { send } = following({ [`${HUB}/a`]: { status: 302, location } });
        expect(await rejection(send(request({ url: `${HUB}/a` })))).toMatchObject({ kind: 'bad-redirect' });
    });

    it('turns a 303 into a GET without a body', async () => {
        const { send, seen } = following({ [`${HUB}/a`]: { status: 303, location: '/b' } });
        await send(request({ url: `${HUB}/a`, method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }));
        expect(seen[1]).toMatchObject({ method: 'GET', body: undefined });
        expect(seen[1]?.headers).not.toHaveProperty('content-type');
    });

    it('hands 3xx back when asked to', async () => {
        const { send } = following({ [`${HUB}/a`]: { status: 302, location: '/b' } });
        expect((await send(request({ url: `${HUB}/a`, followRedirects: false }))).status).toBe(302);
    });

    it('sends nothing for anonymous calls', async () => {
        const { send, seen } = following({});
        await send(request({ anonymous: true }));
        expect(seen[0]?.headers).toEqual({});
    });
});
