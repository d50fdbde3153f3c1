import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sighting, startProbe } from './probe';
import type { Probe } from './probe';

let probe: Probe;

beforeAll(async () => {
    probe = await startProbe();
});

afterAll(() => probe.stop());

beforeEach(() => {
    probe.events.length = 0;
});

/** What the app learns when it posts this into #general. */
const post = (message: Record<string, unknown>): ReturnType<Probe['tell']> => probe.tell('create', { room: 'general', ...message });
const count = async (): Promise<number> => (await probe.host.messages('general')).length;

describe('what an app posts', () => {
    it('is refused as a whole above 5000 UTF-16 units', async () => {
        const before = await count();
        expect((await post({ text: 'x'.repeat(5001) })).error).toContain('error-message-size-exceeded');
        expect((await post({ text: '😀'.repeat(2501) })).error).toContain('error-message-size-exceeded');
        expect(await count()).toBe(before);
        expect((await post({ text: 'x'.repeat(5000) })).error).toBeUndefined();
        expect(await count()).toBe(before + 1);
    });

    it.each(['@all look', 'look @here', '```\nls\n@all\n```'])('is refused for %j', async (text) => {
        const before = await count();
        expect((await post({ text })).error).toContain('error-action-not-allowed');
        expect(await count()).toBe(before);
    });

    it('is refused for a group mention in the description of an attachment', async () => {
        expect((await post({ text: 'see', attachments: [{ description: 'for @here' }] })).error).toContain('error-action-not-allowed');
    });

    it.each(['mail me@all.org', '@allison knows', '@\u200ball'])('may say %j', async (text) => {
        expect((await post({ text })).error).toBeUndefined();
    });

    it.each([
        ['a field without a title', { fields: [{ title: '', value: 'v' }] }],
        ['a field without a value', { fields: [{ title: 't', value: '' }] }],
        ['a field whose value is an object', { fields: [{ title: 't', value: {} }] }],
        ['a relative title link', { title: { value: 't', link: 'models/bert' } }],
        ['a script as title link', { title: { value: 't', link: 'javascript:alert(1)' } }],
        ['a relative image', { imageUrl: 'a.png' }],
        ['an inline image', { imageUrl: 'data:image/png;base64,AA' }],
    ])('is refused as a whole for %s', async (_name, attachment) => {
        const before = await count();
        expect((await post({ text: 'see', attachments: [{ text: 'fine' }, attachment] })).error).toBeDefined();
        expect(await count()).toBe(before);
    });

    it('may carry full links, uploaded files and filled fields', async () => {
        const attachments = [{ title: { value: 't', link: 'https://example.com' }, imageUrl: '/file-upload/abc/a.png', fields: [{ title: 't', value: 'v' }] }];
        expect((await post({ text: 'see', attachments })).error).toBeUndefined();
    });

    it('may be long in an attachment', async () => {
        expect((await post({ text: 'see', attachments: [{ text: 'x'.repeat(9000) }] })).error).toBeUndefined();
    });

    it('is sent by the app user unless it names another sender', async () => {
        const { result: own } = await probe.tell<string>('create', { room: 'general', text: 'mine' });
        const { result: others } = await probe.tell<string>('create', { room: 'general', text: 'hers', as: 'alice' });
        expect((await probe.host.message(own ?? ''))?.sender).toBe('probe.bot');
        expect((await probe.host.message(others ?? ''))?.sender).toBe('alice');
    });

    it('may have an alias when the app user sends it, not when a person does', async () => {
        expect((await post({ text: 'a', alias: 'Somebody' })).error).toBeUndefined();
        expect((await post({ text: 'a', alias: 'Somebody', as: 'alice' })).error).toContain('Not enough permission');
    });

    it('is refused when its time is more than a minute off, and gets the server time above ten seconds', async () => {
        const now = Date.now();
        expect((await post({ text: 'old', createdAt: now - 61_000 })).error).toContain('out of sync');
        const { result: id } = await probe.tell<string>('create', { room: 'general', text: 'late', createdAt: now - 30_000 });
        expect((await probe.host.message(id ?? ''))?.createdAt).toBeGreaterThanOrEqual(now);
    });

    it('may not have custom fields', async () => {
        expect((await post({ text: 'a', customFields: { sha: 'abc' } })).error).toContain('Custom fields not enabled');
    });

    it('needs no membership, also in a private group', async () => {
        expect((await probe.tell('create', { room: 'ml-incidents', text: 'alarm' })).error).toBeUndefined();
    });

    it('fails with a TypeError when an app prevents it', async () => {
        expect((await post({ text: 'prevent me' })).error).toContain("reading '_id'");
    });
});

describe('threads', () => {
    it('flatten a reply to a reply to the root, and take the room from it', async () => {
        const root = await probe.host.post({ user: 'alice', room: 'ml-models', text: 'root' });
        const reply = await probe.host.post({ user: 'bo', room: 'ml-models', text: 'reply', threadId: root?.id });
        const { result: id } = await probe.tell<string>('create', { room: 'general', text: 'nested', threadId: reply?.id });
        expect(await probe.host.message(id ?? '')).toMatchObject({ threadId: root?.id, room: 'ml-models' });
        expect(await probe.host.message(root?.id ?? '')).toMatchObject({ threadCount: 2 });
        expect((await probe.host.messages('ml-models', { threadId: root?.id })).map((message) => message.text)).toEqual(['reply', 'nested']);

        await probe.host.remove({ user: 'bo', messageId: reply?.id ?? '' });
        expect(await probe.host.message(root?.id ?? '')).toMatchObject({ threadCount: 1 });
        expect(probe.events).toContainEqual(expect.objectContaining({ type: 'updated', message: expect.objectContaining({ id: root?.id, threadCount: 1 }) as unknown }));
    });

    it('come to the app unordered and with the root twice', async () => {
        const root = await probe.host.post({ user: 'alice', room: 'general', text: 'root' });
        await probe.host.post({ user: 'bo', room: 'general', text: 'first', threadId: root?.id });
        await probe.host.post({ user: 'bo', room: 'general', text: 'second', threadId: root?.id });
        const { result } = await probe.tell<Array<{ text: string }>>('thread.get', { id: root?.id });
        expect(result?.map((message) => message.text)).toEqual(['root', 'second', 'first', 'root']);
    });
});

describe('editing and deleting', () => {
    it('marks an app\'s edit with its editor and keeps the rest', async () => {
        const { result: id = '' } = await probe.tell<string>('create', { room: 'general', text: 'before', attachments: [{ text: 'kept' }] });
        await probe.tell('update', { id, text: 'after' });
        const message = await probe.host.message(id);
        expect(message).toMatchObject({ text: 'after', attachments: [{ text: 'kept' }] });
        expect(message?.editedAt).toBeGreaterThan(0);
        expect(probe.events.filter((event) => event.type === 'updated')).toHaveLength(1);
    });

    it('does not check the size of an edit', async () => {
        const { result: id = '' } = await probe.tell<string>('create', { room: 'general', text: 'short' });
        expect((await probe.tell('update', { id, text: 'x'.repeat(6000) })).error).toBeUndefined();
    });

    it('loses a reaction that arrives while an edit is under way', async () => {
        const { result: id = '' } = await probe.tell<string>('create', { room: 'general', text: 'vote' });
        const edit = probe.tell('update', { id, text: 'slowly changed' });
        await expect.poll(async () => (await probe.tell<Sighting[]>('seen')).result?.map(({ kind }) => kind)).toContain('updating');
        await probe.host.react({ user: 'bo', messageId: id, emoji: ':thumbsup:' });
        expect((await probe.host.message(id))?.reactions).toEqual({ ':thumbsup:': { usernames: ['bo'] } });
        await edit;
        expect(await probe.host.message(id)).toMatchObject({ text: 'slowly changed' });
        expect((await probe.host.message(id))?.reactions).toBeUndefined();
    });

    it('lets people change their own messages only', async () => {
        const message = await probe.host.post({ user: 'alice', room: 'general', text: 'mine' });
        const messageId = message?.id ?? '';
        await expect(probe.host.edit({ user: 'bo', messageId, text: 'his' })).rejects.toThrow('not allowed');
        await expect(probe.host.remove({ user: 'bo', messageId })).rejects.toThrow('Not allowed');
        expect((await probe.host.edit({ user: 'alice', messageId, text: 'changed' })).text).toBe('changed');
        await probe.host.remove({ user: 'alice', messageId });
        expect(await probe.host.message(messageId)).toBeUndefined();
    });

    it('lets an app delete', async () => {
        const message = await probe.host.post({ user: 'alice', room: 'general', text: 'gone soon' });
        await probe.tell('removeMessage', { id: message?.id });
        expect(await probe.host.message(message?.id ?? '')).toBeUndefined();
        expect(probe.events).toContainEqual({ type: 'deleted', messageId: message?.id, roomId: message?.roomId });
    });
});

describe('ephemeral messages', () => {
    it('reach one user, are not stored, and keep the id that the app gave them', async () => {
        const before = await count();
        await probe.tell('notify', { user: 'alice', room: 'general', text: 'only you', id: 'card-1' });
        await probe.tell('notify', { user: 'alice', room: 'general', text: 'only you, newer', id: 'card-1' });
        const told = probe.events.filter((event) => event.type === 'ephemeral');
        expect(told.map((event) => [event.user, event.message.id, event.message.text])).toEqual([
            ['alice', 'card-1', 'only you'], ['alice', 'card-1', 'only you, newer'],
        ]);
        expect(await count()).toBe(before);
        expect(await probe.host.message('card-1')).toBeUndefined();
    });

    it('reach every member of a room', async () => {
        await probe.tell('notify', { room: 'ml-incidents', text: 'everybody here' });
        const told = probe.events.flatMap((event) => (event.type === 'ephemeral' ? [event.user] : []));
        expect(told.sort()).toEqual(['alice', 'bo', 'carol', 'sec']);
    });
});

describe('hooks around people\'s messages', () => {
    it('can prevent, extend and change a message before it is stored', async () => {
        expect(await probe.host.post({ user: 'alice', room: 'general', text: 'prevent me' })).toBeUndefined();
        expect((await probe.host.post({ user: 'alice', room: 'general', text: 'extend me' }))?.attachments).toEqual([{ text: 'extended' }]);
        const message = await probe.host.post({ user: 'alice', room: 'general', text: 'my token is hf_secret' });
        expect(message?.text).toBe('my token is hf_***');
        expect((await probe.host.message(message?.id ?? ''))?.text).toBe('my token is hf_***');
    });

    it('tell the app of what was sent, edited and deleted', async () => {
        const message = await probe.host.post({ user: 'bo', room: 'ml-models', text: 'one' });
        const messageId = message?.id ?? '';
        await probe.host.edit({ user: 'bo', messageId, text: 'two' });
        await probe.host.remove({ user: 'bo', messageId });
        expect(await probe.seen('sent')).toContainEqual({ text: 'one', room: 'ml-models', sender: 'bo' });
        expect(await probe.seen('updated')).toContainEqual({ text: 'two', editor: 'bo' });
        expect(await probe.seen('deleted')).toContainEqual({ text: 'two' });
    });

    it('can prevent an edit', async () => {
        const message = await probe.host.post({ user: 'bo', room: 'general', text: 'one' });
        const edit = probe.host.edit({ user: 'bo', messageId: message?.id ?? '', text: 'prevent this edit' });
        await expect(edit).rejects.toThrow('error-app-prevented-updating');
    });

    it('refuse what the room does not allow its people', async () => {
        await expect(probe.host.post({ user: 'gina', room: 'ml-incidents', text: 'hello' })).rejects.toThrow('error-not-allowed');
        await expect(probe.host.post({ user: 'gina', room: 'general', text: 'hello @all' })).rejects.toThrow('error-action-not-allowed');
        expect(await probe.host.post({ user: 'alice', room: 'general', text: 'hello @all' })).toBeDefined();
    });
});

describe('reactions', () => {
    it('are stored by user name, under the name that was sent, and told to the app as they are afterwards', async () => {
        const message = await probe.host.post({ user: 'alice', room: 'general', text: 'vote' });
        const messageId = message?.id ?? '';
        await probe.host.react({ user: 'bo', messageId, emoji: ':thumbsup:' });
        await probe.host.react({ user: 'carol', messageId, emoji: '+1' });
        await probe.host.react({ user: 'bo', messageId, emoji: ':thumbsup:', on: false });
        expect((await probe.host.message(messageId))?.reactions).toEqual({ ':+1:': { usernames: ['carol'] } });
        expect((await probe.seen('reaction')).filter((what) => what.id === messageId)).toEqual([
            { id: messageId, reaction: ':thumbsup:', isReacted: true, user: 'bo', reactions: { ':thumbsup:': { usernames: ['bo'] } } },
            { id: messageId, reaction: ':+1:', isReacted: true, user: 'carol', reactions: { ':thumbsup:': { usernames: ['bo'] }, ':+1:': { usernames: ['carol'] } } },
            { id: messageId, reaction: ':thumbsup:', isReacted: false, user: 'bo', reactions: { ':+1:': { usernames: ['carol'] } } },
        ]);
    });

    it('can be the app\'s own, where its user is in the room; the app hears of them too', async () => {
        const message = await probe.host.post({ user: 'alice', room: 'general', text: 'seed' });
        await probe.tell('react', { id: message?.id, emoji: ':rocket:' });
        expect((await probe.host.message(message?.id ?? ''))?.reactions).toEqual({ ':rocket:': { usernames: ['probe.bot'] } });
        expect(await probe.seen('reaction')).toContainEqual(expect.objectContaining({ reaction: ':rocket:', user: 'probe.bot', isReacted: true }));
        const secret = await probe.host.post({ user: 'alice', room: 'ml-incidents', text: 'seed' });
        expect((await probe.tell('react', { id: secret?.id, emoji: ':rocket:' })).error).toContain('Not Authorized');
    });

    it('are not told twice when nothing changes', async () => {
        const message = await probe.host.post({ user: 'alice', room: 'general', text: 'once' });
        const messageId = message?.id ?? '';
        await probe.host.react({ user: 'bo', messageId, emoji: ':eyes:', on: true });
        await probe.host.react({ user: 'bo', messageId, emoji: ':eyes:', on: true });
        expect((await probe.seen('reaction')).filter((what) => what.id === messageId)).toHaveLength(1);
    });
});
