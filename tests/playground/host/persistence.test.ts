import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProbe } from './probe';
import type { Probe } from './probe';

let probe: Probe;

beforeAll(async () => {
    probe = await startProbe();
});

afterAll(() => probe.stop());

interface Numbered {
    n: number;
}

const create = (keys: string[], n: number): ReturnType<Probe['tell']> => probe.tell('persistence.create', { keys, data: { n } });
const replace = (keys: string[], n: number, upsert = false): ReturnType<Probe['tell']> => probe.tell('persistence.replace', { keys, data: { n }, upsert });

async function read(...keys: string[]): Promise<number[]> {
    const { result = [] } = await probe.tell<Numbered[]>('persistence.read', { keys });
    return result.map((record) => record.n).sort((one, other) => one - other);
}

describe('records of an app', () => {
    it('are inserted, never replaced, by create, which answers an id', async () => {
        const { result } = await create(['twice'], 1);
        expect(result).toMatch(/^[0-9a-f]{24}$/);
        await create(['twice'], 2);
        expect(await read('twice')).toEqual([1, 2]);
    });

    it('are found by all of the associations asked for, whatever their order', async () => {
        await create(['red', 'round'], 1);
        await create(['round', 'red', 'big'], 2);
        await create(['red'], 3);
        expect(await read('red')).toEqual([1, 2, 3]);
        expect(await read('round', 'red')).toEqual([1, 2]);
        expect(await read('red', 'big', 'round')).toEqual([2]);
        expect(await read('blue')).toEqual([]);
    });

    it('come without id or associations, in no order', async () => {
        for (let n = 0; n < 12; n += 1) {
            await create(['many'], n);
        }
        const orders = new Set<string>();
        for (let time = 0; time < 5; time += 1) {
            const { result = [] } = await probe.tell<Numbered[]>('persistence.read', { keys: ['many'] });
            expect(result).toHaveLength(12);
            result.forEach((record) => expect(Object.keys(record)).toEqual(['n']));
            orders.add(result.map((record) => record.n).join());
        }
        expect(orders.size).toBeGreaterThan(1);
    });

    it('keep dates, and lose what is undefined', async () => {
        await probe.tell('persistence.dated');
        expect((await probe.tell('persistence.isDate')).result).toBe(1234);
    });

    it('must be objects', async () => {
        expect((await probe.tell('persistence.create', { keys: ['bad'], data: 'text' })).error).toContain('must be an object');
        expect(await read('bad')).toEqual([]);
    });

    it('cannot be updated by id', async () => {
        const { result: id } = await create(['by-id'], 1);
        expect((await probe.tell('persistence.update', { id, data: { n: 2 } })).error).toBe('Not implemented.');
    });

    it('are read and removed by id', async () => {
        const { result: id } = await create(['one'], 7);
        expect((await probe.tell('persistence.readId', { id })).result).toEqual({ n: 7 });
        expect((await probe.tell('persistence.removeId', { id })).result).toEqual({ n: 7 });
        expect((await probe.tell('persistence.removeId', { id })).result).toBeNull();
        expect((await probe.tell('persistence.readId', { id })).result).toBeNull();
    });
});

describe('updateByAssociations', () => {
    it('replaces the data of one record only', async () => {
        await create(['dup'], 1);
        await create(['dup'], 1);
        await replace(['dup'], 9);
        expect(await read('dup')).toEqual([1, 9]);
    });

    it('wants the same associations in the same order', async () => {
        await create(['a', 'b'], 1);
        await replace(['b', 'a'], 2);
        await replace(['a'], 3);
        expect(await read('a', 'b')).toEqual([1]);
        await replace(['a', 'b'], 4);
        expect(await read('a', 'b')).toEqual([4]);
    });

    it('replaces data as a whole', async () => {
        await probe.tell('persistence.create', { keys: ['whole'], data: { n: 1, extra: true } });
        await replace(['whole'], 2);
        expect((await probe.tell('persistence.read', { keys: ['whole'] })).result).toEqual([{ n: 2 }]);
    });

    it('inserts only when it is told to', async () => {
        await replace(['new'], 1);
        expect(await read('new')).toEqual([]);
        expect((await replace(['new'], 2, true)).result).toMatch(/^[0-9a-f]{24}$/);
        expect((await replace(['new'], 3, true)).result).toBe('');
        expect(await read('new')).toEqual([3]);
    });
});

describe('removeByAssociations', () => {
    it('answers what it found, and nothing when there was nothing', async () => {
        await create(['x', 'y'], 1);
        await create(['x'], 2);
        expect((await probe.tell('persistence.remove', { keys: ['y', 'x'] })).result).toEqual([{ n: 1 }]);
        expect(await read('x')).toEqual([2]);
        expect((await probe.tell('persistence.remove', { keys: ['y'] })).result).toBeNull();
    });
});

describe('a look from outside', () => {
    it('shows every record with its associations', async () => {
        await create(['secret-search'], 42);
        const records = await probe.host.persistenceRecords();
        expect(records).toContainEqual(expect.objectContaining({ associations: ['{"model":"misc","id":"secret-search"}'], data: { n: 42 } }));
    });
});
