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

describe('the clock of a workspace', () => {
    it('is moved for the app as well, whose next process keeps it', async () => {
        const { host } = probe;
        const ahead = async (): Promise<number> => {
            const { result } = await probe.tell<{ now: number; made: number }>('clock');
            expect(result).toMatchObject({ past: 1234, isDate: true });
            expect((result?.made ?? 0) - (result?.now ?? 0)).toBeLessThan(1000);
            return ((result?.now ?? 0) - Date.now()) / 60_000;
        };
        expect(await ahead()).toBeCloseTo(0, 1);
        await host.advanceClock(600_000);
        await host.advanceClock(600_000);
        expect(await ahead()).toBeCloseTo(20, 1);
        expect(((await host.now()) - Date.now()) / 60_000).toBeCloseTo(20, 1);
        await host.restartApp();
        expect(await ahead()).toBeCloseTo(20, 1);
    });
});
