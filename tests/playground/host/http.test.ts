import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startProbe } from './probe';
import type { Probe } from './probe';

interface Request {
    method?: string;
    url?: string;
    headers: IncomingMessage['headers'];
    body: string;
}

let probe: Probe;
let server: Server;
let origin = '';
const requests: Request[] = [];

/** Answers as the path says. */
function answer(path: string): { status: number; headers: Record<string, string | string[]>; body: Buffer | string; delay?: number; trickle?: number } {
    const [, kind = '', rest = ''] = /^\/([^/?]+)\/?([^?]*)/.exec(path) ?? [];
    switch (kind) {
        case 'redirect':
            return { status: Number(rest), headers: { location: `http://localhost:${new URL(origin).port}/json` }, body: '' };
        case 'loop':
            return { status: 302, headers: { location: '/loop' }, body: '' };
        case 'problem':
            return { status: 422, headers: { 'content-type': 'application/problem+json' }, body: '{"a":1}' };
        case 'broken':
            return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":' };
        case 'binary':
            return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: Buffer.from([0, 255, 128, 10]) };
        case 'headers':
            return { status: 200, headers: { 'X-Mixed-Case': 'v', 'Link': ['<a>', '<b>'] }, body: 'x' };
        case 'slow':
            return { status: 200, headers: {}, body: 'late', delay: 600 };
        case 'trickle':
            return { status: 200, headers: {}, body: 'late', trickle: 2500 };
        default:
            return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"a":1}' };
    }
}

beforeAll(async () => {
    probe = await startProbe();
    server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
            requests.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
            const { status, headers, body, delay = 0, trickle = 0 } = answer(request.url ?? '');
            setTimeout(() => {
                response.writeHead(status, headers);
                response.flushHeaders();
                setTimeout(() => response.end(body), trickle);
            }, delay);
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await probe.stop();
});

beforeEach(() => {
    requests.length = 0;
});

interface Result {
    url: string;
    statusCode: number;
    headers: Record<string, string>;
    content?: string | number[];
    data?: unknown;
    binary: boolean;
}

const call = (method: string, path: string, options?: Record<string, unknown>): Promise<{ result?: Result; error?: string }> =>
    probe.tell<Result>('http', { method, url: `${origin}${path}`, options });

describe('what an app gets over IHttp', () => {
    it('is parsed for JSON types only', async () => {
        expect((await call('get', '/json')).result).toMatchObject({ statusCode: 200, data: { a: 1 }, content: '{"a":1}' });
        expect((await call('get', '/problem')).result).toMatchObject({ statusCode: 422, data: null, content: '{"a":1}' });
        expect((await call('get', '/broken')).result).toMatchObject({ data: null, content: '{"a":' });
    });

    it('is bytes when the encoding is null', async () => {
        expect((await call('get', '/binary', { encoding: null })).result).toMatchObject({ binary: true, content: [0, 255, 128, 10] });
        expect((await call('get', '/binary', { encoding: 'base64' })).result).toMatchObject({ binary: false, content: 'AP+ACg==' });
    });

    it('has headers in lower case, repeated ones joined', async () => {
        expect((await call('get', '/headers')).result?.headers).toMatchObject({ 'x-mixed-case': 'v', 'link': '<a>, <b>' });
    });

    it('fails with an error when nobody answers', async () => {
        expect((await probe.tell('http', { method: 'get', url: 'http://127.0.0.1:1/' })).error).toContain('request to http://127.0.0.1:1/ failed');
    });

    it('fails when the headers take longer than the time-out, not when the body does', async () => {
        expect((await call('get', '/slow', { timeout: 150 })).error).toContain('aborted');
        expect((await call('get', '/trickle', { timeout: 2000 })).result?.content).toBe('late');
    });
});

describe('redirects', () => {
    it.each([301, 302, 303, 307, 308])('%i goes on with the same method, body and all headers to another host', async (status) => {
        const { result } = await call('post', `/redirect/${status}`, { data: { b: 2 }, headers: { Authorization: 'Bearer t' } });
        expect(result).toMatchObject({ statusCode: 200, url: `${origin}/redirect/${status}` });
        expect(requests.map(({ method, url, body }) => [method, url, body])).toEqual([['POST', `/redirect/${status}`, '{"b":2}'], ['POST', '/json', '{"b":2}']]);
        expect(requests[1]?.headers).toMatchObject({ authorization: 'Bearer t', host: `localhost:${new URL(origin).port}` });
    });

    it('end after five', async () => {
        expect((await call('get', '/loop')).error).toBe('error-too-many-redirects');
        expect(requests).toHaveLength(6);
    });
});

describe('what an app sends', () => {
    it.each(['post', 'put', 'del'])('as data is JSON with %s', async (method) => {
        await call(method, '/json', { data: { b: 2 } });
        expect(requests[0]).toMatchObject({ body: '{"b":2}', headers: expect.objectContaining({ 'content-type': 'application/json' }) as object });
    });

    it('as data is lost with PATCH, as content it arrives', async () => {
        await call('patch', '/json', { data: { b: 2 } });
        await call('patch', '/json', { content: '{"b":2}', headers: { 'Content-Type': 'application/json' } });
        expect(requests.map((request) => request.body)).toEqual(['[object Object]', '{"b":2}']);
    });

    it('as content gets no JSON type by itself', async () => {
        await call('post', '/json', { content: '{"b":2}' });
        expect(requests[0]?.headers['content-type']).not.toContain('json');
    });

    it('as params goes to the query for GET, with falsy values dropped', async () => {
        await call('get', '/json?a=1', { params: { b: '2', c: '' }, data: { gone: true } });
        expect(requests[0]).toMatchObject({ url: '/json?a=1&b=2', body: '' });
    });

    it('as params becomes a form when there is no body, and the query when there is one', async () => {
        await call('post', '/json', { params: { b: '2' } });
        await call('post', '/json', { params: { b: '2' }, content: 'x' });
        expect(requests[0]).toMatchObject({ url: '/json', body: 'b=2', headers: expect.objectContaining({ 'content-type': 'application/x-www-form-urlencoded' }) as object });
        expect(requests[1]).toMatchObject({ url: '/json?b=2', body: 'x' });
    });

    it('as auth is Basic', async () => {
        await call('get', '/json', { auth: 'u:p' });
        expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
        expect((await call('get', '/json', { auth: 'u' })).error).toContain('username:password');
    });

    it('reaches private addresses unless it asks for validation', async () => {
        expect((await call('get', '/json', { ssrfValidation: true })).error).toBe('error-ssrf-validation-failed');
        expect(requests).toEqual([]);
    });
});
