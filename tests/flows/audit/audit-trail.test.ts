import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { killAtEveryStep, MemoryDatabase, memoryStore, noteCalls } from '../../helpers/memory-store';
import { ManualClock } from '../../helpers/persistence-deps';
import { auditProcess, DAY, MINUTE, recordedTrail, TOKEN_KEY, type AuditProcess } from './audit-process';

const DAY_ONE = '2026-01-01';

/** Nothing is wrong, and this is how much there is. */
const intact = (counts: { records: number; waiting?: number; seals?: number }): object => ({ waiting: 0, ...counts, problem: undefined, goesOnAt: undefined });

function open() {
    const clock = new ManualClock();
    return { clock, process: auditProcess(memoryStore(new MemoryDatabase()), { clock }) };
}

async function sealAll(process: AuditProcess, clock: ManualClock): Promise<void> {
    for (let turn = 0; turn < 15; turn += 1) {
        clock.advance(MINUTE);
        await process.seal();
    }
}

describe('records and their seals', () => {
    it('wait for the next minute, and are sealed then, over days', async () => {
        const { process, clock } = open();
        await process.record();
        expect(await process.check()).toMatchObject({ records: 0, waiting: 1, seals: 0, since: DAY_ONE, problem: undefined });
        await process.seal();
        expect(await process.check()).toMatchObject(intact({ records: 1, seals: 1 }));
        clock.advance(DAY - 1);
        await process.record();
        clock.advance(2);
        await process.record();
        await process.seal();
        // A seal holds records of one day only.
        expect(await process.check()).toMatchObject(intact({ records: 3, seals: 3 }));
        expect(await process.audit.days()).toEqual([DAY_ONE, '2026-01-02']);
    });

    it('cost two round trips to record, one to seal nothing, and no more for a long history', async () => {
        const { clock, database } = await recordedTrail(30, 2);
        const calls: string[] = [];
        const process = auditProcess(memoryStore(database, noteCalls(calls)), { clock });
        await process.record();
        expect(calls.splice(0)).toEqual(['create', 'create']);
        await process.seal();
        expect(calls.splice(0)).toEqual(['read', 'read', 'read', 'read', 'create', 'create', 'read', 'remove']);
        await process.seal();
        expect(calls).toEqual(['read']);
    });

    it('go up with the error when the store fails', async () => {
        const process = auditProcess(memoryStore(new MemoryDatabase(), () => Promise.reject(new Error('The store is down.'))));
        await expect(process.record()).rejects.toThrow('The store is down.');
    });

    it('are sealed in portions after a busy minute', async () => {
        const { process, clock } = open();
        for (let count = 0; count < 501; count += 1) {
            await process.record();
        }
        await process.seal();
        expect(await process.check()).toMatchObject(intact({ records: 500, waiting: 1 }));
        clock.advance(MINUTE);
        await process.seal();
        expect(await process.check()).toMatchObject(intact({ records: 501, seals: 2 }));
    });

    it('are checked from a day on when that is asked, and as far as time goes', async () => {
        const { process, clock } = await recordedTrail(3, 2);
        expect(await process.check(clock.time - DAY)).toMatchObject({ since: '2026-01-03', ...intact({ records: 2, seals: 2 }) });
        const slow = auditProcess(memoryStore((await recordedTrail(3, 1)).database, (step) => clock.advance(step === 'read' ? 9_000 : 0)), { clock });
        expect(await slow.check()).toMatchObject({ records: 1, seals: 1, since: DAY_ONE, goesOnAt: '2026-01-02', problem: undefined });
    });

    it('lie under keys that may change; a lost key is no tampering', async () => {
        const { database, clock } = await recordedTrail(1, 2);
        const newKey = Buffer.alloc(32, 8).toString('base64');
        const rotated = auditProcess(memoryStore(database), { clock, seed: 'b', tokenKey: `${newKey},${TOKEN_KEY}` });
        await rotated.record();
        await rotated.seal();
        expect(await rotated.check()).toMatchObject(intact({ records: 3, seals: 3 }));
        expect(await auditProcess(memoryStore(database), { clock, seed: 'c' }).check()).toMatchObject({ records: 2, seals: 2, problem: { kind: 'key-lost', seal: 3 } });
    });

    it('are sealed by a server whose clock is behind that of the one which recorded', async () => {
        const [database, ahead, behind] = [new MemoryDatabase(), new ManualClock(Date.UTC(2026, 0, 2)), new ManualClock(Date.UTC(2026, 0, 2) - MINUTE)];
        await auditProcess(memoryStore(database), { clock: ahead }).record();
        const process = auditProcess(memoryStore(database), { clock: behind, seed: 'b' });
        await process.seal();
        behind.advance(MINUTE);
        await process.record();
        await process.seal();
        expect(await process.check()).toMatchObject(intact({ records: 2, seals: 2 }));
    });
});

describe('a process that is killed', () => {
    it('at any step of recording leaves a record that is sealed later, or none', async () => {
        const clock = new ManualClock();
        const kills = await killAtEveryStep({
            prepare: () => Promise.resolve(new MemoryDatabase()),
            work: (store) => auditProcess(store, { clock }).record(),
            async check(database, killed) {
                const process = auditProcess(memoryStore(database), { clock, seed: `after ${killed}` });
                await sealAll(process, clock);
                expect(await process.check()).toMatchObject(intact({ records: killed === 2 ? 1 : 0 }));
                expect(await process.audit.waiting()).toEqual([]);
            },
        });
        expect(kills).toBe(2);
    });

    it('at any step of sealing loses no record, and leaves a chain that is whole', async () => {
        const clock = new ManualClock();
        const kills = await killAtEveryStep({
            async prepare() {
                const database = new MemoryDatabase();
                clock.time = Date.UTC(2026, 0, 2) - 2 * MINUTE;
                const process = auditProcess(memoryStore(database), { clock, seed: 'before' });
                await process.record();
                await process.seal();
                await process.record();
                clock.advance(3 * MINUTE);
                await process.record();
                return database;
            },
            work: (store) => auditProcess(store, { clock }).seal(),
            async check(database, killed) {
                const process = auditProcess(memoryStore(database), { clock, seed: `after ${killed}` });
                expect(await process.check()).toMatchObject({ problem: undefined });
                await sealAll(process, clock);
                expect(await process.check()).toMatchObject(intact({ records: 3 }));
                expect(await process.audit.waiting()).toEqual([]);
            },
        });
        expect(kills).toBeGreaterThan(10);
    });
});

describe('two servers', () => {
    it('that record, seal and check at the same time lose nothing and see nothing wrong, in any interleaving', async () => {
        await fc.assert(fc.asyncProperty(fc.scheduler(), fc.constantFrom(0, DAY - 1), async (scheduler, offset) => {
            const [database, clock] = [new MemoryDatabase(), new ManualClock(Date.UTC(2026, 0, 1) + offset)];
            const servers = ['a', 'b'].map((seed) => auditProcess(memoryStore(database, (step) => scheduler.schedule(Promise.resolve(), `${seed} ${step}`)), { clock, seed }));
            const work = servers.map(async (server) => {
                for (let turn = 0; turn < 2; turn += 1) {
                    await server.record();
                    clock.advance(1);
                    await server.seal();
                    expect(await server.check()).toMatchObject({ problem: undefined });
                }
            });
            await scheduler.waitFor(Promise.all(work));
            const later = auditProcess(memoryStore(database), { clock, seed: 'later' });
            await sealAll(later, clock);
            expect(await later.check()).toMatchObject(intact({ records: 4 }));
            expect(await later.audit.waiting()).toEqual([]);
        }), { numRuns: 200 });
    });
});

describe('tampering', () => {
    /** The stored documents of records and seals; what is listed beside them is not sealed. */
    type Stored = { id: string; subject: string; data: Record<string, unknown> };
    const isSealed = (stored: unknown): stored is Stored => /^audit(-seals)?:/.test((stored as Stored).subject);

    function storedIn(database: MemoryDatabase): Stored[] {
        const found: unknown[] = [];
        database.tamper((data) => {
            found.push(data);
            return data;
        });
        return found.filter(isSealed);
    }

    it('with any field of any record or seal is found, and what was touched is named', async () => {
        const { database, clock, process } = await recordedTrail(3, 3);
        const victims = storedIn(database);
        expect(victims).toHaveLength(18);
        for (const victim of victims) {
            for (const [field, value] of Object.entries(victim.data)) {
                const set = (to: unknown): void => database.tamper((data) => (isSealed(data) && data.id === victim.id ? { ...data, data: { ...data.data, [field]: to } } : data));
                set(changed(value));
                expect(JSON.stringify((await process.check()).problem), `${victim.subject} ${field}`).toMatch(nameOf(victim));
                set(value);
            }
        }
        clock.advance(MINUTE);
        expect(await process.check()).toMatchObject(intact({ records: 9, seals: 9 }));
    });

    /** A seal whose number was changed is called by the one or the other. */
    function nameOf({ subject, data }: Stored): RegExp {
        const number = Number(data['number']);
        return subject.startsWith('audit-seals') ? new RegExp(`"seal":(${number}|${number + 1})\\b|seal-unreadable.*${subject.slice(-10)}`) : new RegExp(`"record":"${String(data['id'])}"`);
    }

    const changed = (value: unknown): unknown => (typeof value === 'number' ? value + 1 : Array.isArray(value) ? [...(value as unknown[]), { id: 'x', number: 1, hash: 'x' }] : `${String(value)}x`);

    it('by taking a record or a seal away, or putting one there, is found', async () => {
        for (let index = 0; index < 8; index += 1) {
            const { database, process } = await recordedTrail(2, 2);
            const victim = storedIn(database)[index];
            database.delete([`misc/record:${victim?.id}`]);
            expect((await process.check()).problem, `${victim?.subject}`).toBeDefined();
        }
        const { database, process } = await recordedTrail(2, 2);
        await memoryStore(database).create({ v: 1, id: 'forged', subject: `audit:${DAY_ONE}`, type: 'record', at: Date.UTC(2026, 0, 1), data: { v: 1, id: 'forged', at: Date.UTC(2026, 0, 1), by: 'u-alice', what: 'deploy.approved' } }, [`fact:audit:${DAY_ONE}`]);
        expect((await process.check()).problem).toEqual({ kind: 'stray', record: 'forged', day: DAY_ONE });
    });
});
