import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type ClaimedItem, type DueItem, DueList, LEASE_MS, SETTLE_MS, type Store } from '../../persistence';
import { killAtEveryStep, MemoryDatabase, memoryStore, readOnlyStore } from '../helpers/memory-store';
import { ManualClock, testDeps } from '../helpers/persistence-deps';
import { VirtualTime } from '../helpers/virtual-time';

const MINUTE = 60_000;
const POLL = { kind: 'device-poll', subject: 'flow:1' };

function listOn(store: Store, { seed = 'a', clock = new ManualClock() }: { seed?: string; clock?: ManualClock } = {}): DueList {
    const wait = (milliseconds: number): Promise<void> => {
        clock.advance(milliseconds);
        return Promise.resolve();
    };
    return new DueList({ ...testDeps(store, { seed, clock }), wait });
}

function setUp() {
    const clock = new ManualClock();
    const database = new MemoryDatabase();
    return { clock, database, list: listOn(memoryStore(database), { clock }) };
}

async function claimOne(list: DueList, now: number): Promise<ClaimedItem> {
    const [item] = await list.claim(await list.due(now));
    if (!item) {
        throw new Error('There was nothing to claim.');
    }
    return item;
}

describe('DueList', () => {
    it('lists what is due, the longest waiting first', async () => {
        const { list } = setUp();
        await list.schedule({ kind: 'expire', subject: 'b', at: 20 });
        await list.schedule({ kind: 'expire', subject: 'a', at: 10 });
        await list.schedule({ kind: 'expire', subject: 'c', at: 30 });
        expect((await list.due(20)).map(({ subject, at, attempts }) => ({ subject, at, attempts }))).toEqual([
            { subject: 'a', at: 10, attempts: 0 },
            { subject: 'b', at: 20, attempts: 0 },
        ]);
    });

    it('schedules an item once, and earlier when asked', async () => {
        const { list, database } = setUp();
        await list.schedule({ ...POLL, at: 20 });
        await list.schedule({ ...POLL, at: 20 });
        await list.schedule({ ...POLL, at: 30 });
        expect(database.size).toBe(1);
        await list.schedule({ ...POLL, at: 10 });
        expect(await list.due(100)).toMatchObject([{ ...POLL, at: 10 }]);
    });

    it('gives an item back as it was', async () => {
        const { list, database, clock } = setUp();
        await list.schedule({ ...POLL, at: 10 });
        await list.postpone(await claimOne(list, 10));
        clock.advance(MINUTE);
        const [before] = await list.due(clock.now());
        await list.release(await claimOne(list, clock.now()));
        expect(await list.due(clock.now())).toEqual([before]);
        expect(before?.attempts).toBe(1);
        expect(database.size).toBe(1);
    });

    it('takes a double entry of two servers as one item, and done removes both', async () => {
        const { list, database, clock } = setUp();
        for (const seed of ['b', 'c']) {
            const blind: Store = { ...memoryStore(database), read: () => Promise.resolve([]) };
            await listOn(blind, { seed, clock }).schedule({ ...POLL, at: 10 });
        }
        expect(database.size).toBe(2);
        const due = await list.due(10);
        expect(due).toHaveLength(1);
        await list.done(await claimOne(list, 10));
        expect(database.size).toBe(0);
    });

    it('keeps what was scheduled while the work was running', async () => {
        const { list, clock } = setUp();
        await list.schedule({ ...POLL, at: 10 });
        const item = await claimOne(list, 10);
        await list.schedule({ ...POLL, at: 11 });
        expect(await list.due(clock.time)).toEqual([]);
        await list.done(item);
        expect(await list.due(clock.time)).toMatchObject([{ ...POLL, at: 11 }]);
    });

    it('backs off from one minute to an hour', async () => {
        const { list, clock } = setUp();
        await list.schedule({ ...POLL, at: clock.time });
        const delays: number[] = [];
        for (let attempt = 0; attempt < 9; attempt += 1) {
            const item = await claimOne(list, clock.time);
            expect(item.attempts).toBe(attempt);
            const at = await list.postpone(item);
            delays.push((at - clock.time) / MINUTE);
            expect(await list.due(at - 1)).toEqual([]);
            clock.time = at;
        }
        expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
        const item = await claimOne(list, clock.time);
        await list.again(item, clock.time + 5_000);
        expect(await list.due(clock.time + 5_000)).toMatchObject([{ at: clock.time + 5_000, attempts: 0 }]);
    });

    it('hides a claimed item until its claimant must be dead, and then cleans up', async () => {
        const { list, clock, database } = setUp();
        await list.schedule({ ...POLL, at: 10 });
        await claimOne(list, 10);
        const other = listOn(memoryStore(database), { seed: 'b', clock });
        expect(await other.due(clock.time)).toEqual([]);
        clock.advance(LEASE_MS);
        expect(await listOn(readOnlyStore(database), { clock }).due(clock.time)).toHaveLength(1);
        expect(database.size).toBe(2);
        expect(await other.due(clock.time)).toMatchObject([POLL]);
        expect(database.size).toBe(1);
    });

    it('claims many items with one wait', async () => {
        const { list, clock } = setUp();
        for (const subject of ['a', 'b', 'c']) {
            await list.schedule({ kind: 'expire', subject, at: 10 });
        }
        const start = clock.time;
        expect(await list.claim(await list.due(10))).toHaveLength(3);
        expect(clock.time - start).toBe(SETTLE_MS);
        expect(await list.claim([])).toEqual([]);
        expect(clock.time - start).toBe(SETTLE_MS);
    });

    it('does not give away an item that is done already', async () => {
        const { list, database, clock } = setUp();
        await list.schedule({ ...POLL, at: 10 });
        const stale: DueItem[] = await list.due(10);
        await list.done(await claimOne(list, 10));
        expect(await listOn(memoryStore(database), { seed: 'b', clock }).claim(stale)).toEqual([]);
        expect(database.size).toBe(0);
    });

    it.each(['done', 'postpone'] as const)('killed at any step of %s: the item is due again or the step was taken', async (verb) => {
        const clock = new ManualClock();
        let item: ClaimedItem | undefined;
        await killAtEveryStep({
            async prepare() {
                const database = new MemoryDatabase();
                const list = listOn(memoryStore(database), { clock });
                await list.schedule({ ...POLL, at: clock.time });
                item = await claimOne(list, clock.time);
                return database;
            },
            async work(store) {
                return item && listOn(store, { seed: 'b', clock })[verb](item);
            },
            async check(database, kills) {
                const list = listOn(memoryStore(database), { seed: 'c', clock });
                clock.advance(LEASE_MS);
                const due = await list.due(clock.time + 60 * MINUTE);
                expect(due.length).toBe(verb === 'postpone' || kills < 2 ? 1 : 0);
                for (const claimed of await list.claim(due)) {
                    await list.done(claimed);
                }
                expect(database.size).toBe(0);
            },
        });
    });
});

interface Claimant {
    readonly startsAt: number;
    /** Milliseconds each request and each answer takes, used in turn. */
    readonly latencies: readonly number[];
}

/** Servers that see the same item due and claim it, on one virtual time line. Returns who won, and the time it took. */
async function race(claimants: readonly Claimant[], work = 0): Promise<number[]> {
    const time = new VirtualTime();
    const database = new MemoryDatabase();
    const wait = (milliseconds: number): Promise<void> => time.sleep(milliseconds);
    const listFor = (n: number, { latencies }: Claimant): DueList => {
        let call = 0;
        const travel = (): Promise<void> => time.sleep(latencies[call++ % latencies.length] ?? 0);
        const deps = testDeps(memoryStore(database, travel), { seed: `server ${n}` });
        return new DueList({ ...deps, clock: () => time.now, wait });
    };
    const plain = new DueList({ ...testDeps(memoryStore(database)), clock: () => time.now, wait });
    await plain.schedule({ ...POLL, at: 0 });
    const items = await plain.due(0);
    const winners: number[] = [];
    await time.run(Promise.all(claimants.map(async (claimant, n) => {
        await time.sleep(claimant.startsAt);
        const list = listFor(n, claimant);
        for (const won of await list.claim(items)) {
            winners.push(n);
            await time.sleep(work);
            await list.done(won);
        }
    })));
    expect(database.size).toBe(0);
    return winners;
}

describe('DueList.claim between servers', () => {
    const longest = Math.floor(SETTLE_MS / 2) - 1;
    const claimant = fc.record({
        startsAt: fc.integer({ min: 0, max: 2 * SETTLE_MS }),
        latencies: fc.array(fc.integer({ min: 0, max: longest }), { minLength: 1, maxLength: 8 }),
    });

    it('has exactly one winner while no server takes longer than SETTLE_MS from looking to bidding', async () => {
        await fc.assert(fc.asyncProperty(fc.array(claimant, { minLength: 2, maxLength: 5 }), fc.integer({ min: 0, max: 30_000 }), async (claimants, work) => {
            expect(await race(claimants, work)).toHaveLength(1);
        }), { numRuns: 300 });
    });

    it('may have two winners when one stalls longer than that between looking and bidding', async () => {
        const stalled = fc.record({ startsAt: fc.constant(0), latencies: fc.constant([0, 2 * SETTLE_MS, 0, 0, 0]) });
        const prompt = fc.record({ startsAt: fc.integer({ min: 1, max: 9 }), latencies: fc.constant([0]) });
        const counts = new Set<number>();
        for (const [first, second] of fc.sample(fc.tuple(stalled, prompt), 5)) {
            counts.add((await race([first, second], 10 * SETTLE_MS)).length);
            counts.add((await race([second, first], 10 * SETTLE_MS)).length);
        }
        expect([...counts].sort()).toEqual([1, 2]);
    });

    it('has one winner even then, when the work is done before the late bid is looked at', async () => {
        const stalled = { startsAt: 0, latencies: [0, 4 * SETTLE_MS, 0, 0, 0] };
        const prompt = { startsAt: 1, latencies: [0] };
        expect(await race([stalled, prompt], 10)).toEqual([1]);
        expect(await race([prompt, stalled], 10)).toEqual([0]);
    });
});
