import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAYGROUND_OAUTH_CLIENT } from '../../playground/hub/seed/index';
import { fakeToken } from '../../playground/hub/seed/ids';
import { AppUnderTest } from './app-under-test';
import { jsonOf, only, type Shown } from './shown';

/** How long `until` waits at most, milliseconds. */
const PATIENCE_MS = 40_000;

let one: AppUnderTest;
let two: AppUnderTest;
beforeAll(async () => {
    one = await AppUnderTest.start({ separate: true, hub: { deviceIntervalSeconds: 1 }, host: { appSettings: { oauth_client_id: PLAYGROUND_OAUTH_CLIENT } } });
    await one.speakEnglish();
    two = await one.another();
});
afterAll(async () => {
    await one.leave();
    expect(one.hub.violations).toEqual([]);
});

const welcomes = (user: string): Shown[] => [...one.shown, ...two.shown].filter((shown) => shown.user === user && shown.text.includes('signed in as'));

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; !(await holds());) {
        if (Date.now() > end) {
            throw new Error('Waited in vain.');
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

describe('two servers of one workspace', () => {
    it('know the same accounts at once: signed in here is signed in there, signed out there is signed out here', async () => {
        await one.signIn('alice', fakeToken('alice'));
        expect(jsonOf(await two.hf('status --format json'))).toMatchObject({ signedIn: true, account: { name: 'alice' } });
        expect(only(await two.hf('info model acme/bert-prod'))).toMatchObject({ failed: false });
        await two.hf('logout');
        expect(jsonOf(await one.hf('status --format json'))).toMatchObject({ signedIn: false });
        expect(only(await one.hf('info model acme/bert-prod'))).toMatchObject({ failed: true });
    });

    it('take a change of the admin’s settings both', async () => {
        await one.host.setAppSetting('default_org', 'acme');
        await until(async () => (await two.host.getAppSetting('default_org')) === 'acme');
        for (const server of [one, two]) {
            expect(jsonOf(await server.hf('info model embedder --format json'))).toMatchObject({ id: 'acme/embedder' });
        }
    });

    it('take a user’s own settings both', async () => {
        await one.hf('settings', { user: 'sec' });
        await one.submitForm('sec', 'settings.user', { 'settings.org': 'google-bert' });
        expect(jsonOf(await one.hf('info model bert-large-cased --format json', { user: 'sec' }))).toMatchObject({ id: 'google-bert/bert-large-cased' });
        expect(jsonOf(await two.hf('info model bert-large-cased --format json', { user: 'sec' }))).toMatchObject({ id: 'google-bert/bert-large-cased' });
    });

    it('revoke what was leaked on the other', async () => {
        const token = fakeToken('leaked-on-one');
        one.hub.state.tokens.set(token, { value: token, user: 'alice', displayName: 'x', role: 'read', createdAt: '2025-01-05T09:00:00.000Z' });
        const offer = await one.during(() => one.host.post({ user: 'alice', room: 'general', text: token }));
        expect(only(await two.press(offer, 'Revoke now')).failed).toBe(false);
        expect(one.hub.state.tokens.has(token)).toBe(false);
    });

    it('poll a device login between them, grant it once and tell it once', async () => {
        one.hub.clearRequests();
        const flows = await Promise.all(['bo', 'sec'].map(async (user) => ({ user, code: await (user === 'bo' ? one : two).startDevice(user) })));
        // All of them in vain so far.
        await until(() => one.hub.requests.filter(({ path }) => path === '/oauth/token').length >= 2 * flows.length);
        flows.forEach(({ user, code }) => one.hub.device.approve(code, user, ['acme']));
        for (const { user } of flows) {
            await until(() => welcomes(user).length > 0);
            expect(jsonOf(await one.hf('status --format json', { user }))).toMatchObject({ signedIn: true, account: { name: user } });
            expect(jsonOf(await two.hf('status --format json', { user }))).toMatchObject({ signedIn: true, account: { name: user } });
        }
        // Whatever either server still had planned has run by now.
        await new Promise((resolve) => setTimeout(resolve, 1500));
        await Promise.all([one.host.runDueJobs(), two.host.runDueJobs()]);
        flows.forEach(({ user }) => expect(welcomes(user)).toHaveLength(1));
    });

    it('finish what the other began when that one dies', async () => {
        const code = await one.startDevice('carol');
        await one.kill();
        one.hub.device.approve(code, 'carol', ['acme']);
        await until(() => welcomes('carol').length > 0);
        expect(jsonOf(await two.hf('status --format json', { user: 'carol' }))).toMatchObject({ signedIn: true, account: { name: 'carol' } });
        await two.stop();
    });
});
