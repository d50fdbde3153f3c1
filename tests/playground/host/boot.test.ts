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
