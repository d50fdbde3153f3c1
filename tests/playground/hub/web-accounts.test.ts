import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PLAYGROUND_OAUTH_CLIENT } from '../../../playground/hub/seed/index';
import type { Answer } from './harness';
import { ask, useHub } from './harness';

const clock = { now: Date.UTC(2025, 5, 1) };
const hub = useHub({ clock: () => clock.now });

const asUser = (user?: string): Record<string, string> => (user === undefined ? {} : { Cookie: `hub_user=${user}` });
const see = (path: string, user?: string): Promise<Answer> => ask(hub().url + path, { headers: asUser(user) });

/** A form as a browser sends it from the page itself, unless `headers` say otherwise. */
function send(path: string, fields: [string, string][], { user, headers }: { user?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
    return ask(hub().url + path, { method: 'POST', body: new URLSearchParams(fields), headers: { ...asUser(user), ...(headers ?? { 'Origin': hub().url, 'Sec-Fetch-Site': 'same-origin' }) } });
}

const seen = ({ status, headers }: Answer): unknown[] => [status, headers.get('location')];
const bearer = (token: string): RequestInit => ({ headers: { Authorization: `Bearer ${token}` } });

describe('logging in', () => {
    it('lets the visitor be anybody the stand-in knows, and nobody again', async () => {
        const answer = await send('/login', [['user', 'bo'], ['next', '/acme/bert-prod?x=1']]);
        expect(seen(answer)).toEqual([303, '/acme/bert-prod?x=1']);
        const cookie = answer.headers.get('set-cookie') ?? '';
        expect(cookie).toBe('hub_user=bo; Path=/; HttpOnly; SameSite=Lax');
        expect((await see('/', 'bo')).text).toContain('You are <strong>bo</strong>');
        expect((await send('/logout', [], { user: 'bo' })).headers.get('set-cookie')).toContain('Max-Age=0');
        expect((await send('/login', [['user', 'mallory']])).status).toBe(400);
    });

    it.each(['https://evil.example/', '//evil.example/', '/\\evil.example/', '/.//evil.example', 'javascript:alert(1)', 'http://['])('never leads away to %s', async (next) => {
        expect(seen(await send('/login', [['user', 'bo'], ['next', next]]))).toEqual([303, '/']);
    });
});

describe('forms from elsewhere', () => {
    const foreign: Record<string, string>[] = [{}, { Origin: 'https://evil.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'same-origin' }];

    it.each(['/login', '/logout', '/oauth/device/confirm', '/settings/tokens/new', '/settings/tokens/revoke', '/settings/connected-applications/remove'])('are refused by %s', async (path) => {
        for (const headers of [...foreign, { 'Origin': hub().url, 'Sec-Fetch-Site': 'same-site' }]) {
            const answer = await send(path, [['user', 'bo'], ['displayName', 'x'], ['role', 'read']], { user: 'bo', headers });
            expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
            expect(answer.text).toContain('sent from another site');
        }
    });
});

const started = z.object({ device_code: z.string(), user_code: z.string(), verification_uri: z.string() });

async function start(scope = 'openid profile read-repos'): Promise<{ code: string; userCode: string; uri: string }> {
    const answer = await ask(`${hub().url}/oauth/device`, { method: 'POST', body: new URLSearchParams({ client_id: PLAYGROUND_OAUTH_CLIENT, scope }) });
    const { device_code: code, user_code: userCode, verification_uri: uri } = started.parse(answer.json());
    return { code, userCode, uri };
}

function poll(code: string): Promise<Answer> {
    clock.now += 5000;
    return ask(`${hub().url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: code, client_id: PLAYGROUND_OAUTH_CLIENT }) });
}

const tokenIn = (answer: Answer): string => z.object({ access_token: z.string() }).parse(answer.json()).access_token;

describe('the device page', () => {
    it('takes a sign-in from the code to the token, with the organisations that were ticked', async () => {
        const { code, userCode, uri } = await start();
        const page = `${new URL(uri).pathname}?user_code=${userCode}`;
        const login = `/login?${new URLSearchParams({ next: page }).toString()}`;
        expect(seen(await see(page))).toEqual([303, login]);
        expect((await see(login)).text).toContain(`name="next" value="${page}"`);
        expect(seen(await send('/login', [['user', 'alice'], ['next', page]]))).toEqual([303, page]);
        const consent = (await see(page, 'alice')).text;
        for (const fact of [userCode, PLAYGROUND_OAUTH_CLIENT, 'Read your repositories, private ones too', 'name="org" value="acme"', '>Authorize</button>', '>Cancel</button>']) {
            expect(consent).toContain(fact);
        }
        const decided = await send('/oauth/device/confirm', [['user_code', userCode], ['org', 'acme'], ['org', 'globex'], ['decision', 'authorize']], { user: 'alice' });
        expect(decided.text).toContain('<h1>Authorized</h1>');
        const again = await see(page, 'alice');
        expect([again.status, again.text.includes('used already')]).toEqual([410, true]);
        const token = tokenIn(await poll(code));
        expect(hub().state.tokens.get(token)).toMatchObject({ user: 'alice', oauthOrgs: ['acme'], oauthScopes: ['openid', 'profile', 'read-repos'] });
        expect((await ask(`${hub().url}/api/models/acme/bert-prod`, bearer(token))).status).toBe(200);
        expect((await see(page, 'alice')).status).toBe(404);
    });

    it('tells the app when the user cancels', async () => {
        const { code, userCode } = await start();
        expect((await send('/oauth/device/confirm', [['user_code', userCode], ['decision', 'cancel']], { user: 'bo' })).text).toContain('<h1>Cancelled</h1>');
        expect((await poll(code)).text).toContain('access_denied');
    });

    it('asks for a code, takes it as people type it, and says what is wrong with it', async () => {
        expect((await see('/oauth/device', 'bo')).text).toContain('<label for="user_code">');
        const { userCode } = await start('openid something-new');
        const typed = userCode.toLowerCase().replace('-', ' ');
        expect((await see(`/oauth/device?user_code=${encodeURIComponent(typed)}`, 'bo')).text).toContain('something-new');
        const unknown = await see('/oauth/device?user_code=%3Cb%3ENOPE', 'bo');
        expect([unknown.status, unknown.text.includes('<b>')]).toEqual([404, false]);
        expect((await send('/oauth/device/confirm', [['user_code', 'NOPE'], ['decision', 'authorize']], { user: 'bo' })).status).toBe(404);
        expect((await send('/oauth/device/confirm', [['user_code', userCode], ['decision', 'authorize']])).status).toBe(403);
        clock.now += 3_600_000;
        const late = await see(`/oauth/device?user_code=${userCode}`, 'bo');
        expect([late.status, late.text.includes('expired')]).toEqual([410, true]);
    });
});

describe('the tokens page', () => {
    it('shows a user their own, and asks others to log in', async () => {
        expect(seen(await see('/settings/tokens'))).toEqual([303, '/login?next=%2Fsettings%2Ftokens']);
        const { text } = await see('/settings/tokens', 'alice');
        for (const token of hub().state.tokens.values()) {
            expect(text.includes(token.value)).toBe(token.user === 'alice' && token.role !== 'oauth');
        }
        expect(text).toContain('(expired)');
    });

    it('fills the form in as a link asks', async () => {
        const { text } = await see('/settings/tokens/new?tokenType=fineGrained&ownUserPermissions=repo.content.read&ownUserPermissions=new.kind.write&ownUserPermissions=%22%3E%3Cb%3E', 'alice');
        expect(text).toContain('value="fineGrained" checked');
        expect(text.match(/name="permission" value="[a-z.]+" checked/g)).toEqual(['repo.content.read', 'new.kind.write'].map((name) => `name="permission" value="${name}" checked`));
        expect(text).not.toContain('<b>');
        expect((await see('/settings/tokens/new?tokenType=read', 'alice')).text).toContain('value="read" checked');
    });

    it('makes a token that works as far as it was allowed to, and revokes it', async () => {
        const fields: [string, string][] = [['displayName', '<b>mine'], ['role', 'fineGrained'], ['permission', 'repo.content.read'], ['org', 'acme'], ['org', 'meta-llama'], ['days', '7']];
        expect(seen(await send('/settings/tokens/new', fields, { user: 'alice' }))).toEqual([303, '/settings/tokens']);
        const made = [...hub().state.tokens.values()].find(({ displayName }) => displayName === '<b>mine');
        const value = made?.value ?? '';
        expect(value).toMatch(/^hf_[A-Za-z]{34}$/);
        expect(made).toMatchObject({ user: 'alice', expiresAt: clock.now + 7 * 86_400_000, canReadGatedRepos: false, scoped: [{ entity: { type: 'user', name: 'alice' } }, { entity: { type: 'org', name: 'acme' }, permissions: ['repo.content.read'] }] });
        const { text } = await see('/settings/tokens', 'alice');
        expect([text.includes(value), text.includes('<b>')]).toEqual([true, false]);
        const use = async (): Promise<number> => (await ask(`${hub().url}/api/models/acme/bert-prod`, bearer(value))).status;
        expect(await use()).toBe(200);
        expect((await send('/settings/tokens/revoke', [['token', value]], { user: 'bo' })).status).toBe(404);
        expect(await use()).toBe(200);
        expect((await send('/settings/tokens/revoke', [['token', value]], { user: 'alice' })).status).toBe(303);
        expect(await use()).toBe(401);
        expect((await send('/settings/tokens/new', [['role', 'read']], { user: 'alice' })).status).toBe(400);
    });
});

it('the connected apps are listed and can be cut off', async () => {
    const { code, userCode } = await start();
    await send('/oauth/device/confirm', [['user_code', userCode], ['decision', 'authorize']], { user: 'sec' });
    const token = tokenIn(await poll(code));
    const { text } = await see('/settings/connected-applications', 'sec');
    expect(text).toContain(PLAYGROUND_OAUTH_CLIENT);
    const grant = /name="grant" value="([^"]+)"/.exec(text)?.[1] ?? '';
    expect((await send('/settings/connected-applications/remove', [['grant', grant]], { user: 'bo' })).status).toBe(404);
    expect((await send('/settings/connected-applications/remove', [['grant', grant]], { user: 'sec' })).status).toBe(303);
    expect((await ask(`${hub().url}/api/whoami-v2`, bearer(token))).status).toBe(401);
    expect((await see('/settings/connected-applications', 'sec')).text).toContain('No app may act for you.');
});

it('the webhooks are listed without their secrets', async () => {
    const settings = { watched: [{ type: 'org' as const, name: 'acme' }], domains: ['repo' as const], url: 'https://chat.example/hook?<b>', secret: 'not-to-be-shown' };
    hub().state.record({ kind: 'webhook-saved', webhook: { ...settings, id: 'a'.repeat(24), owner: 'carol', disabled: 'suspended-after-failure' } });
    const { text } = await see('/settings/webhooks', 'carol');
    for (const fact of ['https://chat.example/hook?&lt;b&gt;', 'org acme', 'suspended-after-failure']) {
        expect(text).toContain(fact);
    }
    expect(text).not.toContain('not-to-be-shown');
    expect((await see('/settings/webhooks', 'bo')).text).toContain('You have no webhooks.');
});
