import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { AppUnderTest } from './app-under-test';

const SPACE = 'acme/demo';
let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start();
    await app.speakEnglish();
    await app.signIn('alice', fakeToken('alice'));
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

describe('a monitor in the real engine', () => {
    it('posts a card, and an alert in its thread once the load has risen', async () => {
        app.hub.change({ kind: 'space-stage', space: SPACE, stage: 'RUNNING' });
        app.hub.change({ kind: 'space-cpu', space: SPACE, percent: 4, memoryPercent: 30 });
        await app.hf(`space monitor ${SPACE} --alerts cpu --for 0m --notify @bo`);
        const card = await app.waitFor(({ text }) => /\*CPU:\* 4%[^]*\*Memory:\* 30%/.test(text));
        app.hub.change({ kind: 'space-cpu', space: SPACE, percent: 97, memoryPercent: 30 });
        // New rules are an occasion to look at once.
        await app.hf(`space monitor ${SPACE} --threshold 80`);
        const alert = await app.waitFor(({ text, message }) => message.threadId !== undefined && text.includes('acme/demo'));
        expect(alert.text).toContain('CPU above 80%');
        expect(alert.message.threadId).toBe(card.message.id);
        expect(alert.message.text).toContain('@bo');
        expect(alert.controls.map(({ label }) => label)).toEqual(['Restart', 'Logs', 'Mute 1 h']);
    });

    it('stops by its button, and its card says so', async () => {
        const list = await app.hf('space monitors');
        const before = app.shown.length;
        await app.press(list, 'Stop');
        expect((await app.waitFor(({ text }) => text.includes('Stopped by'), before)).controls).toEqual([]);
    });
});
