import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProbe } from './probe';
import type { Probe } from './probe';

let probe: Probe;

beforeAll(async () => {
    probe = await startProbe();
});

afterAll(() => probe.stop());

describe('a workspace with an app', () => {
    it('runs the app in the real engine', async () => {
        expect(await probe.host.status()).toBe('manually_enabled');
        expect(await probe.host.appPid()).toBeGreaterThan(0);
    });

    it('hands a slash command to the app, whose whisper reaches the sender only', async () => {
        const result = await probe.host.command({ user: 'alice', room: 'general', text: '/probe whisper hello there' });
        expect(result.error).toBeUndefined();
        const whisper = probe.events.find((event) => event.type === 'ephemeral');
        expect(whisper).toMatchObject({ user: 'alice', message: { text: 'hello there', room: 'general', sender: 'probe.bot' } });
        expect(await probe.host.messages('general')).toEqual([]);
    });

    it('stores what the app posts', async () => {
        const { result: id } = await probe.tell<string>('create', { room: 'ml-models', text: 'posted' });
        expect(await probe.host.message(id ?? '')).toMatchObject({ text: 'posted', room: 'ml-models', sender: 'probe.bot' });
    });
});

describe('an app whose process dies', () => {
    it('is set up again without its memory, and can be used at once', async () => {
        const { host } = probe;
        await host.command({ user: 'alice', room: 'general', text: '/probe before' });
        const pid = await host.appPid();
        await host.restartApp();
        expect(await host.appPid()).not.toBe(pid);
        expect(await host.status()).toBe('manually_enabled');
        expect((await host.command({ user: 'alice', room: 'general', text: '/probe after' })).error).toBeUndefined();
        expect(await probe.seen('command')).toMatchObject([{ args: ['after'] }]);
    });
});
