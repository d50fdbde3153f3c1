import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppUnderTest } from './app-under-test';

describe('the walk of a command through the real engine', () => {
    let app: AppUnderTest;
    beforeAll(async () => {
        app = await AppUnderTest.start();
    });
    afterAll(() => app.stop());

    it('answers the caller alone, in the room and thread it was asked in', async () => {
        const root = await app.host.post({ user: 'alice', room: 'ml-models', text: 'a question' });
        const [answer, ...more] = await app.hf('help', { user: 'alice', room: 'ml-models', ...(root && { threadId: root.id }) });
        expect(more).toEqual([]);
        expect(answer).toMatchObject({ kind: 'ephemeral', user: 'alice', failed: false, message: { room: 'ml-models', threadId: root?.id, sender: 'hf-teamflow.bot' } });
        expect(answer?.text).toContain('/hf help');
    });

    it('posts for everybody with --public', async () => {
        const [answer] = await app.hf('help --public');
        expect(answer).toMatchObject({ kind: 'message', message: { room: 'general', sender: 'hf-teamflow.bot' } });
        expect(await app.host.message(answer?.message.id ?? '')).toBeDefined();
    });

    it('speaks the user’s language', async () => {
        expect(await app.text('help', { user: 'bo' })).not.toBe(await app.text('help', { user: 'alice' }));
    });

    it('marks failures for machines and says what to do', async () => {
        const [answer] = await app.hf('hlep');
        expect(answer).toMatchObject({ kind: 'ephemeral', failed: true });
        expect(answer?.text).toContain('`/hf help`');
    });

    it('costs one round trip for a local command once the process is warm', async () => {
        await app.hf('help');
        const before = await app.host.roundTrips();
        await app.hf('help');
        expect((await app.host.roundTrips()) - before).toBe(1);
    });

    it('goes on after its process was killed', async () => {
        await app.host.restartApp();
        expect(await app.text('help')).toContain('/hf help');
    });

    it('works again after it was disabled and enabled', async () => {
        await app.host.disableApp();
        await app.host.enableApp();
        expect(await app.text('help')).toContain('/hf help');
        expect((await app.host.jobs()).filter(({ type }) => type === 'single')).toHaveLength(1);
    });

    it('refuses a bad setting, keeps the old value and shows why beside the field', async () => {
        const before = await app.host.getAppSetting('hub_url');
        await app.host.setAppSetting('hub_url', 'http://example.com');
        expect(await app.host.getAppSetting('hub_url')).toBe(before);
        const setting = (await app.host.appSettings()).find(({ id }) => id === 'hub_url');
        expect(setting?.['i18nAlert']).toBe('refused_address_tls');
        await app.host.setAppSetting('hub_url', before);
        expect((await app.host.appSettings()).find(({ id }) => id === 'hub_url')?.['i18nAlert']).toBeUndefined();
    });

    it('answers forged clicks and forms without doing anything', async () => {
        const answers = await app.during(() => app.host.click({ user: 'alice', room: 'general', actionId: 'nobody.knows', blockId: 'x.0', value: '{"a":1}' }));
        expect(answers).toMatchObject([{ kind: 'ephemeral', user: 'alice', failed: true }]);
    });
});

describe('a server that withholds permissions', () => {
    it.each([['message.write'], ['user.read'], ['persistence'], ['env.read'], ['server-setting.read'], ['scheduler'], ['ui.interact'], ['networking'], ['room.read'], ['room.write'], ['threads.read'], ['upload.read'], ['upload.write'], ['ui.registerButtons']])('without %s the app loads, and help answers or fails cleanly', async (permission) => {
        const app = await AppUnderTest.start({ host: { withheldPermissions: [permission] } });
        try {
            expect(await app.host.status()).toBe('manually_enabled');
            const { error } = await app.host.command({ user: 'alice', room: 'general', text: '/hf help' });
            expect(error ?? '').not.toContain('undefined');
        } finally {
            await app.stop();
        }
    });
});
