import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProbeServer, type Ask, type Reply } from './probe-server';

let page: ProbeServer;
let path: string;

beforeAll(async () => {
    page = await ProbeServer.start();
    path = new URL(await page.probe.host.endpointUrl('')).pathname;
});

afterAll(() => page.stop());

const echo = (query = '', ask: Ask = {}): Promise<Reply> => page.ask(`${path}echo${query}`, ask);
const json = { 'content-type': 'application/json' };

describe('an endpoint of the app, at the address of the page', () => {
    it('gets method, headers, query and body as they were sent', async () => {
        const reply = await echo('?a=1&b=%C3%A9', { method: 'POST', headers: { ...json, 'x-webhook-secret': 's', host: 'chat.example.com', origin: 'https://huggingface.co' }, body: '{"n":1}' });
        expect(reply.json()).toMatchObject({ method: 'post', query: { a: '1', b: 'é' }, content: { n: 1 }, headers: { 'x-webhook-secret': 's', host: 'chat.example.com' } });
    });

    it('answers with its own status and headers, and none of the page’s', async () => {
        const reply = await echo('?status=418');
        expect(reply.status).toBe(418);
        expect(reply.headers).toMatchObject({ 'x-probe': 'echo', 'cache-control': 'no-store' });
        expect(reply.headers['content-security-policy']).toBeUndefined();
        expect((await echo('?status=302', { method: 'HEAD' })).status).toBe(500);
    });

    it('may answer bytes, which arrive as they are', async () => {
        const bytes = Buffer.from([0, 255, 254, 13, 10, 128, 0]);
        const response = await fetch(`${page.server.url}${path}echo?bytes=${bytes.toString('hex')}`);
        expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
        expect(Object.fromEntries(response.headers)).toMatchObject({ 'content-type': 'image/png', 'content-length': '7' });
    });

    it('is reached however the body travels', async () => {
        for (const [name, value] of [['transfer-encoding', 'chunked'], ['connection', 'keep-alive'], ['expect', '100-continue'], ['te', 'trailers']] as const) {
            expect((await echo('', { method: 'POST', headers: { ...json, [name]: value }, body: '[1]' })).json()).toMatchObject({ content: [1] });
        }
        expect((await echo('', { method: 'POST', headers: { 'content-type': 'Application/JSON ; charset=utf-8' }, body: '{"n":1}' })).json()).toMatchObject({ content: { n: 1 } });
        expect((await echo('', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b%20c' })).json()).toMatchObject({ content: { a: 'b c' } });
    });

    it('gets at most 100 kB of JSON, and nothing of other kinds', async () => {
        const body = (length: number): string => JSON.stringify({ text: 'x'.repeat(length) });
        expect((await echo('', { method: 'POST', headers: json, body: body(100 * 1024 - 11) })).status).toBe(200);
        expect((await echo('', { method: 'POST', headers: json, body: body(100 * 1024) })).status).toBe(413);
        expect((await echo('', { method: 'POST', headers: { ...json, 'transfer-encoding': 'chunked' }, body: body(300 * 1024) })).status).toBe(413);
        expect((await echo('', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: body(300 * 1024) })).json()).toMatchObject({ content: {} });
        for (const broken of ['{', '1', 'null', '"x"']) {
            expect((await echo('', { method: 'POST', headers: json, body: broken })).status).toBe(400);
        }
    });

    it('asks for a Rocket.Chat login where the app wants one', async () => {
        expect((await page.ask(`${path}who/7`)).status).toBe(401);
        expect((await page.ask(`${path}who/7`, { headers: { ...(await page.probe.host.credentials('alice')), 'X-Auth-Token': 'x' } })).status).toBe(401);
        expect((await page.ask(`${path}who/%D0%B6?a=b`, { headers: { ...(await page.probe.host.credentials('alice')) } })).json()).toEqual({ user: 'alice', params: { id: 'ж' }, query: { a: 'b' } });
    });

    it('is private where the app wants that: only who knows its whole address finds it', async () => {
        const whole = new URL(await page.probe.host.privateEndpointUrl('private')).pathname;
        expect((await page.ask(whole)).json()).toEqual({ hash: true });
        expect((await page.ask(`${path}private`)).status).toBe(404);
        expect((await page.ask(whole.replace(/[^/]+\/private$/, 'guessed/private'))).status).toBe(404);
        expect(await page.ask(whole, { method: 'POST' })).toMatchObject({ status: 500, text: 'the endpoint failed' });
    });

    it.each(['nothing', '', 'echo/more', 'who/', '../../v1/page/start', '%2e%2e/run'])('has to be one that there is: %s', async (name) => {
        expect((await page.ask(`${path}${name}`)).status).toBe(404);
    });

    it('has to have an address that can be read', async () => {
        expect((await page.ask(`${path}who/%E0%A4%A`)).status).toBe(400);
        expect((await page.ask('/api/apps/public/')).status).toBe(404);
        expect((await page.ask('/api/apps/ui.interaction/x', { method: 'POST' })).status).toBe(404);
    });
});
