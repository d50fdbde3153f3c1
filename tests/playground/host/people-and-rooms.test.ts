import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProbe } from './probe';
import type { Probe } from './probe';

const PREFIX = 'RC_APPS_2F0C1A44_6B8E_4D4F_9A3C_0C5D1E7F9B21';
let probe: Probe;

beforeAll(async () => {
    process.env.RC_APPS_LEAK = 'of the host itself';
    probe = await startProbe({ env: { [`${PREFIX}_TOKEN_KEY`]: 'k3y', OTHER: 'not for apps', ROOT_URL: 'https://chat.example.com' } });
});

afterAll(() => probe.stop());

const ask = async (operation: string, argument: Record<string, unknown> = {}): Promise<unknown> => {
    const { result, error } = await probe.tell(operation, argument);
    return error === undefined ? result : { error };
};

describe('people', () => {
    it('are a small machine-learning team', async () => {
        const users = await probe.host.users();
        expect(users.map((user) => user.username)).toEqual(['admin', 'alice', 'bo', 'carol', 'sec', 'gina', 'rocket.cat', 'probe.bot']);
        expect(await probe.host.members('ml-incidents')).toEqual(['carol', 'alice', 'bo', 'sec']);
    });

    it('come to the app with roles, e-mail and language', async () => {
        expect(await ask('user.get', { username: 'carol' })).toMatchObject({
            username: 'carol', type: 'user', roles: ['user', 'ml-lead'], emails: [{ address: 'carol@example.com' }],
            settings: { preferences: { language: 'pt-BR' } }, isEnabled: true,
        });
        expect(await ask('user.get', { username: 'nobody' })).toBeNull();
    });

    it('change their language', async () => {
        const language = async (): Promise<unknown> => ask('user.get', { username: 'gina' });
        await probe.host.setLanguage({ user: 'gina', language: 'ja' });
        expect(await language()).toMatchObject({ settings: { preferences: { language: 'ja' } } });
        await probe.host.setLanguage({ user: 'gina', language: undefined });
        expect(await language()).toMatchObject({ settings: { preferences: {} } });
        await probe.host.setLanguage({ user: 'gina', language: 'fr' });
    });

    it('include the app user, made by the engine', async () => {
        expect(await ask('user.app')).toMatchObject({ username: 'probe.bot', type: 'app', roles: ['app'] });
        expect(await probe.host.members('general')).toContain('probe.bot');
    });

    it('have roles that an app can look up', async () => {
        expect(await ask('role.get', { name: 'ml-lead' })).toMatchObject({ name: 'ml-lead', protected: false });
        expect(await ask('role.get', { name: 'unknown' })).toBeNull();
        expect(await ask('role.custom')).toMatchObject([{ name: 'ml-lead' }, { name: 'security-reviewer' }]);
    });
});

describe('rooms', () => {
    it('tell the app their kind, members and owners', async () => {
        expect(await ask('room.get', { name: 'ml-incidents' })).toMatchObject({ type: 'p', slugifiedName: 'ml-incidents', creator: { username: 'carol' } });
        expect(await ask('room.members', { name: 'ml-incidents' })).toEqual(['carol', 'alice', 'bo', 'sec']);
        expect(await ask('room.owners', { name: 'ml-models' })).toEqual(['bo']);
    });

    it('give at most 100 messages, without system messages', async () => {
        for (const text of ['one', 'two', 'three']) {
            await probe.host.post({ user: 'alice', room: 'ml-models', text });
        }
        const texts = async (options: object): Promise<unknown> => ((await ask('room.messages', { name: 'ml-models', options })) as Array<{ text: string }>).map((message) => message.text);
        expect(await texts({ limit: 2, sort: { createdAt: 'desc' } })).toEqual(['three', 'two']);
        expect(await texts({ limit: 2, skip: 1, sort: { createdAt: 'asc' } })).toEqual(['two', 'three']);
        expect(await ask('room.messages', { name: 'ml-models', options: { limit: 101 } })).toMatchObject({ error: expect.stringContaining('limit') as string });
    });

    it('can be made by the app; the same direct message is the same room', async () => {
        const id = await ask('startRoom', { name: 'incident-7', type: 'p', members: ['alice', 'nobody'] });
        expect(await probe.host.members(String(id))).toEqual(['probe.bot', 'alice']);
        expect(await ask('startRoom', { name: 'incident-7', type: 'p', members: [] })).toMatchObject({ error: expect.stringContaining('error-duplicate-channel-name') as string });
        const direct = await ask('startRoom', { type: 'd', members: ['alice'] });
        expect(await ask('startRoom', { type: 'd', members: ['alice'] })).toBe(direct);
    });

    it('hold discussions, one per message and none inside another', async () => {
        const message = await probe.host.post({ user: 'carol', room: 'ml-models', text: 'Endpoint down' });
        const id = await ask('startDiscussion', { parent: 'ml-models', name: 'Endpoint down', messageId: message?.id });
        expect(await probe.host.members(String(id))).toEqual(['probe.bot', 'carol']);
        expect(await ask('startDiscussion', { parent: 'ml-models', name: 'Again', messageId: message?.id })).toBe(id);
        expect(await ask('startDiscussion', { parent: String(id), name: 'Deeper' })).toMatchObject({ error: expect.stringContaining('error-nested-discussion') as string });
    });
});

describe('uploads', () => {
    it('of the app post their own message, which is in no thread', async () => {
        const made = (await ask('upload', { room: 'ml-models', name: 'report.csv', text: 'a,b' })) as { id: string };
        expect(made).toMatchObject({ size: 3, type: 'text/csv', text: 'a,b' });
        const message = (await probe.host.messages('ml-models')).at(-1);
        expect(message).toMatchObject({ sender: 'probe.bot', files: [{ id: made.id, name: 'report.csv' }] });
        expect(message?.threadId).toBeUndefined();
        expect(Buffer.from((await probe.host.uploadBytes(made.id)) ?? []).toString()).toBe('a,b');
    });

    it('keep to the server\'s limits', async () => {
        await probe.host.setServerSetting('FileUpload_MaxFileSize', 2);
        expect(await ask('upload', { room: 'ml-models', name: 'report.csv', text: 'a,b' })).toMatchObject({ error: expect.stringContaining('error-file-too-large') as string });
        await probe.host.setServerSetting('FileUpload_MaxFileSize', -1);
        expect(await ask('upload', { room: 'ml-models', name: 'logo.svg', text: '<svg/>' })).toMatchObject({ error: expect.stringContaining('error-invalid-file-type') as string });
    });

    it('by people can be in a thread', async () => {
        const root = await probe.host.post({ user: 'alice', room: 'ml-models', text: 'root' });
        const { message } = await probe.host.upload({ user: 'alice', room: 'ml-models', name: 'a.json', bytes: Buffer.from('{}'), threadId: root?.id });
        expect(message).toMatchObject({ threadId: root?.id, files: [{ name: 'a.json', type: 'application/json' }] });
    });
});

describe('the server', () => {
    it('shows an app its own environment variables and a few more', async () => {
        expect(await ask('env.get', { name: `${PREFIX}_TOKEN_KEY` })).toBe('k3y');
        expect(await ask('env.get', { name: `${PREFIX}_UNSET` })).toBeNull();
        expect(await ask('env.get', { name: 'ROOT_URL' })).toBe('https://chat.example.com');
        for (const name of ['OTHER', 'PATH', 'RC_APPS_LEAK']) {
            expect(await ask('env.get', { name })).toMatchObject({ error: expect.stringContaining('not readable') as string });
        }
    });

    it('shows its settings, except secret ones', async () => {
        expect(await ask('setting.server', { id: 'Message_MaxAllowedSize' })).toBe(5000);
        await probe.host.setServerSetting('Site_Url', 'https://chat.example.com');
        expect(await ask('setting.server', { id: 'Site_Url' })).toBe('https://chat.example.com');
        expect(await ask('setting.server', { id: 'SMTP_Password' })).toMatchObject({ error: expect.stringContaining('not readable') as string });
    });
});
