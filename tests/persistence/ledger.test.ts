import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Fact, fold, Ledger, ordered, snapshotOf } from '../../persistence';
import { killAfter, killAtEveryStep, Killed, MemoryDatabase, memoryStore, noteCalls, type StepHook } from '../helpers/memory-store';
import { ManualClock, testDeps } from '../helpers/persistence-deps';

const SUBJECT = 'budget:acme';

const fact = fc.record({
    v: fc.constant(1 as const),
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    subject: fc.constant(SUBJECT),
    type: fc.constantFrom('spent', 'refunded'),
    at: fc.integer({ min: 0, max: 5 }),
    data: fc.record({ amount: fc.integer({ min: 0, max: 9 }) }),
});

/** The strictest fold there is: every fact counts exactly once. */
function total(facts: readonly Fact[]): number {
    return fold(facts, 0, (sum, { data }) => sum + Number(data.amount));
}

function ledgerOn(database: MemoryDatabase, { hook, seed = 'a', clock = new ManualClock() }: { hook?: StepHook; seed?: string; clock?: ManualClock } = {}): Ledger {
    return new Ledger(testDeps(memoryStore(database, hook), { seed, clock }));
}

async function spend(ledger: Ledger, ...amounts: number[]): Promise<void> {
    for (const amount of amounts) {
        await ledger.append({ subject: SUBJECT, type: 'spent', data: { amount } });
    }
}

function sumUp(facts: readonly Fact[]): Fact[] {
    return facts.length === 0 ? [] : [snapshotOf(facts, { type: 'summed', data: { amount: total(facts) } })];
}

describe('ordered and fold', () => {
    it('give the same for every order and duplication', () => {
        const shuffledTwice = fc.array(fact, { maxLength: 8 }).chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 })));
        fc.assert(fc.property(shuffledTwice, ([facts, doubled]) => {
            expect(ordered(doubled)).toEqual(ordered(facts));
            expect(total(doubled)).toBe(total(facts));
            const history = (list: readonly Fact[]): string[] => fold<string[]>(list, [], (ids, { id }) => [...ids, id]);
            expect(history(doubled)).toEqual(history(facts));
        }));
    });

    it('sort by time, then by id', () => {
        const make = (id: string, at: number): Fact => ({ v: 1, id, subject: SUBJECT, type: 'spent', at, data: {} });
        expect(ordered([make('b', 2), make('c', 1), make('a', 2)]).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
    });
});

describe('Ledger', () => {
    it('appends and reads by subject', async () => {
        const ledger = ledgerOn(new MemoryDatabase());
        await ledger.append({ subject: SUBJECT, type: 'spent', by: 'u1', data: { amount: 3 } });
        await ledger.append({ subject: 'budget:other', type: 'spent' });
        expect(await ledger.read(SUBJECT)).toMatchObject([{ type: 'spent', by: 'u1', subject: SUBJECT, data: { amount: 3 } }]);
    });

    it('takes a fact with the same id as the same fact', async () => {
        const ledger = ledgerOn(new MemoryDatabase());
        await ledger.append({ subject: SUBJECT, type: 'spent', id: 'invoice-1', data: { amount: 3 } });
        await ledger.append({ subject: SUBJECT, type: 'spent', id: 'invoice-1', data: { amount: 3 } });
        expect(total(await ledger.read(SUBJECT))).toBe(3);
    });

    it('reads a subject in one round trip', async () => {
        const database = new MemoryDatabase();
        await spend(ledgerOn(database), 1, 2, 3);
        const calls: string[] = [];
        await ledgerOn(database, { hook: noteCalls(calls) }).read(SUBJECT);
        expect(calls).toEqual(['read']);
    });

    it('forgets a subject and leaves others', async () => {
        const database = new MemoryDatabase();
        const ledger = ledgerOn(database);
        await spend(ledger, 1, 2);
        await ledger.append({ subject: 'other', type: 'kept' });
        await ledger.forget(SUBJECT);
        expect(await ledger.read(SUBJECT)).toEqual([]);
        expect(database.size).toBe(1);
    });
});

describe('Ledger.compact', () => {
    it('leaves one record for many and the state as it was', async () => {
        const clock = new ManualClock();
        const database = new MemoryDatabase();
        const ledger = ledgerOn(database, { clock });
        await spend(ledger, 1, 2, 3);
        await ledger.compact(SUBJECT, sumUp);
        expect(database.size).toBe(1);
        await spend(ledger, 4);
        expect(total(await ledger.read(SUBJECT))).toBe(10);
    });

    it('loses and doubles nothing when killed at any step, and a second run cleans up', async () => {
        const clock = new ManualClock();
        const kills = await killAtEveryStep({
            async prepare() {
                const database = new MemoryDatabase();
                const ledger = ledgerOn(database, { clock });
                await spend(ledger, 1, 2);
                await ledger.compact(SUBJECT, sumUp);
                await spend(ledger, 4, 8);
                return database;
            },
            work: (store) => new Ledger(testDeps(store, { seed: 'killed', clock })).compact(SUBJECT, sumUp),
            async check(database) {
                const ledger = ledgerOn(database, { seed: 'next', clock });
                const facts = await ledger.read(SUBJECT);
                expect(facts.reduce((sum, { data }) => sum + Number(data.amount), 0)).toBe(15);
                expect(total(facts)).toBe(15);
                clock.advance(48 * 60 * 60 * 1000);
                await ledger.compact(SUBJECT, sumUp);
                expect(total(await ledger.read(SUBJECT))).toBe(15);
                expect(database.size).toBe(1);
            },
        });
        expect(kills).toBeGreaterThan(5);
    });

    it('loses and doubles nothing when killed twice, days apart', async () => {
        const clock = new ManualClock();
        const halfDone = async (first: number): Promise<MemoryDatabase> => {
            const database = new MemoryDatabase();
            await spend(ledgerOn(database, { clock }), 1, 2, 4);
            await ledgerOn(database, { clock, hook: killAfter(first) }).compact(SUBJECT, sumUp).catch(ignoreKill);
            clock.advance(48 * 60 * 60 * 1000);
            await spend(ledgerOn(database, { seed: 'later', clock }), 8);
            return database;
        };
        for (let first = 0; first < 8; first += 1) {
            await killAtEveryStep({
                prepare: () => halfDone(first),
                work: (store) => new Ledger(testDeps(store, { seed: 'killed', clock })).compact(SUBJECT, sumUp),
                check: async (database) => expect(total(await ledgerOn(database, { clock }).read(SUBJECT))).toBe(15),
            });
        }
    });

    it('counts every fact once while servers append and compact at the same time, in any interleaving', async () => {
        await fc.assert(fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 3 }), async (scheduler, servers) => {
            const clock = new ManualClock();
            const database = new MemoryDatabase();
            const hook: StepHook = (step) => scheduler.schedule(Promise.resolve(), step);
            await spend(ledgerOn(database, { clock }), 1, 2);
            const running = Array.from({ length: servers }, async (_, n) => {
                const ledger = ledgerOn(database, { seed: `server ${n}`, clock, hook });
                await ledger.compact(SUBJECT, sumUp);
                await spend(ledger, 100);
                await ledger.compact(SUBJECT, sumUp);
            });
            await scheduler.waitFor(Promise.all(running));
            const after = ledgerOn(database, { seed: 'after', clock });
            expect(total(await after.read(SUBJECT))).toBe(3 + 100 * servers);
            await spend(after, 1000);
            await after.compact(SUBJECT, sumUp);
            expect(total(await after.read(SUBJECT))).toBe(1003 + 100 * servers);
            expect(database.size).toBe(1);
        }), { numRuns: 300 });
    });

    it('shows a reader in the middle of it every fact once', async () => {
        await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
            const clock = new ManualClock();
            const database = new MemoryDatabase();
            await spend(ledgerOn(database, { clock }), 1, 2, 4);
            const hook: StepHook = (step) => scheduler.schedule(Promise.resolve(), step);
            const totals: number[] = [];
            const reader = async (): Promise<void> => {
                for (let n = 0; n < 4; n += 1) {
                    totals.push(total(await ledgerOn(database, { hook, clock }).read(SUBJECT)));
                }
            };
            const compact = (seed: string) => ledgerOn(database, { hook, clock, seed }).compact(SUBJECT, sumUp);
            await scheduler.waitFor(Promise.all([compact('b'), compact('c'), reader()]));
            expect(totals).toEqual([7, 7, 7, 7]);
        }), { numRuns: 100 });
    });

    it('drops superseded facts without a snapshot', async () => {
        const database = new MemoryDatabase();
        const clock = new ManualClock();
        const ledger = ledgerOn(database, { clock });
        for (const amount of [1, 2, 3]) {
            clock.advance(1);
            await spend(ledger, amount);
        }
        await ledger.compact(SUBJECT, (facts) => facts.slice(-1));
        expect(await ledger.read(SUBJECT)).toMatchObject([{ data: { amount: 3 } }]);
        expect(database.size).toBe(1);
    });

    it('leaves records alone that it cannot read', async () => {
        const database = new MemoryDatabase();
        const store = memoryStore(database);
        const clock = new ManualClock();
        await spend(ledgerOn(database, { clock }), 1, 2);
        await store.create({ v: 2, id: 'from a newer version' }, [`fact:${SUBJECT}`]);
        const deps = testDeps(store, { clock });
        await new Ledger(deps).compact(SUBJECT, sumUp);
        expect(deps.malformed).toEqual([{ kind: 'fact', group: `fact:${SUBJECT}`, problem: 'version 2 is newer than 1' }]);
        expect(database.size).toBe(2);
    });
});

describe('snapshotOf', () => {
    it('is the same fact for the same facts, in whatever order, and another for others', () => {
        const make = (id: string): Fact => ({ v: 1, id, subject: SUBJECT, type: 'spent', at: 1, data: {} });
        const snapshot = (...ids: string[]): Fact => snapshotOf(ids.map(make), { type: 'summed', data: {} });
        expect(snapshot('a', 'b')).toEqual(snapshot('b', 'a'));
        expect(snapshot('a', 'b').id).not.toBe(snapshot('a', 'c').id);
    });

    it('refuses to stand for nothing', () => {
        expect(() => snapshotOf([], { type: 'summed', data: {} })).toThrow(RangeError);
    });
});

function ignoreKill(error: unknown): void {
    expect(error).toBeInstanceOf(Killed);
}
