import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../playground/host/store/open-store';
import { startProbe } from './probe';
import type { Probe } from './probe';

let probe: Probe;
/** A private group without admin and gina, and the direct messages of alice and bo; a message and a file in each. */
const rooms: Array<{ room: string; outsiders: string[]; messageId: string; replyId: string; fileId: string }> = [];
const openMessage = { id: '' };

beforeAll(async () => {
    probe = await startProbe();
    const { host } = probe;
    const direct = await host.openDirect({ user: 'alice', other: 'bo' });
    for (const [room, outsiders] of [['ml-incidents', ['admin', 'gina']], [direct, ['admin', 'gina', 'carol', 'sec']]] as const) {
        const message = await host.post({ user: 'alice', room, text: 'hidden' });
        const reply = await host.post({ user: 'bo', room, text: 'hidden reply', threadId: message?.id });
        const { upload } = await host.upload({ user: 'alice', room, name: 'hidden.txt', bytes: Buffer.from('hidden bytes') });
        rooms.push({ room, outsiders: [...outsiders], messageId: message?.id ?? '', replyId: reply?.id ?? '', fileId: upload.id });
    }
    openMessage.id = (await host.post({ user: 'alice', room: 'general', text: 'open' }))?.id ?? '';
});

afterAll(() => probe.stop());

const REFUSED = /error-not-allowed|error-action-not-allowed|not-authorized/;

describe('a room that one is not in', () => {
    it('is not in the list of rooms', async () => {
        for (const { room, outsiders } of rooms) {
            for (const user of outsiders) {
                expect((await probe.host.roomsOf(user)).map(({ id, title }) => [id, title]).flat()).not.toContain(room);
            }
        }
    });

    it.each<[string, (user: string, place: (typeof rooms)[number]) => Promise<unknown>]>([
        ['its messages', (user, { room }) => probe.host.history({ user, room })],
        ['a thread', (user, { messageId }) => probe.host.thread({ user, rootId: messageId })],
        ['a thread, by a reply', (user, { replyId }) => probe.host.thread({ user, rootId: replyId })],
        ['marking it read', (user, { room }) => probe.host.markRead({ user, room })],
        ['a message into it', (user, { room }) => probe.host.post({ user, room, text: 'intruder' })],
        ['a reply, by naming an own room', (user, { messageId }) => probe.host.post({ user, room: 'general', text: 'intruder', threadId: messageId })],
        ['an edit', (user, { messageId }) => probe.host.edit({ user, messageId, text: 'intruder' })],
        ['a removal', (user, { messageId }) => probe.host.remove({ user, messageId })],
        ['a reaction', (user, { messageId }) => probe.host.react({ user, messageId, emoji: ':eyes:' })],
        ['a file into it', (user, { room }) => probe.host.upload({ user, room, name: 'intruder.txt', bytes: Buffer.from('x') })],
        ['a file into its thread, by naming an own room', (user, { messageId }) => probe.host.upload({ user, room: 'general', name: 'intruder.txt', bytes: Buffer.from('x'), threadId: messageId })],
        ['a command', (user, { room }) => probe.host.command({ user, room, text: '/probe' })],
        ['a preview', (user, { room }) => probe.host.preview({ user, room, text: '/probe' })],
        ['a choice of a preview', (user, { room }) => probe.host.executePreview({ user, room, text: '/probe' }, { id: 'x', type: 'text', value: 'x' } as never)],
    ])('refuses %s', async (_what, attempt) => {
        for (const place of rooms) {
            for (const user of place.outsiders) {
                await expect(attempt(user, place)).rejects.toThrow(REFUSED);
            }
        }
        for (const { room, messageId } of rooms) {
            expect((await probe.host.messages(room)).filter(({ text }) => text === 'intruder')).toEqual([]);
            expect(await probe.host.message(messageId)).toMatchObject({ text: 'hidden' });
        }
        expect(await probe.seen('command')).toEqual([]);
        expect((await probe.seen('preview')).length + (await probe.seen('previewItem')).length).toBe(0);
    });

    it('keeps nothing of a file that was refused', async () => {
        const store = openStore(probe.dir);
        const uploads = (): unknown => store.all('SELECT id FROM uploads');
        const before = uploads();
        const told = probe.events.length;
        await expect(probe.host.upload({ user: 'gina', room: 'ml-incidents', name: 'x.txt', bytes: Buffer.from('x') })).rejects.toThrow(REFUSED);
        await expect(probe.host.upload({ user: 'alice', room: 'ml-incidents', name: 'x.txt', bytes: Buffer.from('x'), text: 'x'.repeat(5001) })).rejects.toThrow('error-message-size-exceeded');
        expect(uploads()).toEqual(before);
        expect(probe.events).toHaveLength(told);
        store.close();
    });

    it('has files that look as if there were none', async () => {
        for (const { outsiders, fileId } of rooms) {
            for (const user of outsiders) {
                expect(await probe.host.file({ user, id: fileId })).toBeUndefined();
            }
            expect(await probe.host.file({ user: 'bo', id: fileId })).toMatchObject({ upload: { name: 'hidden.txt' } });
        }
        expect(await probe.host.file({ user: 'alice', id: 'nothing' })).toBeUndefined();
    });

    it('does not lend its messages as a place in another room', async () => {
        const hidden = rooms[0]?.messageId ?? '';
        await expect(probe.host.history({ user: 'gina', room: 'general', before: hidden })).rejects.toThrow('error-invalid-message');
        await expect(probe.host.history({ user: 'alice', room: 'general', before: hidden })).rejects.toThrow('error-invalid-message');
        await expect(probe.host.command({ user: 'alice', room: 'general', text: '/probe', threadId: hidden })).rejects.toThrow('error-invalid-thread');
    });
});

describe('clicks and action buttons', () => {
    it('in a room that one is not in reach the app all the same, as on a Rocket.Chat server: the app has to check', async () => {
        const { messageId, room } = rooms[0] ?? { messageId: '', room: '' };
        await probe.host.click({ user: 'gina', messageId, actionId: 'probe.press' });
        expect((await probe.seen('action')).at(-1)).toMatchObject({ user: 'gina', room, message: 'hidden' });
        await probe.host.actionButton({ user: 'gina', actionId: 'probe.button', context: 'messageAction', messageId });
        expect((await probe.seen('button')).at(-1)).toMatchObject({ user: 'gina', room, message: 'hidden' });
    });

    it('in a form need that form to be open for this user', async () => {
        await probe.host.command({ user: 'alice', room: 'general', text: '/probe open' });
        for (const attempt of [probe.host.click({ user: 'bo', surfaceId: 'form', actionId: 'probe.press' }), probe.host.submit({ user: 'bo', surfaceId: 'form' }), probe.host.close({ user: 'bo', surfaceId: 'form' })]) {
            await expect(attempt).rejects.toThrow('error-invalid-view');
        }
        const values = JSON.parse('{"reason":"because","__proto__":{"polluted":1},"constructor":"x"}') as Record<string, unknown>;
        await probe.host.submit({ user: 'alice', surfaceId: 'form', values });
        expect((await probe.seen('submit')).at(-1)).toEqual({ id: 'form', user: 'alice', state: { who: { name: 'nobody' }, why: { reason: 'because' } } });
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    });
});

describe('messages of one’s own', () => {
    it('can be edited and removed by a member, those of others by nobody but admins and owners', async () => {
        await expect(probe.host.edit({ user: 'bo', messageId: openMessage.id, text: 'not mine' })).rejects.toThrow(REFUSED);
        await expect(probe.host.remove({ user: 'bo', messageId: openMessage.id })).rejects.toThrow(REFUSED);
        expect(await probe.host.edit({ user: 'alice', messageId: openMessage.id, text: 'mine' })).toMatchObject({ text: 'mine', sender: 'alice' });
        expect(await probe.host.edit({ user: 'admin', messageId: openMessage.id, text: 'corrected' })).toMatchObject({ text: 'corrected', sender: 'alice' });
    });

    it('can be edited but not removed by a guest', async () => {
        const message = await probe.host.post({ user: 'gina', room: 'general', text: 'of a guest' });
        await probe.host.edit({ user: 'gina', messageId: message?.id ?? '', text: 'edited' });
        await expect(probe.host.remove({ user: 'gina', messageId: message?.id ?? '' })).rejects.toThrow(REFUSED);
    });

    it('stay as they are when the server does not allow changes, except for who may remove anything', async () => {
        const message = await probe.host.post({ user: 'alice', room: 'ml-models', text: 'stays' });
        const messageId = message?.id ?? '';
        await probe.host.setServerSetting('Message_AllowEditing', false);
        await probe.host.setServerSetting('Message_AllowDeleting', false);
        await expect(probe.host.edit({ user: 'alice', messageId, text: 'x' })).rejects.toThrow(REFUSED);
        await expect(probe.host.remove({ user: 'alice', messageId })).rejects.toThrow(REFUSED);
        await probe.host.remove({ user: 'bo', messageId });
        expect(await probe.host.message(messageId)).toBeUndefined();
        await probe.host.setServerSetting('Message_AllowEditing', true);
        await probe.host.setServerSetting('Message_AllowDeleting', true);
    });
});

describe('direct messages', () => {
    it('are one room for the same people, whoever opens it', async () => {
        const room = await probe.host.openDirect({ user: 'alice', other: 'bo' });
        expect(await probe.host.openDirect({ user: 'bo', other: 'alice' })).toBe(room);
        expect(await probe.host.members(room)).toEqual(['alice', 'bo']);
    });

    it('with oneself are a room of one', async () => {
        const room = await probe.host.openDirect({ user: 'carol', other: 'carol' });
        expect(await probe.host.members(room)).toEqual(['carol']);
        expect(await probe.host.openDirect({ user: 'carol', other: 'carol' })).toBe(room);
        expect((await probe.host.roomsOf('carol')).find(({ id }) => id === room)).toMatchObject({ title: 'Carol Souza', members: ['carol'] });
    });

    it('with nobody are refused', async () => {
        await expect(probe.host.openDirect({ user: 'alice', other: 'nobody' })).rejects.toThrow('error-invalid-user');
        await expect(probe.host.openDirect({ user: 'alice', other: '__proto__' })).rejects.toThrow('error-invalid-user');
    });

    it('are not begun by guests, who may still use those they are in', async () => {
        await expect(probe.host.openDirect({ user: 'gina', other: 'bo' })).rejects.toThrow('error-not-allowed');
        const room = await probe.host.openDirect({ user: 'bo', other: 'gina' });
        expect(await probe.host.openDirect({ user: 'gina', other: 'bo' })).toBe(room);
        expect(await probe.host.post({ user: 'gina', room, text: 'hello' })).toMatchObject({ sender: 'gina' });
    });
});

describe('a channel', () => {
    it('can be read by everybody whose role may view channels, and by guests only as members', async () => {
        const general = await probe.host.history({ user: 'gina', room: 'general' });
        expect(general.messages.length).toBeGreaterThan(0);
        await expect(probe.host.history({ user: 'gina', room: 'ml-models' })).rejects.toThrow(REFUSED);
    });

    it('is read back page by page, replies left out', async () => {
        for (let index = 0; index < 7; index += 1) {
            await probe.host.post({ user: 'bo', room: 'ml-models', text: `page ${index}` });
        }
        const newest = await probe.host.history({ user: 'alice', room: 'ml-models', limit: 3 });
        expect([newest.messages.map(({ text }) => text), newest.more]).toEqual([['page 4', 'page 5', 'page 6'], true]);
        const older = await probe.host.history({ user: 'alice', room: 'ml-models', limit: 4, before: newest.messages[0]?.id });
        expect([older.messages.map(({ text }) => text), older.more]).toEqual([['page 0', 'page 1', 'page 2', 'page 3'], false]);
    });

    it('counts what others wrote until it is read', async () => {
        const unread = async (): Promise<number | undefined> => (await probe.host.roomsOf('sec')).find(({ title }) => title === 'ml-models')?.unread;
        const before = (await unread()) ?? 0;
        await probe.host.advanceClock(10);
        const message = await probe.host.post({ user: 'alice', room: 'ml-models', text: 'news' });
        await probe.host.post({ user: 'alice', room: 'ml-models', text: 'more', threadId: message?.id });
        expect(await unread()).toBe(before + 2);
        await probe.host.advanceClock(10);
        await probe.host.markRead({ user: 'sec', room: 'ml-models' });
        expect(await unread()).toBe(0);
    });
});

describe('a room that is gone', () => {
    it('is told to those who were in it, and to nobody else', async () => {
        await probe.tell('startRoom', { name: 'short-lived', type: 'p', members: ['bo'] });
        const [room] = (await probe.host.roomsOf('bo')).filter(({ title }) => title === 'short-lived');
        const heard: string[] = [];
        const ends = ['bo', 'alice'].map((user) => probe.host.listen(user, (event) => event.type === 'room' && heard.push(`${user} ${event.roomId}`)));
        expect(await probe.tell('room.remove', { name: 'short-lived' })).not.toHaveProperty('error');
        ends.forEach((end) => end());
        expect(heard).toEqual([`bo ${room?.id}`]);
        expect((await probe.host.roomsOf('bo')).map(({ title }) => title)).not.toContain('short-lived');
    });
});
