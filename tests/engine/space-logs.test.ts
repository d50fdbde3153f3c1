import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { AppUnderTest } from './app-under-test';

/** All the time that a command has for Hugging Face: a single stream that is not left takes it. */
const HUB_BUDGET_MS = 24_000;

describe('a Space’s log in the real engine', () => {
    let app: AppUnderTest;
    beforeAll(async () => {
        app = await AppUnderTest.start();
        await app.signIn('alice', fakeToken('alice'));
    });
    afterAll(() => app.stop());

    it('is read from a stream that never ends, and left again', async () => {
        app.hub.change({ kind: 'space-log', space: 'acme/demo', lines: ['one', 'ERROR: two @all', 'three'] });
        const began = Date.now();
        const text = await app.text('space logs acme/demo --tail 3');
        expect(text).toContain('one\nERROR: two @\u200ball\nthree');
        const all = await app.text('space logs acme/demo --tail 500');
        expect(all).toContain('Application Startup');
        expect(Date.now() - began).toBeLessThan(HUB_BUDGET_MS);
    });

    it('says so where nothing streams', async () => {
        await app.host.setAppSetting('network_path', 'workspace');
        expect(await app.text('space logs acme/demo')).toContain('sends logs as a stream, and none came through');
    });
});
