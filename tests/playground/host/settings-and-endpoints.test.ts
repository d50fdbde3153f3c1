import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProbe } from './probe';
import type { Probe } from './probe';

let probe: Probe;

beforeAll(async () => {
    probe = await startProbe({ appSettings: { color: 'green' } });
});

afterAll(() => probe.stop());

describe('settings of the app', () => {
    it('have the value from the options from the start', async () => {
        expect(await probe.host.getAppSetting('color')).toBe('green');
        expect((await probe.tell('setting.app', { id: 'color' })).result).toBe('green');
    });

    it('can be changed; the app hears of it', async () => {
        await probe.host.setAppSetting('color', 'red');
        expect((await probe.tell('setting.app', { id: 'color' })).result).toBe('red');
        expect(await probe.seen('setting')).toContainEqual({ id: 'color', value: 'red' });
        expect(await probe.host.appSettings()).toContainEqual(expect.objectContaining({ id: 'color', value: 'red', packageValue: 'blue' }));
    });

    it('are what the app\'s hook makes of them', async () => {
        expect(await probe.host.setAppSetting('color', 'keep the old one')).toBe('red');
        expect(await probe.host.getAppSetting('color')).toBe('red');
    });

    it('are stored although the hook throws: the engine swallows that', async () => {
        expect(await probe.host.setAppSetting('color', 'refused')).toBe('refused');
        expect((await probe.tell('setting.app', { id: 'color' })).result).toBe('refused');
    });

    it('must exist', async () => {
        await expect(probe.host.setAppSetting('colour', 'red')).rejects.toThrow('No setting found');
        await expect(probe.host.getAppSetting('colour')).rejects.toThrow('No setting found');
    });
});

describe('endpoints of the app', () => {
    const who = async (init: RequestInit = {}, query = ''): Promise<Response> => fetch(`${await probe.host.endpointUrl('who/42')}${query}`, init);

    it('want a login where they say so, and get the user', async () => {
        expect((await who()).status).toBe(401);
        const headers = { ...(await probe.host.credentials('bo')) };
        const response = await who({ headers }, '?a=1');
        expect(await response.json()).toEqual({ user: 'bo', params: { id: '42' }, query: { a: '1' } });
        expect((await who({ headers: { ...headers, 'X-Auth-Token': 'wrong' } })).status).toBe(401);
        const { 'X-User-Id': other } = await probe.host.credentials('alice');
        expect((await who({ headers: { ...headers, 'X-User-Id': other } })).status).toBe(401);
    });

    it('get JSON and forms parsed and nothing of anything else', async () => {
        const login = { ...(await probe.host.credentials('bo')) };
        const send = async (type: string, body: string): Promise<unknown> =>
            (await who({ method: 'POST', body, headers: { ...login, 'content-type': type } })).json();
        expect(await send('application/json', '{"a":[1]}')).toEqual({ content: { a: [1] } });
        expect(await send('application/x-www-form-urlencoded', 'a=1&b=2')).toEqual({ content: { a: '1', b: '2' } });
        expect(await send('text/plain', 'hello')).toEqual({ content: {} });
    });

    it('refuse bodies above 100 kB and broken JSON', async () => {
        const headers = { ...(await probe.host.credentials('bo')), 'content-type': 'application/json' };
        const sized = (bytes: number): string => JSON.stringify({ a: 'x'.repeat(bytes - 8) });
        expect((await who({ method: 'POST', headers, body: sized(102_400) })).status).toBe(200);
        expect((await who({ method: 'POST', headers, body: sized(102_401) })).status).toBe(413);
        expect((await who({ method: 'POST', headers, body: '{' })).status).toBe(400);
        expect((await who({ method: 'POST', headers, body: '1' })).status).toBe(400);
    });

    it('are private behind a hash', async () => {
        const url = await probe.host.privateEndpointUrl('private');
        expect(await (await fetch(url)).json()).toEqual({ hash: true });
        const storageId = url.split('/').at(-2) ?? '';
        expect((await fetch(url.replace(storageId, 'guess'))).status).toBe(404);
    });

    it('answer 500 with the message of what they throw, 404 where there is nothing', async () => {
        const failed = await fetch(await probe.host.privateEndpointUrl('private'), { method: 'POST' });
        expect(failed.status).toBe(500);
        expect(await failed.text()).toBe('the endpoint failed');
        expect((await fetch(await probe.host.endpointUrl('nothing'))).status).toBe(404);
    });

    it('leave headers and body in the app\'s log', async () => {
        await fetch(await probe.host.endpointUrl('run?secret=in-the-query'), { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', 'x-own': 'in-a-header' } });
        const logs = JSON.stringify(await probe.host.appLogs());
        expect(logs).toContain('in-the-query');
        expect(logs).toContain('in-a-header');
    });
});

// Last, because the app comes back without its command and its settings are refused from here on.
describe('an app that is disabled', () => {
    it('has no endpoints', async () => {
        const url = await probe.host.endpointUrl('run');
        await probe.host.disableApp();
        expect(await probe.host.status()).toBe('manually_disabled');
        expect((await fetch(url, { method: 'POST' })).status).toBe(404);
        expect((await probe.host.command({ user: 'alice', room: 'general', text: '/probe a' })).error).toContain('App not enabled');
    });
});
