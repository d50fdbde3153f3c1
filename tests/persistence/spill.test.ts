import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MAX_PIECE_BYTES, MAX_SPILLED_BYTES, Spill, SPILL_LIFETIME_MS, type Store } from '../../persistence';
import { killAtEveryStep, MemoryDatabase, memoryStore, noteCalls } from '../helpers/memory-store';
import { ManualClock, testDeps } from '../helpers/persistence-deps';

const FILE = Uint8Array.from({ length: 40 }, (_, index) => index);

const spillOn = (store: Store, { seed = 'a', clock = new ManualClock() } = {}): Spill => new Spill(testDeps(store, { seed, clock }));

async function kept(spill: Spill, owner = 'o'): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of spill.read(owner)) pieces.push(piece);
    return Uint8Array.from(Buffer.concat(pieces));
}

describe('Spill', () => {
    it('gives back what was kept, in bounded pieces and one round trip for each', async () => {
        const calls: string[] = [];
        const spill = spillOn(memoryStore(new MemoryDatabase(), noteCalls(calls)));
        const bytes = new Uint8Array(MAX_PIECE_BYTES + 5).fill(7);
        await spill.add('o', 0, bytes);
        await spill.add('other', 0, FILE);
        const lengths: number[] = [];
        calls.length = 0;
        for await (const piece of spill.read('o')) lengths.push(piece.length);
        expect([lengths, calls]).toEqual([[MAX_PIECE_BYTES, 5], ['read', 'read', 'read']]);
    });

    it('refuses more than one owner may keep', async () => {
        await expect(spillOn(memoryStore(new MemoryDatabase())).add('o', MAX_SPILLED_BYTES - 1, new Uint8Array(2))).rejects.toThrow(RangeError);
    });

    it('gives a true beginning of the file, whatever several servers wrote of it in any order', async () => {
        const span = fc.tuple(fc.nat(FILE.length - 1), fc.integer({ min: 1, max: FILE.length }), fc.constantFrom('a', 'b'));
        await fc.assert(fc.asyncProperty(fc.array(span, { maxLength: 12 }), async (spans) => {
            const database = new MemoryDatabase();
            const servers = { a: spillOn(memoryStore(database)), b: spillOn(memoryStore(database), { seed: 'b' }) };
            for (const [from, length, server] of spans) await servers[server].add('o', from, FILE.subarray(from, from + length));
            const found = await kept(servers.a);
            expect(found).toEqual(FILE.slice(0, found.length));
            expect(found.length > 0).toBe(spans.some(([from]) => from === 0));
            await servers.b.remove('o');
            expect(database.size).toBe(0);
        }));
    });

    it('is removed by age, and only what is old', async () => {
        const [database, clock] = [new MemoryDatabase(), new ManualClock()];
        const spill = spillOn(memoryStore(database), { clock });
        await spill.add('old', 0, FILE);
        clock.advance(SPILL_LIFETIME_MS);
        await spill.add('new', 0, FILE);
        await spill.removeExpired();
        expect([(await kept(spill, 'old')).length, await kept(spill, 'new')]).toEqual([0, FILE]);
        await spill.remove('new');
        expect(database.size).toBe(0);
    });

    it('leaves nothing that is not found again when a process is killed while it adds or removes', async () => {
        const prepare = async (): Promise<MemoryDatabase> => {
            const database = new MemoryDatabase();
            await spillOn(memoryStore(database)).add('o', 0, FILE.subarray(0, 10));
            return database;
        };
        const work = async (store: Store): Promise<void> => {
            const spill = spillOn(store, { seed: 'dying' });
            await spill.add('o', 10, FILE.subarray(10));
            expect(await kept(spill)).toEqual(FILE);
            await spill.remove('o');
        };
        const check = async (database: MemoryDatabase): Promise<void> => {
            const spill = spillOn(memoryStore(database), { seed: 'next' });
            const found = await kept(spill);
            expect(found).toEqual(FILE.slice(0, found.length));
            await spill.remove('o');
            expect(database.size).toBe(0);
        };
        expect(await killAtEveryStep({ prepare, work, check })).toBeGreaterThan(8);
    });
});
