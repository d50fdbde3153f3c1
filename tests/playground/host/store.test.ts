import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoreDatabase } from '../../../playground/host/store/database';
import { openStore } from '../../../playground/host/store/open-store';
import { PersistenceRecords } from '../../../playground/host/store/persistence-records';
import { fromStored, toStored } from '../../../playground/host/store/stored-value';

let dir = '';
let store: StoreDatabase;

beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'store-test-'));
    store = openStore(dir);
});

afterEach(async () => {
    store.close();
    await rm(dir, { recursive: true, force: true });
});

describe('a stored value', () => {
    it('comes back as it was, dates and bytes included', () => {
        const date = fc.date({ noInvalidDate: true });
        const value = fc.letrec((tie) => ({
            any: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), date, tie('list'), tie('record')),
            list: fc.array(tie('any'), { maxLength: 3 }),
            record: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('any'), { maxKeys: 3, noNullPrototype: true }),
        })).any;
        fc.assert(fc.property(value, (given) => {
            expect(fromStored(toStored(given))).toEqual(given);
        }));
        expect(fromStored(toStored({ bytes: Buffer.from([0, 255]) }))).toEqual({ bytes: Buffer.from([0, 255]) });
    });
});

describe('a store', () => {
    it('is shared by whoever opens its folder', () => {
        const other = openStore(dir);
        new PersistenceRecords(store).insert('app', { n: 1 }, ['a']);
        expect(new PersistenceRecords(other).byAll('app', ['a']).map((record) => record.data)).toEqual([{ n: 1 }]);
        other.close();
    });

    it('does all of a transaction or nothing', () => {
        expect(() => store.transaction(() => {
            store.run("INSERT INTO keys (name, pem) VALUES ('a', 'b')");
            throw new Error('half-way');
        })).toThrow('half-way');
        expect(store.all('SELECT * FROM keys')).toEqual([]);
    });
});

describe('records of an app', () => {
    it('have the size limit of a MongoDB document', () => {
        const records = new PersistenceRecords(store);
        expect(() => records.insert('app', { text: 'x'.repeat(16 * 1024 * 1024) })).toThrow('16 MB');
        expect(records.all()).toEqual([]);
    });

    it('of one app are not found by another', () => {
        const records = new PersistenceRecords(store);
        records.insert('one', { n: 1 }, ['a']);
        records.insert('two', { n: 2 }, ['a']);
        expect(records.byAll('one', ['a']).map((record) => record.data)).toEqual([{ n: 1 }]);
        records.purge('one');
        expect(records.all().map((record) => record.appId)).toEqual(['two']);
    });
});
