import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PLAYGROUND_OAUTH_CLIENT } from '../../../playground/hub/seed/index';
import type { Answer } from './harness';
import { ask, useHub } from './harness';

const CLIENT = PLAYGROUND_OAUTH_CLIENT;
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const clock = { now: Date.UTC(2025, 5, 1) };
const hub = useHub({ clock: () => clock.now });

const post = (path: string, form: Record<string, string>): Promise<Answer> => ask(hub().url + path, { method: 'POST', body: new URLSearchParams(form) });

const started = z.object({ device_code: z.string(), user_code: z.string(), verification_uri: z.string(), expires_in: z.number() });
const granted = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number(), scope: z.string() });

const start = async (scope = 'openid profile'): Promise<z.infer<typeof started>> => started.parse((await post('/oauth/device', { client_id: CLIENT, scope })).json());

/** One poll after the five seconds a client must wait. */
function poll(deviceCode: string, seconds = 5): Promise<Answer> {
    clock.now += seconds * 1000;
    return post('/oauth/token', { grant_type: GRANT, device_code: deviceCode, client_id: CLIENT });
}

const errorOf = (answer: Answer): unknown => [answer.status, z.object({ error: z.string() }).parse(answer.json()).error];
const whoami = (token: string): Promise<Answer> => ask(`${hub().url}/api/whoami-v2`, { headers: { Authorization: `Bearer ${token}` } });

describe('device login', () => {
    it('pends, then gives a token that is the user\'s', async () => {
        const { device_code: code, user_code: userCode, verification_uri: uri } = await start('openid profile email read-repos');
        expect(uri).toBe(`${hub().url}/oauth/device`);
        expect(errorOf(await poll(code))).toEqual([400, 'authorization_pending']);
        hub().device.approve(userCode, 'bo', ['acme']);
        const token = granted.parse((await poll(code)).json());
        expect(token.access_token).toMatch(/^hf_oauth_/);
        expect((await whoami(token.access_token)).json()).toMatchObject({ name: 'bo', email: 'bo@acme.example' });
        const bearer = { headers: { Authorization: `Bearer ${token.access_token}` } };
        expect((await ask(`${hub().url}/api/models/acme/bert-prod`, bearer)).status).toBe(200);
        expect(errorOf(await poll(code))).toEqual([400, 'invalid_grant']);
    });

    it.each([['openid profile', ['acme']], ['openid profile read-repos', []]])('with scopes %s and organisations %j sees no private repo of the team', async (scope, orgs) => {
        const { device_code: code, user_code: userCode } = await start(scope);
        hub().device.approve(userCode, 'alice', orgs);
        const { access_token: token } = granted.parse((await poll(code)).json());
        expect((await ask(`${hub().url}/api/models/acme/bert-prod`, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(403);
    });

    it('slows an impatient client down, more each time', async () => {
        const { device_code: code } = await start();
        await poll(code);
        expect(errorOf(await poll(code, 1))).toEqual([400, 'slow_down']);
        expect(errorOf(await poll(code, 6))).toEqual([400, 'slow_down']);
        expect(errorOf(await poll(code, 15))).toEqual([400, 'authorization_pending']);
    });

    it('ends by refusal, by time, and for codes and clients nobody knows', async () => {
        const refused = await start();
        hub().device.deny(refused.user_code);
        expect(errorOf(await poll(refused.device_code))).toEqual([400, 'access_denied']);
        const late = await start();
        expect(errorOf(await poll(late.device_code, late.expires_in + 1))).toEqual([400, 'expired_token']);
        expect(errorOf(await poll('unknown'))).toEqual([400, 'invalid_grant']);
        expect(errorOf(await post('/oauth/device', { client_id: 'stranger' }))).toEqual([400, 'invalid_client']);
        expect(errorOf(await post('/oauth/token', { grant_type: 'password', client_id: CLIENT }))).toEqual([400, 'unsupported_grant_type']);
        expect(() => hub().device.approve('NOPE-NOPE', 'alice')).toThrow('NOPE-NOPE');
    });
});

describe('refresh', () => {
    it('rotates both tokens and lets each refresh token work once', async () => {
        const { device_code: code, user_code: userCode } = await start();
        hub().device.approve(userCode, 'alice');
        const first = granted.parse((await poll(code)).json());
        const refresh = (token: string): Promise<Answer> => post('/oauth/token', { grant_type: 'refresh_token', refresh_token: token, client_id: CLIENT });
        const second = granted.parse((await refresh(first.refresh_token)).json());
        expect((await whoami(first.access_token)).status).toBe(401);
        expect((await whoami(second.access_token)).status).toBe(200);
        expect(errorOf(await refresh(first.refresh_token))).toEqual([400, 'invalid_grant']);
        clock.now += (second.expires_in + 1) * 1000;
        expect((await whoami(second.access_token)).status).toBe(401);
        granted.parse((await refresh(second.refresh_token)).json());
    });

    it('is announced by the discovery document', async () => {
        expect((await ask(`${hub().url}/.well-known/openid-configuration`)).json()).toMatchObject({ token_endpoint: `${hub().url}/oauth/token`, grant_types_supported: expect.arrayContaining(['refresh_token', GRANT]) as unknown });
    });
});

describe('a Hub that names an interval', () => {
    const quick = useHub({ clock: () => clock.now, deviceIntervalSeconds: 1 });

    it('lets clients ask that often, and no more', async () => {
        const answer = await ask(`${quick().url}/oauth/device`, { method: 'POST', body: new URLSearchParams({ client_id: CLIENT }) });
        const { device_code: code, interval } = started.extend({ interval: z.number() }).parse(answer.json());
        expect(interval).toBe(1);
        const pollAfter = async (ms: number): Promise<unknown> => {
            clock.now += ms;
            return errorOf(await ask(`${quick().url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: GRANT, device_code: code, client_id: CLIENT }) }));
        };
        expect(await pollAfter(1000)).toEqual([400, 'authorization_pending']);
        expect(await pollAfter(1000)).toEqual([400, 'authorization_pending']);
        expect(await pollAfter(900)).toEqual([400, 'slow_down']);
    });
});
