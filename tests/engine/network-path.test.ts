import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { AppUnderTest } from './app-under-test';

describe('the way through the workspace’s own HTTP', () => {
    let app: AppUnderTest;
    beforeAll(async () => {
        app = await AppUnderTest.start();
        await app.host.setAppSetting('network_path', 'workspace');
        await app.signIn('alice', fakeToken('alice'));
    });
    afterAll(() => app.stop());

    it('answers like the direct one', async () => {
        expect(await app.text('models search bert --limit 2')).toContain('google-bert/bert-base-uncased');
        expect(await app.text('status')).toContain('alice');
        expect(await app.text('doctor')).toContain('chat server');
    });

    it('reads private cards, and sends no token to where files lie', async () => {
        app.hub.clearRequests();
        expect(await app.text('model card acme/bert-prod')).toContain('bert-prod');
        expect(await app.text('info model acme/bert-prod')).toContain('acme/bert-prod');
        expect(await app.text('info model google-bert/bert-base-uncased')).toContain('safetensors');
        expect(app.hub.requests.filter(({ path, hasAuth }) => path.includes('/resolve/') && hasAuth)).toEqual([]);
        expect(app.hub.requests.some(({ host }) => host === 'cdn')).toBe(true);
        expect(app.hub.violations).toEqual([]);
    });

    it('tells errors as precisely', async () => {
        const [missing] = await app.hf('info model nobody/nothing-here');
        expect(missing).toMatchObject({ kind: 'ephemeral', failed: true });
        app.hub.faults.add({ match: 'GET /api/models*', times: 1, fault: { kind: 'rate-limited', resetSeconds: 120 } });
        expect(await app.text('models search something-else')).toContain('<t:');
        app.hub.faults.clear();
    });
});
