import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Heartbeat } from '../../persistence';
import { killAtEveryStep, MemoryDatabase, memoryStore, type StepHook } from '../helpers/memory-store';
import { testDeps } from '../helpers/persistence-deps';

function tickIn(database: MemoryDatabase, seed = 'a', hook?: StepHook): Heartbeat {
    return new Heartbeat(testDeps(memoryStore(database, hook), { seed }), 'tick');
}

describe('Heartbeat', () => {
    it('knows the last beat and keeps no more than that', async () => {
        const database = new MemoryDatabase();
        const tick = tickIn(database);
        expect(await tick.lastBeat()).toBeUndefined();
        for (const at of [10, 20, 30]) {
            await tick.beat(at);
        }
        expect(await tick.lastBeat()).toBe(30);
        expect(database.size).toBe(1);
    });

    it('keeps jobs apart', async () => {
        const deps = testDeps(memoryStore(new MemoryDatabase()));
        await new Heartbeat(deps, 'tick').beat(10);
        expect(await new Heartbeat(deps, 'work').lastBeat()).toBeUndefined();
    });

    it('never goes back, whoever beats at the same time', async () => {
        await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(fc.nat(100), { minLength: 1, maxLength: 4 }), async (scheduler, times) => {
            const database = new MemoryDatabase();
            await tickIn(database).beat(50);
            const hook: StepHook = (step) => scheduler.schedule(Promise.resolve(), step);
            await scheduler.waitFor(Promise.all(times.map((at, n) => tickIn(database, `server ${n}`, hook).beat(at))));
            expect(await tickIn(database).lastBeat()).toBe(Math.max(50, ...times));
            expect(database.size).toBeLessThanOrEqual(times.length + 1);
        }), { numRuns: 50 });
    });

    it('knows the last or the one before when killed at any step', async () => {
        const seen = new Set<number | undefined>();
        await killAtEveryStep({
            async prepare() {
                const database = new MemoryDatabase();
                await tickIn(database).beat(10);
                return database;
            },
            work: (store) => new Heartbeat(testDeps(store, { seed: 'b' }), 'tick').beat(20),
            check: async (database) => void seen.add(await tickIn(database).lastBeat()),
        });
        expect([...seen]).toEqual([10, 20]);
    });
});
