import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../app.json';
import { LEAK_EXPIRY } from '../../context/record-leak';
import { DueList, KeyRing, Leaks, LEAK_LIFETIME_MS, Vault, type Store } from '../../persistence';
import { openStore } from '../../playground/host/store/open-store';
import { PersistenceRecords } from '../../playground/host/store/persistence-records';
import { AppUnderTest, TOKEN_KEY } from './app-under-test';

/** The app's own stores over the workspace's database, as another server of it would write them. */
function storeOver(dir: string): Store {
    const records = new PersistenceRecords(openStore(dir));
    const keys = (associations: readonly string[]): string[] => associations.map((id) => JSON.stringify({ model: 'misc', id }));
    return {
        writable: true,
        create: (data, associations) => Promise.resolve(void records.insert(manifest.id, data, keys(associations))),
        read: (associations) => Promise.resolve(records.byAll(manifest.id, keys(associations)).map(({ data }) => data)),
        remove: () => Promise.reject(new Error('Nothing is removed here.')),
    };
}

/** A token that this user leaked a day and an hour ago, and did nothing about. */
async function leakOfYesterday(dir: string, authorId: string, roomId: string): Promise<string> {
    const at = Date.now() - LEAK_LIFETIME_MS - 3_600_000;
    const deps = { store: storeOver(dir), clock: () => at, rand: (bytes: number) => new Uint8Array(randomBytes(bytes)) };
    const leaks = new Leaks(deps, new Vault(deps, new KeyRing({ ...deps, environment: TOKEN_KEY })));
    const leak = await leaks.record({ authorId, roomId, token: `hf_${'Q'.repeat(34)}` });
    await new DueList({ ...deps, wait: () => Promise.resolve() }).schedule({ kind: LEAK_EXPIRY, subject: leak.id, at: leak.expiresAt });
    return leak.masked;
}

describe('notices that nobody asked for', () => {
    let app: AppUnderTest;
    let dir: string;
    beforeAll(async () => {
        dir = await mkdtemp(join(tmpdir(), 'hf-teamflow-notices-'));
        app = await AppUnderTest.start({ host: { dir, jobPollMs: 0 } });
    });
    afterAll(() => app.stop());

    async function noticesTo(user: string): Promise<ReturnType<AppUnderTest['during']>> {
        const { id: userId } = (await app.host.users()).find(({ username }) => username === user) ?? { id: '' };
        const { id: roomId } = (await app.host.rooms()).find(({ name }) => name === 'general') ?? { id: '' };
        const masked = await leakOfYesterday(dir, userId, roomId);
        const shown = await app.during(async () => {
            await app.host.advanceClock(61_000);
            await app.host.runDueJobs();
        });
        return shown.filter(({ text }) => text.includes(masked));
    }

    it('come as a direct message, in the same one each time', async () => {
        const first = await noticesTo('alice');
        expect(first).toMatchObject([{ kind: 'message', message: { sender: 'hf-teamflow.bot' } }]);
        const roomId = first[0]?.message.roomId ?? '';
        expect((await app.host.members(roomId)).sort()).toEqual(['alice', 'hf-teamflow.bot']);
        expect((await noticesTo('alice'))[0]?.message.roomId).toBe(roomId);
    });

    it('come as a note in the room, or not at all, where the user prefers that', async () => {
        await app.hf('settings', { user: 'bo' });
        await app.submitForm('bo', 'settings.user', { 'settings.notifications': 'ephemeral' });
        expect(await noticesTo('bo')).toMatchObject([{ kind: 'ephemeral', user: 'bo', message: { room: 'general' } }]);
        await app.hf('settings', { user: 'bo' });
        await app.submitForm('bo', 'settings.user', { 'settings.notifications': 'off' });
        expect(await noticesTo('bo')).toEqual([]);
    });
});
