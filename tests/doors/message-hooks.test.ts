import type { ILogger, IMessageBuilder, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IMessage, IMessageAttachment } from '@rocket.chat/apps-engine/definition/messages';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProcessState } from '../../context/engine/process-state';
import { openStores } from '../../context/engine/stores';
import { maskMessage, needsMasking } from '../../doors/message-hooks';
import { fakeToken } from '../../playground/hub/seed/ids';
import { MemoryDatabase, MemoryPersistence, type StepHook } from '../helpers/memory-store';

const TOKEN = fakeToken('alice');
const MASKED = `hf_••••••${TOKEN.slice(-4)}`;

afterEach(() => vi.useRealTimers());

function messageOf(parts: Partial<IMessage>, userType = 'user'): IMessage {
    return { room: { id: 'r-general' }, sender: { id: 'u-alice', type: userType }, ...parts } as unknown as IMessage;
}

/** The part of the engine's builder that the hook uses. */
function builderOf(message: IMessage): IMessageBuilder {
    const built = { ...message };
    return {
        setText: (text: string) => void (built.text = text),
        setAttachments: (attachments: IMessageAttachment[]) => void (built.attachments = attachments),
        getMessage: () => built,
    } as unknown as IMessageBuilder;
}

function appOver(database: MemoryDatabase, before?: StepHook) {
    const persistence = new MemoryPersistence(database, before);
    const read = { getPersistenceReader: () => persistence, getEnvironmentReader: () => ({ getEnvironmentVariables: () => ({ getValueByName: () => Promise.resolve(undefined) }) }) } as unknown as IRead;
    const logger = { info: () => undefined, error: () => undefined } as unknown as ILogger;
    const state = createProcessState({ id: 'app', version: '0.0.0' });
    const accessors = { read, persistence, logger };
    return {
        mask: (message: IMessage) => maskMessage(state, { message, builder: builderOf(message) }, accessors),
        leaks: async () => (await openStores(state, accessors)).leaks.openOf('u-alice'),
    };
}

describe('a token in a message', () => {
    it.each<[string, Partial<IMessage>]>([
        ['its text', { text: TOKEN }],
        ['an attachment’s text', { attachments: [{ text: TOKEN }] }],
        ['a description', { attachments: [{ description: TOKEN }] }],
        ['a title', { attachments: [{ title: { value: TOKEN, link: 'https://x.example' } }] }],
        ['an author', { attachments: [{ author: { name: TOKEN } }] }],
        ['a field’s title', { attachments: [{ fields: [{ title: TOKEN, value: 'x' }] }] }],
        ['a field’s value', { attachments: [{ text: 'x', fields: [{ title: 'x', value: TOKEN, short: true }] }] }],
    ])('is masked in %s, and nothing else is changed', async (_, parts) => {
        const message = messageOf({ id: 'm-1', ...parts });
        expect(needsMasking(message)).toBe(true);
        const masked = await appOver(new MemoryDatabase()).mask(message);
        expect(masked).toEqual(JSON.parse(JSON.stringify(message).replaceAll(TOKEN, MASKED)));
    });

    it('does not trip over what the types do not promise', () => {
        const odd = [{ text: null, title: null, fields: [{ title: 1, value: true }, { title: null }] }] as unknown as IMessageAttachment[];
        expect(needsMasking(messageOf({ attachments: odd }))).toBe(false);
        expect(needsMasking({ ...messageOf({}), text: null, attachments: null } as unknown as IMessage)).toBe(false);
    });

    it('is masked however many there are, of which only a few are kept', async () => {
        const tokens = Array.from({ length: 2_000 }, (_, index) => fakeToken(`made-up-${index}`));
        let steps = 0;
        const app = appOver(new MemoryDatabase(), () => void (steps += 1));
        const masked = await app.mask(messageOf({ text: tokens[0] ?? '', attachments: [{ text: tokens.join(' ') }] }));
        expect(needsMasking(masked)).toBe(false);
        expect(await app.leaks()).toHaveLength(5);
        expect(steps).toBeLessThan(100);
    });

    it('is masked in time when the store is slow', async () => {
        vi.useFakeTimers();
        const app = appOver(new MemoryDatabase(), () => new Promise(() => undefined));
        const masking = app.mask(messageOf({ text: TOKEN }));
        await vi.advanceTimersByTimeAsync(900);
        expect((await masking).text).toBe(MASKED);
    });

    it('is masked in a bot’s message, and not kept: nobody would be asked', async () => {
        const database = new MemoryDatabase();
        expect((await appOver(database).mask(messageOf({ text: TOKEN }, 'bot'))).text).toBe(MASKED);
        expect(database.size).toBe(0);
    });
});
