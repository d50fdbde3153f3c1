import { describe, expect, it } from 'vitest';
import type { EngineCall } from '../../../context/engine/call';
import { RoomFiles } from '../../../context/engine/room-files';
import { MAX_CHAT_FILE_BYTES } from '../../../context/files';
import { language } from '../../../ui/language';

const APP = { id: 'app-user' };
const OPEN = { id: 'r-open', type: 'c' };
const CLOSED = { id: 'r-closed', type: 'p' };
const NOW = Date.parse('2026-01-01T12:00:00Z');

interface FakeMessage {
    readonly id: string;
    readonly room?: { readonly id: string; readonly type: string };
    readonly sender?: string;
    readonly at?: number;
    readonly [field: string]: unknown;
}

interface FakeServer {
    readonly messages?: readonly FakeMessage[];
    readonly uploads?: Readonly<Record<string, { readonly name: string; readonly size: number; readonly room?: { readonly id: string } }>>;
    readonly thread?: readonly FakeMessage[];
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly uploadBuffer?: () => Promise<unknown>;
}

/** What the server would hand to `alice`, who is a member of no closed room, in the open one. */
function filesOf({ messages = [], uploads = {}, thread, settings = {}, uploadBuffer = () => Promise.resolve({ id: 'new' }) }: FakeServer, threadId?: string): RoomFiles {
    const whole = (message: FakeMessage): object => ({ room: OPEN, ...message, sender: { id: message.sender ?? 'u-bo' }, createdAt: new Date(message.at ?? NOW) });
    const raw = (message: FakeMessage): object => ({ ...message, roomId: (message.room ?? OPEN).id, sender: { _id: message.sender ?? 'u-bo' }, createdAt: new Date(message.at ?? NOW) });
    const newestFirst = [...messages].sort((a, b) => (b.at ?? NOW) - (a.at ?? NOW));
    const read = {
        getRoomReader: () => ({ getMembers: () => Promise.resolve([]), getMessages: (_room: string, { skip, limit }: { skip: number; limit: number }) => Promise.resolve(newestFirst.slice(skip, skip + limit).map(raw)) }),
        getMessageReader: () => ({ getById: (id: string) => Promise.resolve(messages.filter((message) => message.id === id).map(whole)[0]) }),
        getThreadReader: () => ({ getThreadById: () => Promise.resolve(thread?.map(whole)) }),
        getUploadReader: () => ({
            getById: (id: string) => Promise.resolve(uploads[id] && { id, room: OPEN, user: { username: 'bo' }, ...uploads[id] }),
            getBuffer: () => Promise.resolve(Buffer.from('bytes')),
        }),
        getEnvironmentReader: () => ({ getServerSettings: () => ({ getValueById: (id: string) => Promise.resolve(settings[id]) }) }),
    };
    const modify = { getCreator: () => ({ getUploadCreator: () => ({ uploadBuffer }) }) };
    const call = { read, modify, user: { id: 'u-alice', roles: ['user'] }, room: OPEN, threadId } as unknown as EngineCall;
    return new RoomFiles(call, { lang: language('en'), appUser: () => Promise.resolve(APP as never) });
}

const file = (id: string): { readonly _id: string; readonly name: string } => ({ _id: id, name: `${id}.bin` });
const UPLOADS = { a: { name: 'a.bin', size: 5 }, b: { name: 'b.bin', size: 5 } };

describe('which files there are', () => {
    it('are those of people’s messages, as servers of all ages tell them, without previews', async () => {
        const messages = [
            { id: 'm1', files: [file('a'), { ...file('b'), typeGroup: 'thumb' }], at: NOW - 2 },
            { id: 'm2', file: file('b'), at: NOW - 1 },
            { id: 'm3', files: [file('a')], sender: APP.id },
            { id: 'm4' },
        ];
        expect(await filesOf({ messages, uploads: UPLOADS }).list()).toEqual([
            { id: 'm2:b', name: 'b.bin', size: 5, by: 'bo', at: NOW - 1 },
            { id: 'm1:a', name: 'a.bin', size: 5, by: 'bo', at: NOW - 2 },
        ]);
    });

    it('in a thread: each once, none of a message that is hidden, deleted or in another room', async () => {
        const thread = [
            { id: 'm1', files: [file('a')] }, { id: 'm1', files: [file('a')] },
            { id: 'm2', files: [file('b')], _unmappedProperties_: { _hidden: true } },
            { id: 'm3', files: [file('b')], type: 'rm' },
            { id: 'm4', files: [file('b')], room: CLOSED },
        ];
        expect((await filesOf({ thread, uploads: UPLOADS }, 'm1').list()).map(({ id }) => id)).toEqual(['m1:a']);
    });

    it('are told apart from a server that does not tell', async () => {
        await expect(filesOf({}, 'm1').list()).rejects.toMatchObject({ sentence: { values: { permission: 'threads.read' } } });
        await expect(filesOf({ messages: [{ id: 'm1', files: [file('a')] }] }).list()).rejects.toMatchObject({ sentence: { key: 'safety.file.untold' } });
    });
});

describe('an id that somebody made up', () => {
    it.each([
        ['of a room that is closed to them', { id: 'm1', files: [file('a')], room: CLOSED }, 'm1:a'],
        ['of a file that the message does not carry', { id: 'm1', files: [file('a')] }, 'm1:b'],
        ['of a deleted message', { id: 'm1', files: [file('a')], type: 'rm' }, 'm1:a'],
        ['of what the app posted', { id: 'm1', files: [file('a')], sender: APP.id }, 'm1:a'],
        ['of no message', { id: 'm1', files: [file('a')] }, 'a'],
        ['without anything', { id: 'm1', files: [file('a')] }, ''],
    ])('finds nothing: %s', async (_what, message, id) => {
        expect(await filesOf({ messages: [message], uploads: UPLOADS }).find(id)).toBeUndefined();
    });

    it('finds nothing where a message claims an upload of another room', async () => {
        const server = { messages: [{ id: 'm1', files: [file('a')] }], uploads: { a: { name: 'a.bin', size: 5, room: CLOSED } } };
        expect(await filesOf(server).find('m1:a')).toBeUndefined();
        expect(await filesOf(server).inMessage('m1')).toEqual([]);
    });
});

describe('posting', () => {
    it.each([
        [{}, MAX_CHAT_FILE_BYTES],
        [{ FileUpload_MaxFileSize: -1 }, MAX_CHAT_FILE_BYTES],
        [{ FileUpload_MaxFileSize: 1000 }, 1000],
        [{ FileUpload_Enabled: false }, 0],
        [{ FileUpload_Enabled_Direct: false }, MAX_CHAT_FILE_BYTES],
    ])('keeps to the server’s settings: %j allow %i bytes', async (settings, bytes) => {
        expect(await filesOf({ settings }).limit()).toBe(bytes);
    });

    it('says what the server has against it', async () => {
        const post = (server: FakeServer): Promise<string> => filesOf(server).post({ name: 'a.bin', bytes: new Uint8Array(10) });
        expect(await post({})).toBe('new');
        await expect(post({ settings: { FileUpload_MaxFileSize: 9 } })).rejects.toMatchObject({ sentence: { key: 'safety.file.too_large' } });
        await expect(post({ settings: { FileUpload_Enabled: false } })).rejects.toMatchObject({ sentence: { key: 'safety.file.uploads_off' } });
        await expect(post({ uploadBuffer: () => Promise.resolve(undefined) })).rejects.toMatchObject({ sentence: { values: { permission: 'upload.write' } } });
        await expect(post({ uploadBuffer: () => Promise.reject(new Error('File type is not accepted')) })).rejects.toMatchObject({ sentence: { key: 'safety.file.refused', values: { reason: 'File type is not accepted' } } });
    });

    it('is found again behind hundreds of messages, by name, size and time, and only the app’s own', async () => {
        const noise = Array.from({ length: 250 }, (_, n) => ({ id: `n${n}`, at: NOW + n + 1 }));
        const messages = [...noise, { id: 'm1', sender: APP.id, file: file('a'), at: NOW }, { id: 'm2', file: file('b'), at: NOW }];
        const files = filesOf({ messages, uploads: UPLOADS });
        expect(await files.posted({ name: 'a.bin', size: 5, since: NOW })).toBe('a');
        expect(await files.posted({ name: 'a.bin', size: 6, since: NOW })).toBeUndefined();
        expect(await files.posted({ name: 'a.bin', size: 5, since: NOW + 60_000 })).toBeUndefined();
        expect(await files.posted({ name: 'b.bin', size: 5, since: NOW })).toBeUndefined();
    });
});

describe('reading', () => {
    it('refuses what is too large before the server loads it, and says what is gone', async () => {
        const files = filesOf({ uploads: UPLOADS });
        const known = { id: 'm1:a', name: 'a.bin', size: 5, by: 'bo', at: NOW };
        expect(Buffer.from(await files.read(known)).toString()).toBe('bytes');
        await expect(files.read({ ...known, size: MAX_CHAT_FILE_BYTES + 1 })).rejects.toMatchObject({ sentence: { key: 'safety.file.too_large' } });
        await expect(files.read({ ...known, id: 'm1:gone' })).rejects.toMatchObject({ sentence: { key: 'safety.file.gone' } });
    });
});
