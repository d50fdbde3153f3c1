import { describe, expect, it } from 'vitest';

import { engineStore, ReadOnlyStoreError } from '../../persistence';
import { MemoryDatabase, MemoryPersistence, memoryStore, readOnlyStore } from '../helpers/memory-store';

describe('engineStore', () => {
    it('finds records by all of their associations and by some, but not by a foreign one', async () => {
        const store = memoryStore(new MemoryDatabase());
        await store.create({ name: 'both' }, ['a', 'b']);
        await store.create({ name: 'one' }, ['a']);
        expect(await store.read(['a'])).toHaveLength(2);
        expect(await store.read(['b', 'a'])).toEqual([{ name: 'both' }]);
        expect(await store.read(['a', 'c'])).toEqual([]);
    });

    it('removes only what carries all associations and returns it', async () => {
        const store = memoryStore(new MemoryDatabase());
        await store.create({ name: 'both' }, ['a', 'b']);
        await store.create({ name: 'one' }, ['a']);
        expect(await store.remove(['a', 'b'])).toEqual([{ name: 'both' }]);
        expect(await store.remove(['a', 'b'])).toEqual([]);
        expect(await store.read(['a'])).toEqual([{ name: 'one' }]);
    });

    it('files records under the association model misc', async () => {
        const database = new MemoryDatabase();
        await memoryStore(database).create({}, ['a']);
        expect(database.find(['misc/a'])).toHaveLength(1);
    });

    it('does not store undefined, which would come back as null', async () => {
        const store = memoryStore(new MemoryDatabase());
        await store.create({ a: undefined, b: { c: undefined, d: 1 } }, ['x']);
        expect(await store.read(['x'])).toEqual([{ b: { d: 1 } }]);
    });

    it('reads an answer of undefined (permission missing) as no records', async () => {
        class Denied extends MemoryPersistence {
            public override readByAssociations(): Promise<object[]> {
                return Promise.resolve(undefined as never);
            }
        }
        const denied = new Denied(new MemoryDatabase());
        expect(await engineStore(denied, denied).read(['a'])).toEqual([]);
    });

    it('reads without write access, and says so when asked to write', async () => {
        const database = new MemoryDatabase();
        await memoryStore(database).create({ n: 1 }, ['a']);
        const store = readOnlyStore(database);
        expect(store.writable).toBe(false);
        expect(await store.read(['a'])).toEqual([{ n: 1 }]);
        await expect(store.create({}, ['a'])).rejects.toThrow(ReadOnlyStoreError);
        await expect(store.remove(['a'])).rejects.toThrow(ReadOnlyStoreError);
        expect(database.size).toBe(1);
    });
});

describe('the store double', () => {
    it('returns equal reads in different orders', async () => {
        const store = memoryStore(new MemoryDatabase());
        for (let n = 0; n < 10; n += 1) {
            await store.create({ n }, ['a']);
        }
        const orders = new Set<string>();
        for (let n = 0; n < 10; n += 1) {
            orders.add(JSON.stringify(await store.read(['a'])));
        }
        expect(orders.size).toBeGreaterThan(5);
    });
});
