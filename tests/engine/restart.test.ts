import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAYGROUND_OAUTH_CLIENT } from '../../playground/hub/seed/index';
import { fakeToken } from '../../playground/hub/seed/ids';
import { AppUnderTest } from './app-under-test';
import { jsonOf, only } from './shown';

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start({ separate: true, hub: { deviceIntervalSeconds: 1 }, host: { appSettings: { oauth_client_id: PLAYGROUND_OAUTH_CLIENT } } });
    await app.speakEnglish();
});
afterAll(async () => {
    // Its host was killed by the last test.
    await app.leave();
    expect(app.hub.violations).toEqual([]);
});

describe('the app’s process dies', () => {
    it('between signing in and using it', async () => {
        await app.signIn('alice', fakeToken('alice'));
        await app.host.restartApp();
        expect(only(await app.hf('info model acme/bert-prod'))).toMatchObject({ failed: false });
    });

    it('while a form is open', async () => {
        await app.hf('login', { user: 'sec' });
        await app.host.restartApp();
        expect(only(await app.submitForm('sec', 'login.token', { 'login.paste': fakeToken('sec') })).text).toContain('signed in as *sec*');
    });

    it('while a device login waits for consent', async () => {
        const since = app.shown.length;
        const code = await app.startDevice('bo');
        await app.host.restartApp();
        app.hub.device.approve(code, 'bo', ['acme']);
        await app.waitFor(({ user, text }) => user === 'bo' && text.includes('signed in as *bo*'), since);
        expect(app.shown.slice(since).filter(({ text }) => text.includes('signed in as'))).toHaveLength(1);
    });

    it('between two pages of a list', async () => {
        const first = await app.hf('models search bert');
        await app.host.restartApp();
        const second = await app.press(first, 'Next page');
        expect(only(second).text).toContain('results 11–20');
        expect(only(second).message.id).toBe(only(first).message.id);
        await app.host.restartApp();
        expect(only(await app.press(second, 'Previous page')).text).toContain('results 1–10');
    });

    it('between a leak and its revocation', async () => {
        const token = fakeToken('leaked');
        app.hub.state.tokens.set(token, { value: token, user: 'alice', displayName: 'x', role: 'read', createdAt: '2025-01-05T09:00:00.000Z' });
        const offer = await app.during(() => app.host.post({ user: 'alice', room: 'general', text: token }));
        await app.host.restartApp();
        await app.press(offer, 'Revoke now');
        expect(app.hub.state.tokens.has(token)).toBe(false);
    });

    it('again and again: no command is lost, no recurring job doubled', async () => {
        for (let round = 0; round < 3; round += 1) {
            await app.host.restartApp();
            expect(jsonOf(await app.hf('status --format json'))).toMatchObject({ signedIn: true });
        }
        expect((await app.host.jobs()).filter(({ type }) => type === 'single')).toHaveLength(1);
    });
});

describe('the whole server dies', () => {
    it('and a new one goes on: accounts, settings, rooms, a login under way', async () => {
        await app.hf('settings', { user: 'alice' });
        await app.submitForm('alice', 'settings.user', { 'settings.org': 'acme' });
        await app.hf('settings', { user: 'admin', room: 'general' });
        await app.submitForm('admin', 'settings.user', { 'settings.cards': 'off' });
        const list = await app.hf('models search bert');
        const code = await app.startDevice('carol');
        await app.kill();

        const next = await app.another();
        try {
            app.hub.device.approve(code, 'carol', ['acme']);
            expect(jsonOf(await next.hf('status --format json'))).toMatchObject({ signedIn: true, account: { name: 'alice' } });
            expect(jsonOf(await next.hf('info model bert-prod --format json'))).toMatchObject({ id: 'acme/bert-prod' });
            expect(only(await next.press(list, 'Next page')).text).toContain('results 11–20');
            expect(await next.during(() => next.host.post({ user: 'bo', room: 'general', text: 'https://huggingface.co/gpt2-large' }))).toEqual([]);
            await next.waitFor(({ user, text }) => user === 'carol' && /signed in as/.test(text));
            expect((await next.host.jobs()).filter(({ type }) => type === 'single')).toHaveLength(1);
        } finally {
            await next.stop();
        }
    });
});
