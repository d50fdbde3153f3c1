import { describe, expect, it } from 'vitest';

import { KeyRing, LEAK_LIFETIME_MS, Leaks, type Store, Vault } from '../../persistence';
import { killAtEveryStep, MemoryDatabase, memoryStore } from '../helpers/memory-store';
import { ManualClock, testDeps } from '../helpers/persistence-deps';

const TOKEN = 'hf_abcdefghijklmnopqrstuvwxyzABCDwXyZ';
const PASTED = { authorId: 'u1', roomId: 'r1', token: TOKEN };

function leaksOn(store: Store, { seed = 'a', clock = new ManualClock() }: { seed?: string; clock?: ManualClock } = {}) {
    const deps = testDeps(store, { seed, clock });
    return { deps, leaks: new Leaks(deps, new Vault(deps, new KeyRing({ ...deps, environment: 'ff'.repeat(32) }))) };
}

describe('Leaks', () => {
    it('shows the author the token and everybody else its tail', async () => {
        const database = new MemoryDatabase();
        const { leaks, deps } = leaksOn(memoryStore(database));
        const leak = await leaks.record(PASTED);
        expect(leak).toEqual({ id: leak.id, authorId: 'u1', roomId: 'r1', masked: 'hf_••••••wXyZ', at: deps.clock(), expiresAt: deps.clock() + LEAK_LIFETIME_MS });
        expect(await leaks.open(leak.id, 'u1')).toEqual({ state: 'open', leak, token: TOKEN });
        expect(await leaks.open(leak.id, 'u2')).toEqual({ state: 'not-author' });
        expect(await leaks.open('x', 'u1')).toEqual({ state: 'unknown' });
        expect(database.dump()).not.toContain(TOKEN);
    });

    it.each([['hf_oauth_abcdefghijklmnopqrstuvwxyz', 'hf_oauth_••••••wxyz'], ['hf_short', 'hf_••••••'], ['something long without a prefix', '••••••efix']])('masks %s', async (token, masked) => {
        const { leaks } = leaksOn(memoryStore(new MemoryDatabase()));
        expect((await leaks.record({ ...PASTED, token })).masked).toBe(masked);
    });

    it('is settled once, by the author, and the token is gone', async () => {
        const database = new MemoryDatabase();
        const { leaks } = leaksOn(memoryStore(database));
        const leak = await leaks.record(PASTED);
        expect(await leaks.settle(leak.id, 'u2', 'dismissed')).toBeUndefined();
        expect(await leaks.open(leak.id, 'u1')).toMatchObject({ state: 'open' });
        expect(await leaks.settle(leak.id, 'u1', 'revoked')).toBe('revoked');
        expect(await leaks.settle(leak.id, 'u1', 'dismissed')).toBe('revoked');
        expect(await leaks.open(leak.id, 'u1')).toEqual({ state: 'settled', leak, outcome: 'revoked' });
        expect(database.dump()).not.toContain('"box"');
    });

    it('cannot be opened after a day and leaves nothing once expired', async () => {
        const database = new MemoryDatabase();
        const clock = new ManualClock();
        const { leaks } = leaksOn(memoryStore(database), { clock });
        const leak = await leaks.record(PASTED);
        clock.advance(LEAK_LIFETIME_MS - 1);
        await leaks.expire(leak.id);
        expect(await leaks.open(leak.id, 'u1')).toMatchObject({ state: 'open' });
        clock.advance(1);
        expect(await leaks.open(leak.id, 'u1')).toEqual({ state: 'settled', leak, outcome: 'expired' });
        await leaks.expire(leak.id);
        expect(await leaks.open(leak.id, 'u1')).toEqual({ state: 'unknown' });
        expect(database.dump()).not.toContain('"box"');
    });

    it('killed at any step of settling: open, or settled for good; settling again removes the token', async () => {
        const clock = new ManualClock();
        let id = '';
        const states = new Set<string>();
        await killAtEveryStep({
            async prepare() {
                const database = new MemoryDatabase();
                ({ id } = await leaksOn(memoryStore(database), { clock }).leaks.record(PASTED));
                return database;
            },
            work: (store) => leaksOn(store, { seed: 'b', clock }).leaks.settle(id, 'u1', 'revoked'),
            async check(database) {
                const { leaks } = leaksOn(memoryStore(database), { seed: 'c', clock });
                states.add((await leaks.open(id, 'u1')).state);
                await leaks.settle(id, 'u1', 'revoked');
                expect(await leaks.open(id, 'u1')).toMatchObject({ state: 'settled', outcome: 'revoked' });
                expect(database.dump()).not.toContain('"box"');
            },
        });
        expect([...states]).toEqual(['open', 'settled']);
    });

    it('reports a record it cannot read', async () => {
        const store = memoryStore(new MemoryDatabase());
        const { leaks, deps } = leaksOn(store);
        await store.create({ v: 1, id: 'f', subject: 'leak:x', type: 'recorded', at: 1, data: { masked: 7 } }, ['fact:leak:x']);
        expect(await leaks.open('x', 'u1')).toEqual({ state: 'unknown' });
        expect(deps.malformed).toEqual([{ kind: 'leak', group: 'fact:leak:x', problem: 'data: invalid leak' }]);
    });
});
