import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERBS } from '../../playground/page/server/verbs';
import { ProbeServer, type Ask, type Reply } from './probe-server';

let page: ProbeServer;

beforeAll(async () => {
    page = await ProbeServer.start();
});

afterAll(() => page.stop());

const login = (body: string): Promise<Reply> => page.ask('/api/v1/login', { method: 'POST', body });
const start = (ask: Ask): Promise<Reply> => page.ask('/api/v1/page/start', { method: 'POST', body: '{}', ...ask });

describe('the login', () => {
    it('gives a person’s credentials, and those only', async () => {
        const reply = await login('{"user":"alice"}');
        expect(reply.status).toBe(200);
        expect(reply.json()).toEqual(await page.probe.host.credentials('alice'));
    });

    it.each(['{}', 'null', '[]', '"alice"', '{"user":null}', '{"user":{"$ne":null}}', '{"user":["alice"]}', '{"user":"nobody"}', '{"user":"rocket.cat"}', '{"user":"probe.bot"}', '{"__proto__":{"user":"alice"}}'])('is refused for %s', async (body) => {
        expect((await login(body)).status).toBe(401);
    });

    it('wants JSON of a reasonable size', async () => {
        expect((await login('user=alice')).status).toBe(400);
        expect((await login('')).status).toBe(400);
        expect((await login(`{"user":"${'a'.repeat(1024 * 1024)}"}`)).status).toBe(413);
    });

    it('is asked for by every call but itself and the page’s own files', async () => {
        for (const verb of Object.keys(VERBS)) {
            expect([verb, (await page.ask(`/api/v1/page/${verb}`, { method: 'POST', body: '{}' })).status]).toEqual([verb, 401]);
        }
        expect((await page.ask('/api/v1/upload/general', { method: 'POST', body: 'x' })).status).toBe(401);
        expect((await page.ask('/api/v1/file/x')).status).toBe(401);
        expect((await page.ask('/api/v1/whatever')).status).toBe(401);
    });

    it('does not take a wrong token, or another user’s', async () => {
        const [alice, bo] = [await page.probe.host.credentials('alice'), await page.probe.host.credentials('bo')];
        expect((await start({ headers: { ...alice } })).status).toBe(200);
        const wrong: Array<Record<string, string>> = [
            { 'X-User-Id': alice['X-User-Id'], 'X-Auth-Token': bo['X-Auth-Token'] },
            { 'X-User-Id': alice['X-User-Id'], 'X-Auth-Token': '' },
            { 'X-User-Id': alice['X-User-Id'], 'X-Auth-Token': `${alice['X-Auth-Token']}x` },
            { 'X-User-Id': 'alice', 'X-Auth-Token': alice['X-Auth-Token'] },
            { 'X-User-Id': '', 'X-Auth-Token': alice['X-Auth-Token'] },
            { 'X-User-Id': alice['X-User-Id'] },
        ];
        for (const headers of wrong) {
            expect((await start({ headers })).status).toBe(401);
        }
    });
});

describe('who may talk to it', () => {
    it('is a page that it served itself: another name of this machine, or another site, gets no answer', async () => {
        const headers = { ...(await page.probe.host.credentials('alice')) };
        const { host } = new URL(page.server.url);
        const own = { ...headers, host, origin: page.server.url };
        expect((await start({ headers: own })).status).toBe(200);
        expect((await start({ headers: { ...own, host: host.replace('127.0.0.1', 'localhost'), origin: `http://${host.replace('127.0.0.1', 'localhost')}` } })).status).toBe(200);
        for (const other of [{ host: 'evil.example' }, { host: `evil.example:${new URL(page.server.url).port}` }, { host: '127.0.0.1' }, { origin: 'https://evil.example' }, { origin: 'null' }, { origin: `https://${host}` }, { origin: 'http://127.0.0.1:1' }]) {
            const reply = await start({ headers: { ...own, ...other } });
            expect([other, reply.status, reply.text]).toEqual([other, 403, 'Forbidden']);
        }
        expect((await page.ask('/', { headers: { host: 'evil.example' } })).status).toBe(403);
        expect((await page.ask('/api/v1/login', { method: 'POST', headers: { origin: 'https://evil.example' }, body: '{"user":"admin"}' })).status).toBe(403);
    });

    it('is told what its answers are: nothing of another origin runs, no type is guessed', async () => {
        for (const reply of [await page.ask('/'), await page.ask('/page.js'), await page.ask('/nothing.js'), await login('{"user":"alice"}'), await login('{}'), await page.ask('/api/v1/file/x'), await page.call('alice', 'start', {}), await page.call('alice', 'nonsense', {}), await page.ask('/', { headers: { host: 'evil.example' } })]) {
            const policy = String(reply.headers['content-security-policy']);
            expect(policy).toContain("default-src 'self'");
            expect(policy).toContain("frame-ancestors 'none'");
            expect(policy).not.toMatch(/script-src|unsafe-eval|ws:(?!\/\/)/);
            expect(reply.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
            expect(reply.headers['access-control-allow-origin']).toBeUndefined();
        }
    });
});

describe('the page’s files', () => {
    it('are the page for every address of a room, and nothing else', async () => {
        for (const path of ['/', '/channel/general', '/channel/release-1.0', '/group/%2e%2e', '/direct/x?msg=y', '/admin/marketplace']) {
            expect((await page.ask(path)).headers['content-type']).toBe('text/html; charset=utf-8');
        }
        expect((await page.ask('/page.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
        expect((await page.ask('/icon.png')).headers['content-type']).toBe('image/png');
        expect((await page.ask('/', { method: 'HEAD' })).text).toBe('');
    });

    it.each(['/../package.json', '/..%2fpackage.json', '/%2e%2e/%2e%2e/etc/passwd.txt', '/....//package.json', '/playground/main.ts', '/.playground/stand-in/workspace.db', '//package.json', '/page.js/../../package.json', '/page.js%00.png', '/%5c..%5cpackage.json'])('do not lead out of the page: %s', async (path) => {
        const reply = await page.ask(path);
        expect(reply.status).toBe(404);
        expect(reply.text).not.toContain('hf-teamflow');
    });

    it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('are only read: %s finds nothing', async (method) => {
        expect((await page.ask('/page.js', { method, body: 'x' })).status).toBe(404);
    });
});

describe('a call', () => {
    it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'Start', 'start/', '%5f%5fproto__', ''])('has to be one that there is: %s', async (verb) => {
        expect((await page.call('admin', verb, {})).status).toBe(404);
    });

    it.each<{ verb: string; why: string; args: unknown }>([
        { verb: 'history', why: 'no room', args: {} },
        { verb: 'history', why: 'null', args: null },
        { verb: 'history', why: 'a list', args: [] },
        { verb: 'history', why: 'a number as room', args: { room: 7 } },
        { verb: 'history', why: 'a query as room', args: { room: { $ne: 1 } } },
        { verb: 'history', why: 'an empty room', args: { room: '' } },
        { verb: 'history', why: 'a long room', args: { room: 'x'.repeat(301) } },
        { verb: 'send', why: 'no text', args: { room: 'general' } },
        { verb: 'send', why: 'a long text', args: { room: 'general', text: 'x'.repeat(200_001) } },
        { verb: 'react', why: 'a long emoji', args: { messageId: 'm', emoji: 'x'.repeat(101) } },
        { verb: 'submit', why: 'no values', args: { surfaceId: 'form' } },
        { verb: 'submit', why: 'a text as values', args: { surfaceId: 'form', values: 'x' } },
        { verb: 'actionButton', why: 'an unknown place', args: { actionId: 'a', context: 'elsewhere' } },
        { verb: 'executePreview', why: 'a strange item', args: { room: 'general', text: '/probe', item: { id: 1 } } },
        { verb: 'hubChange', why: 'an unknown change', args: { kind: 'anything' } },
    ])('has arguments of the right shape: $verb with $why', async ({ verb, args }) => {
        const reply = await page.call('alice', verb, args);
        expect([reply.status, reply.json()]).toEqual([400, { error: 'These arguments are not right.', errorType: 'error-invalid-params' }]);
    });

    it('has a JSON body of a reasonable size, however it is sent', async () => {
        const headers = { ...(await page.probe.host.credentials('alice')) };
        const huge = JSON.stringify({ room: 'general', text: 'x'.repeat(1024 * 1024) });
        expect((await page.ask('/api/v1/page/send', { method: 'POST', headers, body: 'not json' })).json()).toMatchObject({ error: 'The body is not JSON.' });
        expect((await page.ask('/api/v1/page/send', { method: 'POST', headers, body: huge })).status).toBe(413);
        expect((await page.ask('/api/v1/page/send', { method: 'POST', headers: { ...headers, 'transfer-encoding': 'chunked' }, body: huge })).status).toBe(413);
    });

    it('is never done as somebody else', async () => {
        await page.call('bo', 'send', { room: 'general', text: 'as myself', user: 'admin', sender: 'admin', id: 'mine', attachments: [{ text: 'forged' }] });
        const message = (await page.probe.host.messages('general')).at(-1);
        expect(message).toMatchObject({ text: 'as myself', sender: 'bo' });
        expect(message?.attachments ?? []).toEqual([]);
        expect(message?.id).not.toBe('mine');
    });

    it('keeps to the server’s limits for messages', async () => {
        expect((await page.call('alice', 'send', { room: 'general', text: 'x'.repeat(5001) })).json()).toMatchObject({ errorType: 'error-message-size-exceeded' });
        expect((await page.call('gina', 'send', { room: 'general', text: 'hello @all' })).json()).toMatchObject({ errorType: 'error-action-not-allowed' });
        expect((await page.call('alice', 'send', { room: 'general', text: '/nonsense' })).json()).toMatchObject({ errorType: 'error-invalid-command' });
        expect((await page.call('alice', 'send', { room: 'nowhere', text: 'x' })).json()).toMatchObject({ errorType: 'error-invalid-room' });
    });

    it('says what the app failed at in a way that a client understands', async () => {
        const reply = await page.call('alice', 'preview', { room: 'general', text: '/probe throw' });
        expect(reply.status).toBeGreaterThanOrEqual(400);
        expect(typeof (reply.json() as { error?: unknown }).error).toBe('string');
    });
});

describe('what only administrators may do', () => {
    it.each<[string, unknown]>([['settings', {}], ['setSetting', { id: 'color', value: 'red' }], ['logs', {}], ['restartApp', {}]])('%s', async (verb, args) => {
        for (const user of ['alice', 'bo', 'gina']) {
            expect((await page.call(user, verb, args)).json()).toMatchObject({ errorType: 'error-not-authorized' });
        }
        expect(await page.probe.host.getAppSetting('color')).toBe('blue');
    });

    it('includes seeing the settings, except hidden ones', async () => {
        const { settings, status } = (await page.call('admin', 'settings', {})).json() as { settings: Array<{ id: string }>; status: string };
        expect([settings.map(({ id }) => id), status]).toEqual([['color'], 'manually_enabled']);
    });

    it('includes changing settings that there are, and no others', async () => {
        expect((await page.call('admin', 'setSetting', { id: 'color', value: 'green' })).json()).toEqual({ value: 'green' });
        for (const id of ['colour', '__proto__', 'constructor']) {
            expect((await page.call('admin', 'setSetting', { id, value: 'x' })).json()).toMatchObject({ errorType: 'error-invalid-setting' });
        }
    });
});

describe('the panel of the stand-in Hub', () => {
    it('shows no token and no secret', async () => {
        const { state } = page.hub;
        state.record({ kind: 'webhook-saved', webhook: { id: 'w1', owner: 'alice', watched: [{ type: 'user', name: 'alice' }], url: 'http://me:pa55word@127.0.0.1:9/hook?key=s3cret', domains: ['repo'], secret: 'wh-s3cret', disabled: false } });
        await fetch(`${page.hub.url}/api/whoami-v2?token=s3cret`, { headers: { authorization: 'Bearer hf_s3cret' } });
        const { text, status } = await page.call('alice', 'hub', {});
        expect(status).toBe(200);
        expect(text).toContain('http://127.0.0.1:9/hook');
        expect(text).toContain('/api/whoami-v2');
        expect(text).not.toMatch(/s3cret|pa55word/);
        const tokens = [...state.tokens.keys()];
        expect(tokens.length).toBeGreaterThan(0);
        expect(tokens.filter((token) => text.includes(token))).toEqual([]);
    });
});

describe('files', () => {
    it('come back with their type as something to save, to who may see them', async () => {
        const { id } = (await page.upload('alice', 'general', { name: 'notes.html', type: 'text/html', bytes: '<script>1</script>' })).json() as { id: string };
        const file = await page.ask(`/api/v1/file/${id}`, { headers: { ...(await page.probe.host.credentials('bo')) } });
        expect(file.text).toBe('<script>1</script>');
        expect(file.headers).toMatchObject({ 'content-type': 'text/html', 'content-disposition': 'attachment', 'cache-control': 'private', 'x-content-type-options': 'nosniff' });
    });

    it('have a name and a type that fit headers and lists, whatever the client says', async () => {
        for (const [name, type, stored] of [['x.constructor', '', 'application/octet-stream'], ['../../etc/passwd', 'nonsense', 'application/octet-stream'], ['a"b.txt', 'text/plain; charset=utf-8', 'text/plain'], ['数据.csv', 'text/csv', 'text/csv']] as const) {
            const { id } = (await page.upload('alice', 'general', { name, type, bytes: 'x' })).json() as { id: string };
            const file = await page.ask(`/api/v1/file/${id}`, { headers: { ...(await page.probe.host.credentials('alice')) } });
            expect([file.status, file.headers['content-type']]).toEqual([200, stored]);
        }
        expect((await page.upload('alice', 'general', { name: 'x.png', type: 'IMAGE/SVG+XML;x=y', bytes: '<svg/>' })).json()).toMatchObject({ errorType: 'error-invalid-file-type' });
    });

    it('are refused when there is none, or too much of it', async () => {
        const headers = { ...(await page.probe.host.credentials('alice')) };
        for (const sent of [{ headers, body: 'x' }, { headers: { ...headers, 'content-type': 'multipart/form-data' }, body: 'x' }, { headers: { ...headers, 'content-type': 'multipart/form-data; boundary=b' }, body: '--b--\r\n' }]) {
            expect((await page.ask('/api/v1/upload/general', { method: 'POST', ...sent })).status).toBe(400);
        }
        await page.probe.host.setServerSetting('FileUpload_MaxFileSize', 10);
        expect((await page.upload('alice', 'general', { name: 'big.txt', bytes: 'x'.repeat(11) })).json()).toMatchObject({ errorType: 'error-file-too-large' });
        expect((await page.upload('alice', 'general', { name: 'huge.txt', bytes: 'x'.repeat(2 * 1024 * 1024) })).json()).toMatchObject({ errorType: 'error-file-too-large' });
        await page.probe.host.setServerSetting('FileUpload_MaxFileSize', 104_857_600);
    });
});

describe('the server itself', () => {
    it('survives what is not HTTP as a browser speaks it', async () => {
        const { hostname, port } = new URL(page.server.url);
        const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
        for (const bytes of ['nonsense\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', `GET // HTTP/1.1\r\nHost: x\r\n${upgrade}`, `GET http://[ HTTP/1.1\r\nHost: x\r\n${upgrade}`, 'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n']) {
            const answer = await new Promise<string>((resolve, reject) => {
                const socket = connect({ host: hostname, port: Number(port) }, () => socket.end(bytes));
                let text = '';
                socket.on('data', (chunk) => (text += chunk.toString()));
                socket.on('close', () => resolve(text));
                socket.on('error', reject);
            });
            expect([bytes, answer.slice(0, 10)]).toEqual([bytes, expect.stringMatching(/^HTTP\/1\.1 4/)]);
        }
        expect((await page.ask('/')).status).toBe(200);
    });
});
