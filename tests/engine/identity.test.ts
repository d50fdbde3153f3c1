import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PLAYGROUND_OAUTH_CLIENT } from '../../playground/hub/seed/index';
import { fakeToken } from '../../playground/hub/seed/ids';
import type { DeviceLogin } from '../../playground/hub/state';
import { AppUnderTest } from './app-under-test';
import { jsonOf, only, type Shown } from './shown';

/** How long the app has to leave between two polls of a sign-in, seconds. */
const INTERVAL_S = 1;

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start({ hub: { deviceIntervalSeconds: INTERVAL_S }, host: { appSettings: { oauth_client_id: PLAYGROUND_OAUTH_CLIENT } } });
    await app.speakEnglish();
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

/** A token of its own for each test that kills one. */
function mint(name: string, user = 'alice'): string {
    const value = fakeToken(name);
    app.hub.state.tokens.set(value, { value, user, displayName: name, role: 'read', createdAt: '2025-01-05T09:00:00.000Z' });
    return value;
}

/** What a token is called where it may not be shown. */
const maskOf = (token: string): string => `hf_••••••${token.slice(-4)}`;
const statusOf = async (user: string): Promise<unknown> => jsonOf(await app.hf('status --format json', { user }));
const told = (user: string, words: RegExp) => ({ kind, user: reader, text }: Shown): boolean => kind === 'ephemeral' && reader === user && words.test(text);

describe('signing in by the form', () => {
    it('takes a token and says whose it is and what is next', async () => {
        expect(await app.hf('login', { user: 'alice' })).toEqual([]);
        const answer = only(await app.submitForm('alice', 'login.token', { 'login.paste': `  ${fakeToken('alice')}\n` }));
        expect(answer).toMatchObject({ kind: 'ephemeral', user: 'alice', failed: false });
        expect(answer.text).toContain('You are signed in as *alice*. The token can read and write.');
        expect(await app.host.surfaces('alice')).toEqual([]);
        expect(await statusOf('alice')).toMatchObject({ signedIn: true, account: { name: 'alice' } });
    });

    it.each([
        ['nothing', '', /Paste a token first/],
        ['something else', 'my password', /not a Hugging Face token/],
        ['a placeholder', `hf_${'x'.repeat(34)}`, /not a Hugging Face token/],
        ['a token nobody has', fakeToken('nobody'), /does not accept this token/],
        ['a token that has expired', fakeToken('expired'), /expired/],
    ])('refuses %s beside the field, and keeps nothing', async (_what, token, sentence) => {
        await app.hf('login', { user: 'gina' });
        const before = app.formErrors.length;
        expect(await app.submitForm('gina', 'login.token', { 'login.paste': token })).toEqual([]);
        expect(app.formErrors.slice(before)).toMatchObject([{ user: 'gina', errors: { 'login.paste': expect.stringMatching(sentence) as string } }]);
        expect(await app.host.surfaces('gina')).toHaveLength(1);
        expect(await statusOf('gina')).toMatchObject({ signedIn: false });
    });

    it('keeps a token that can’t be checked now, and checks it when the Hub is back', async () => {
        app.hub.faults.add({ match: 'GET /api/whoami-v2', fault: { status: 503, headers: { 'Retry-After': '120' } }, times: 1 });
        const since = app.shown.length;
        const [waiting] = await app.signIn('gina', fakeToken('dave'));
        expect(waiting?.text).toMatch(/kept encrypted until it does/);
        await app.waitFor(told('gina', /signed in as \*dave\*/), since);
        app.hub.faults.clear();
        expect(await statusOf('gina')).toMatchObject({ signedIn: true, account: { name: 'dave' } });
        await app.hf('logout', { user: 'gina' });
    });

    it('does not throw away the old token for one that is refused', async () => {
        await app.signIn('alice', fakeToken('alice'));
        await app.signIn('alice', fakeToken('nobody'));
        expect(await statusOf('alice')).toMatchObject({ signedIn: true, account: { name: 'alice' } });
    });

    it('is offered again by a click where no form could open', async () => {
        const { error } = await app.host.command({ user: 'gina', room: 'general', text: '/hf info model acme/bert-prod' });
        expect(error).toBeUndefined();
        const refused = app.shown.at(-1);
        await app.press(refused ? [refused] : [], 'Sign in', 'gina');
        expect((await app.form('gina', 'login.token')).text).toContain('Sign in to Hugging Face');
    });
});

describe('signing in by argument', () => {
    it('works, warns, and revokes in two steps', async () => {
        const token = mint('typed');
        const warning = await app.hf(`login ${token}`, { user: 'carol' });
        expect(only(warning).text).toContain(maskOf(token));
        expect(only(warning).text).toMatch(/app's log/);
        expect(await statusOf('carol')).toMatchObject({ signedIn: true, account: { name: 'alice' } });

        const question = await app.press(warning, 'Revoke this token', 'carol');
        expect(only(question).message.id).toBe(only(warning).message.id);
        expect(app.hub.state.tokens.has(token)).toBe(true);
        const done = await app.press(question, 'Yes, revoke it', 'carol');
        expect(only(done).text).toContain('you are signed out');
        expect(app.hub.state.tokens.has(token)).toBe(false);
        expect(await statusOf('carol')).toMatchObject({ signedIn: false });
    });

    it('keeps the token when told so', async () => {
        const token = mint('typed-and-kept');
        const kept = await app.press(await app.hf(`login ${token}`, { user: 'carol' }), 'Keep it', 'carol');
        expect(only(kept).text).toContain('stays as it is');
        expect(app.hub.state.tokens.has(token)).toBe(true);
        expect(await statusOf('carol')).toMatchObject({ signedIn: true });
    });

    it('of a token that is refused says that it was logged all the same', async () => {
        const answer = only(await app.hf(`login ${fakeToken('nobody')}`, { user: 'carol' }));
        expect(answer).toMatchObject({ failed: true });
        expect(answer.text).toMatch(/app log all the same/);
        expect(only(await app.hf('login secret', { user: 'carol' })).text).not.toMatch(/app log/);
    });

    it('can’t be revoked by anybody else, nor twice', async () => {
        const token = mint('typed-by-carol');
        const warning = await app.hf(`login ${token}`, { user: 'carol' });
        const question = await app.press(warning, 'Revoke this token', 'carol');
        expect(only(await app.press(question, 'Yes, revoke it', 'gina')).text).toContain('Only the person who posted the token');
        expect(app.hub.state.tokens.has(token)).toBe(true);
        await app.press(question, 'Yes, revoke it', 'carol');
        expect(only(await app.press(question, 'Yes, revoke it', 'carol')).text).toContain('was revoked already');
    });
});

describe('signing in on huggingface.co', () => {
    beforeEach(async () => {
        app.hub.faults.clear();
        await app.hf('logout', { user: 'gina' });
    });

    function loginOf(code: string): DeviceLogin {
        const login = [...app.hub.state.deviceLogins.values()].find(({ userCode }) => userCode === code);
        if (!login) {
            throw new Error(`The Hub knows no ${code}.`);
        }
        return login;
    }

    it('shows a code, waits for consent, and tells it once', async () => {
        const since = app.shown.length;
        const code = await app.startDevice('bo');
        expect((await app.form('bo', 'login.token')).text).toContain(`${app.hub.url}/oauth/device`);
        app.hub.device.approve(code, 'bo', ['acme']);
        await app.waitFor(told('bo', /signed in as \*bo\*\. The sign-in renews itself/), since);
        await app.host.idle();
        expect(app.shown.slice(since).filter(({ text }) => text.includes('signed in as'))).toHaveLength(1);
        expect(await statusOf('bo')).toMatchObject({ signedIn: true, account: { name: 'bo' }, token: { source: 'oauth' } });
        expect(only(await app.hf('info model acme/bert-prod', { user: 'bo' }))).toMatchObject({ failed: false });
    });

    it('asks with patience: the Hub never has to slow us down', async () => {
        const since = app.shown.length;
        const polls = (): number => app.hub.requests.filter(({ path }) => path === '/oauth/token').length;
        app.hub.clearRequests();
        const began = performance.now();
        const code = await app.startDevice('gina');
        const login = loginOf(code);
        await expect.poll(polls).toBeGreaterThanOrEqual(2);
        app.hub.device.approve(code, 'dave');
        await app.waitFor(told('gina', /signed in as \*dave\*/), since);
        expect(polls()).toBeLessThanOrEqual(1 + (performance.now() - began) / (INTERVAL_S * 1000));
        // The Hub lengthens it each time that it says `slow_down`.
        expect(login.interval).toBe(INTERVAL_S);
    });

    it('ends when the user says no', async () => {
        const since = app.shown.length;
        app.hub.device.deny(await app.startDevice('gina'));
        expect(await app.waitFor(told('gina', /You said no/), since)).toMatchObject({ failed: true });
        expect(await statusOf('gina')).toMatchObject({ signedIn: false });
    });

    it('ends when the code runs out', async () => {
        const since = app.shown.length;
        const code = await app.startDevice('gina');
        loginOf(code).expiresAt = Date.now();
        await app.waitFor(told('gina', /ran out/), since);
        expect(await statusOf('gina')).toMatchObject({ signedIn: false });
    });

    it('ends when it is cancelled, also if consent comes later', async () => {
        const code = await app.startDevice('gina');
        await app.press(await app.form('gina', 'login.token'), 'Cancel', 'gina');
        expect((await app.form('gina', 'login.token')).text).toContain('cancelled');
        app.hub.device.approve(code, 'dave');
        await new Promise((resolve) => setTimeout(resolve, 1500));
        expect(await statusOf('gina')).toMatchObject({ signedIn: false });
    });

    it('goes on when the Hub has a problem in between', async () => {
        const since = app.shown.length;
        app.hub.faults.add({ match: 'POST /oauth/token', times: 2, fault: { status: 502 } });
        app.hub.device.approve(await app.startDevice('gina'), 'dave');
        await app.waitFor(told('gina', /signed in as \*dave\*/), since);
    });

    it('is not offered where no client is set, and says so to who has an old form', async () => {
        await app.hf('login', { user: 'gina' });
        const old = await app.form('gina', 'login.token');
        await app.host.setAppSetting('oauth_client_id', '');
        await app.press(old, 'Sign in with Hugging Face', 'gina');
        expect((await app.form('gina', 'login.token')).text).toContain('not set up in this workspace');
        await app.hf('login', { user: 'gina' });
        expect((await app.form('gina', 'login.token')).controls).toEqual([]);
        await app.host.setAppSetting('oauth_client_id', PLAYGROUND_OAUTH_CLIENT);
    });
});

describe('status and logout', () => {
    it.each([
        ['alice', 'alice', { role: 'write', expiresAt: null }],
        ['bo', 'bo', { role: 'read' }],
        ['carol', 'carol', { role: 'fineGrained', displayName: 'acme-admin' }],
        ['gina', 'expiring', { role: 'read', displayName: 'one-week', expiresAt: expect.any(String) as string }],
    ])('tells %s what the token %s is and can', async (user, name, token) => {
        await app.signIn(user, fakeToken(name));
        expect(await statusOf(user)).toMatchObject({ signedIn: true, token: { source: 'token', ...token } });
        const answer = only(await app.hf('status', { user }));
        expect(answer).toMatchObject({ kind: 'ephemeral', user, failed: false });
        expect(answer.text).toMatch(/\*Token:\*/);
        expect(answer.text).toContain('What Hugging Face opens for you');
    });

    it('names plan, organisations, roles and what is closed', async () => {
        const text = await app.text('status', { user: 'carol' });
        expect(text).toMatch(/`acme`: .*admin/);
        expect(text).toMatch(/`globex`.*single sign-on/);
        expect(await app.text('status', { user: 'bo' })).toContain('PRO');
    });

    it('is private: it can’t be posted', async () => {
        expect(only(await app.hf('status --public', { user: 'bo' }))).toMatchObject({ kind: 'ephemeral', failed: true });
    });

    it('forgets the token at logout, and says that it lives on', async () => {
        await app.signIn('gina', fakeToken('dave'));
        expect(await app.text('logout', { user: 'gina' })).toMatch(/signed out.*\n.*still works/);
        expect(await statusOf('gina')).toMatchObject({ signedIn: false, reason: 'none' });
        expect(await app.text('logout', { user: 'gina' })).toContain('not signed in');
        expect(app.hub.state.tokens.has(fakeToken('dave'))).toBe(true);
    });
});

describe('settings', () => {
    const bar = async (user: string, room = 'general'): Promise<string> => {
        await app.hf('settings', { user, room });
        return (await app.form(user, 'settings.user')).text;
    };

    it('open as a bar, and take effect with the next answer', async () => {
        expect(await bar('alice')).toContain('Default organisation');
        expect(app.surfaces.at(-1)).toMatchObject({ user: 'alice', kind: 'contextualBar', mode: 'open' });
        const saved = only(await app.submitForm('alice', 'settings.user', { 'settings.org': 'acme', 'settings.notifications': 'off' }));
        expect(saved.text).toMatch(/Default organisation is now \*acme\*/);
        await app.signIn('alice', fakeToken('alice'));
        expect(jsonOf(await app.hf('info model bert-prod --format json'))).toMatchObject({ id: 'acme/bert-prod' });
        expect(await bar('alice')).toContain('[:set settings.org acme]');
        await app.submitForm('alice', 'settings.user', { 'settings.org': '' });
        expect(only(await app.hf('info model embedder'))).toMatchObject({ failed: true });
    });

    it('refuse an organisation that can’t be one, beside the field', async () => {
        await bar('alice');
        expect(await app.submitForm('alice', 'settings.user', { 'settings.org': 'not an org' })).toEqual([]);
        expect(app.formErrors.at(-1)).toMatchObject({ user: 'alice', errors: { 'settings.org': expect.stringContaining('not the name') as string } });
    });

    it('switch the room’s cards for those who manage it only', async () => {
        expect(await bar('alice', 'ml-models')).not.toContain('settings.cards');
        expect(await bar('bo', 'ml-models')).toContain('settings.cards');
        const saved = only(await app.submitForm('bo', 'settings.user', { 'settings.cards': 'off' }));
        expect(saved.text).toMatch(/Cards for Hugging Face links is now \*Off\*/);
        expect(await app.during(() => app.host.post({ user: 'alice', room: 'ml-models', text: 'https://huggingface.co/gpt2-large' }))).toEqual([]);
    });
});

describe('doctor', () => {
    const findings = z.object({ findings: z.array(z.object({ check: z.string(), level: z.string(), text: z.string(), fix: z.optional(z.string()) })) });

    it('finds everything in order here', async () => {
        await app.signIn('admin', fakeToken('alice'));
        const { findings: found } = findings.parse(jsonOf(await app.hf('doctor --format json', { user: 'admin' })));
        expect(found.filter(({ level }) => level === 'bad')).toEqual([]);
        expect(found.map(({ check }) => check)).toEqual(expect.arrayContaining(['version', 'reached', 'path.direct', 'clock.ok', 'key.environment', 'tick.ok', 'settings.ok', 'oauth.on']));
        expect(found).toContainEqual(expect.objectContaining({ text: expect.stringContaining('Your token works, as `alice`') as string }));
        expect(only(await app.hf('doctor', { user: 'admin' }))).toMatchObject({ kind: 'ephemeral', user: 'admin', failed: false });
    });

    it('finds what does not work, and says how to mend it', async () => {
        const url = await app.host.getAppSetting('hub_url');
        await app.host.setAppSetting('hub_url', 'http://127.0.0.1:9');
        const { findings: found } = findings.parse(jsonOf(await app.hf('doctor --format json', { user: 'admin' })));
        await app.host.setAppSetting('hub_url', url);
        expect(found).toContainEqual(expect.objectContaining({ level: 'bad', text: expect.stringContaining('The Hub can\'t be reached') as string, fix: expect.stringContaining('127.0.0.1') as string }));
    });

    it('finds a token that was revoked', async () => {
        await app.signIn('carol', mint('soon-dead', 'carol'));
        app.hub.state.tokens.delete(fakeToken('soon-dead'));
        expect(await app.text('doctor', { user: 'carol' })).toContain('does not accept your token any more');
    });
});

/** Last, because it sets the workspace's clock ahead. */
describe('a sign-in on huggingface.co that nears its end', () => {
    it('is renewed before that, once, and goes on with the new token', async () => {
        const held = (): string[] => [...app.hub.state.tokens.values()].filter(({ role, user }) => role === 'oauth' && user === 'sec').map(({ value }) => value);
        const first = app.shown.length;
        app.hub.device.approve(await app.startDevice('sec'), 'sec', ['acme']);
        await app.waitFor(told('sec', /signed in as \*sec\*/), first);
        const [before = ''] = held();
        // A second sign-in hands out the same tokens with a shorter life.
        await app.hf('logout', { user: 'sec' });
        const second = app.shown.length;
        app.hub.faults.add({ match: 'POST /oauth/token', times: 1, fault: { status: 200, body: { ...grantOf(before), expires_in: RENEWED_AHEAD_S + LEFT_S } } });
        await app.startDevice('sec');
        await app.waitFor(told('sec', /signed in as \*sec\*/), second);
        expect(held()).toEqual([before]);

        app.hub.clearRequests();
        await app.host.advanceClock(LEFT_S * 1000);
        const answers = await app.hfAtOnce(['info model acme/bert-prod', 'info dataset acme/support-tickets', 'status'], { user: 'sec' });
        answers.forEach((answer) => expect(only(answer)).toMatchObject({ failed: false }));
        expect(app.hub.requests.filter(({ path }) => path === '/oauth/token')).toHaveLength(1);
        expect(held()).toHaveLength(1);
        expect(held()).not.toContain(before);
    });

    /** A token that ends sooner than this is renewed, seconds. */
    const RENEWED_AHEAD_S = 300;
    /** Until then, however slow the machine is. */
    const LEFT_S = 600;

    function grantOf(token: string): Record<string, string> {
        const [refresh = ''] = [...app.hub.state.refreshGrants].find(([, grant]) => grant.accessToken === token) ?? [];
        return { access_token: token, token_type: 'bearer', refresh_token: refresh, scope: 'openid profile read-repos' };
    }
});
