import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startProbe } from './probe';
import type { Probe } from './probe';

let probe: Probe;

beforeAll(async () => {
    probe = await startProbe({ handlerTimeoutMs: 1500 });
});

afterAll(() => probe.stop());

beforeEach(() => {
    probe.events.length = 0;
});

const run = (text: string, more: Partial<Parameters<Probe['host']['command']>[0]> = {}): ReturnType<Probe['host']['command']> =>
    probe.host.command({ user: 'alice', room: 'general', text, ...more });
const last = async (kind: string): Promise<Record<string, unknown> | undefined> => (await probe.seen(kind)).at(-1);

describe('a slash command', () => {
    it('arrives split, with sender, room, thread and trigger', async () => {
        const root = await probe.host.post({ user: 'bo', room: 'ml-models', text: 'root' });
        const { triggerId } = await run('/probe models "llama 7b" --task x', { room: 'ml-models', threadId: root?.id });
        expect(await last('command')).toEqual({
            args: ['models', 'llama 7b', '--task', 'x'], threadId: root?.id, triggerId, user: 'alice', room: 'ml-models',
        });
    });

    it('loses everything after the first line break in the client, nothing over REST', async () => {
        await run('/probe first\nsecond');
        expect((await last('command'))?.args).toEqual(['first']);
        await run('/probe first\nsecond "third\nfourth"', { via: 'rest' });
        expect((await last('command'))?.args).toEqual(['first', 'second', 'third\nfourth']);
    });

    it('is looked up in lower case', async () => {
        expect((await run('/PROBE a')).error).toBeUndefined();
        expect((await last('command'))?.args).toEqual(['a']);
    });

    it('must exist', async () => {
        await expect(run('/nonsense')).rejects.toThrow('does not exist');
        await expect(run('no slash')).rejects.toThrow('You must provide a command');
    });

    it('needs access to the room', async () => {
        await expect(run('/probe a', { user: 'gina', room: 'ml-incidents' })).rejects.toThrow('unauthorized');
        expect((await run('/probe a', { user: 'gina' })).error).toBeUndefined();
    });

    it('needs a thread of this room', async () => {
        const root = await probe.host.post({ user: 'bo', room: 'ml-models', text: 'root' });
        await expect(run('/probe a', { threadId: root?.id })).rejects.toThrow('Invalid thread');
        await expect(run('/probe a', { threadId: 'nothing' })).rejects.toThrow('Invalid thread');
    });

    it('is not stored as a message', async () => {
        const before = await probe.host.messages('general');
        await run('/probe a');
        expect(await probe.host.messages('general')).toEqual(before);
    });
});

describe('a command that fails', () => {
    it('tells the sender that something went wrong, and not what', async () => {
        const { error } = await run('/probe throw');
        expect(error).toBe('a secret reason');
        const notes = probe.events.flatMap((event) => (event.type === 'ephemeral' ? [[event.user, event.message.text]] : []));
        expect(notes).toEqual([['alice', 'Something went wrong while executing command, `/probe`.']]);
        expect(probe.events).toContainEqual({ type: 'commandError', user: 'alice', command: 'probe', error: 'a secret reason' });
    });

    it('counts as failed after the time-out, while the app goes on', async () => {
        const { error } = await run('/probe hang 1800');
        expect(error).toContain('timed out');
        expect((await run('/probe a')).error).toBeUndefined();
    });
});

describe('previews', () => {
    it('have at most ten items and no trigger', async () => {
        const preview = await probe.host.preview({ user: 'alice', room: 'general', text: '/probe mod' });
        expect(preview?.items.map((item) => item.value)).toEqual(Array.from({ length: 10 }, (_, at) => `suggestion ${at}`));
        expect(await last('preview')).toEqual({ args: ['mod'], triggerId: null });
        const [item] = preview?.items ?? [];
        if (!item) {
            throw new Error('no item');
        }
        await probe.host.executePreview({ user: 'alice', room: 'general', text: '/probe mod' }, item);
        expect(await last('previewItem')).toEqual({ id: 'item-0', args: ['mod'], triggerId: null });
    });
});

describe('what the server writes down', () => {
    it('are the arguments of every command, in the app\'s log', async () => {
        await run('/probe login hf_token_in_arguments');
        await probe.host.idle();
        const logs = (await probe.host.appLogs()).filter((log) => log.method === 'slashcommand:probe:executor');
        expect(JSON.stringify(logs.at(-1)?.entries)).toContain('hf_token_in_arguments');
    });
});

describe('the round-trip counter', () => {
    it('counts what the app asks of the host', async () => {
        const before = await probe.host.roundTrips();
        await run('/probe nothing');
        const quiet = await probe.host.roundTrips();
        await run('/probe whisper hello');
        const whispered = await probe.host.roundTrips();
        expect(quiet - before).toBe(0);
        // The app user, because the message names no sender, and the notice itself.
        expect(whispered - quiet).toBe(2);
    });
});
