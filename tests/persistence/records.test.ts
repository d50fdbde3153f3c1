import * as z from 'zod/mini';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Records } from '../../persistence';
import { parseRecord, parseRecordText, type RecordKind } from '../../persistence/records';
import { MemoryDatabase, memoryStore } from '../helpers/memory-store';
import { testDeps } from '../helpers/persistence-deps';

interface Repo {
    readonly id: string;
    readonly repoId: string;
}

const repoKind: RecordKind<Repo> = {
    name: 'repo',
    version: 3,
    schema: z.object({ id: z.string(), repoId: z.string() }),
    migrations: {
        1: ({ name, ...rest }) => ({ ...rest, repo: name }),
        2: ({ repo, ...rest }) => ({ ...rest, repoId: repo }),
    },
};

describe('parseRecord', () => {
    it('takes a record of today as it is', () => {
        expect(parseRecord(repoKind, { v: 3, id: 'x', repoId: 'acme/demo' })).toEqual({ ok: true, value: { id: 'x', repoId: 'acme/demo' } });
    });

    it('migrates step by step from the oldest version', () => {
        expect(parseRecord(repoKind, { v: 1, id: 'x', name: 'acme/demo' })).toEqual({ ok: true, value: { id: 'x', repoId: 'acme/demo' } });
    });

    it('refuses versions it has no way from, older and newer', () => {
        expect(parseRecord(repoKind, { v: 0, id: 'x' })).toEqual({ ok: false, problem: 'no migration from version 0' });
        expect(parseRecord(repoKind, { v: 4, id: 'x', repoId: 'a' })).toEqual({ ok: false, problem: 'version 4 is newer than 3' });
    });

    it('survives any value', () => {
        fc.assert(fc.property(fc.anything(), (raw) => {
            expect(parseRecord(repoKind, raw).ok).toBe(false);
        }));
    });

    it('names the wrong field and never what is in it', () => {
        const parsed = parseRecord(repoKind, { v: 3, id: 'x', repoId: { secret: 'hf_plain' } });
        expect(parsed).toEqual({ ok: false, problem: 'repoId: invalid_type' });
    });

    it('does not quote text that is not JSON', () => {
        expect(parseRecordText(repoKind, 'hf_plain')).toEqual({ ok: false, problem: 'record: not JSON' });
    });
});

describe('Records', () => {
    it('skips malformed records, reports each and leaves it in place', async () => {
        const database = new MemoryDatabase();
        const deps = testDeps(memoryStore(database));
        const records = new Records(deps, repoKind);
        await records.append({ id: 'x', repoId: 'acme/demo', ...{ v: 3 } }, ['group']);
        await deps.store.create({ v: 3, id: 5 }, ['group']);
        await deps.store.create(['nonsense'], ['group']);
        expect(await records.read('group')).toEqual([{ id: 'x', repoId: 'acme/demo' }]);
        expect(deps.malformed.map(({ kind, group }) => `${kind} ${group}`)).toEqual(['repo group', 'repo group']);
        expect(database.size).toBe(3);
    });

    it('removes exactly the records named, in the group named', async () => {
        const deps = testDeps(memoryStore(new MemoryDatabase()));
        const records = new Records(deps, repoKind);
        for (const [id, group] of [['x', 'one'], ['y', 'one'], ['x', 'two']] as const) {
            await records.append({ id, repoId: group, ...{ v: 3 } }, [group]);
        }
        await records.remove('one', ['x', 'unknown']);
        expect(await records.read('one')).toEqual([{ id: 'y', repoId: 'one' }]);
        expect(await records.read('two')).toEqual([{ id: 'x', repoId: 'two' }]);
    });
});
