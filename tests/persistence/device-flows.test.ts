import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type DeviceFlowOutcome, DeviceFlows, KeyRing, type Store, Vault } from '../../persistence';
import { killAtEveryStep, MemoryDatabase, memoryStore, type StepHook } from '../helpers/memory-store';
import { ManualClock, testDeps } from '../helpers/persistence-deps';

const CODE = 'device-code-4711';
const START = { userId: 'u1', roomId: 'r1', threadId: 't1', language: 'de', expiresAt: 900_000, interval: 5 };
const OUTCOMES: readonly DeviceFlowOutcome[] = ['granted', 'denied', 'expired', 'cancelled'];

function flowsOn(store: Store, seed = 'a', clock = new ManualClock()) {
    const deps = testDeps(store, { seed, clock });
    return { deps, flows: new DeviceFlows(deps, new Vault(deps, new KeyRing({ ...deps, environment: 'ee'.repeat(32) }))) };
}

describe('DeviceFlows', () => {
    it('remembers who asked, where, and the code, which only the vault knows', async () => {
        const database = new MemoryDatabase();
        const { flows, deps } = flowsOn(memoryStore(database));
        const flow = await flows.start(START, CODE);
        expect(flow).toEqual({ ...START, id: flow.id, startedAt: deps.clock(), status: 'pending' });
        const { flows: restarted } = flowsOn(memoryStore(database), 'restarted');
        expect(await restarted.load(flow.id)).toEqual(flow);
        expect(await restarted.deviceCode(flow)).toEqual({ state: 'open', text: CODE });
        expect(database.dump()).not.toContain(CODE);
    });

    it('knows nothing of a flow that was never started', async () => {
        const { flows } = flowsOn(memoryStore(new MemoryDatabase()));
        expect(await flows.load('x')).toBeUndefined();
        expect(await flows.settle('x', 'granted')).toBeUndefined();
    });

    it('polls five seconds slower after each slow_down', async () => {
        const { flows } = flowsOn(memoryStore(new MemoryDatabase()));
        const { id } = await flows.start(START, CODE);
        await flows.slowDown(id);
        expect((await flows.slowDown(id))?.interval).toBe(15);
    });

    it('lets the first outcome stand, decides once, and drops the code', async () => {
        await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 5 }), async (outcomes) => {
            const { flows } = flowsOn(memoryStore(new MemoryDatabase()));
            const flow = await flows.start(START, CODE);
            const decided: boolean[] = [];
            for (const outcome of outcomes) {
                const settled = await flows.settle(flow.id, outcome);
                expect(settled?.flow.status).toBe(outcomes[0]);
                decided.push(settled?.decided ?? false);
            }
            expect(decided).toEqual(outcomes.map((_, n) => n === 0));
            expect(await flows.deviceCode(flow)).toEqual({ state: 'none' });
        }));
    });

    it('comes to one outcome, decided by somebody, when servers settle at once', async () => {
        await fc.assert(fc.asyncProperty(fc.scheduler(), fc.tuple(fc.constantFrom(...OUTCOMES), fc.constantFrom(...OUTCOMES)), async (scheduler, outcomes) => {
            const clock = new ManualClock();
            const database = new MemoryDatabase();
            const { id } = await flowsOn(memoryStore(database), 'a', clock).flows.start(START, CODE);
            const hook: StepHook = (step) => {
                clock.advance(1);
                return scheduler.schedule(Promise.resolve(), step);
            };
            const servers = outcomes.map((outcome, n) => flowsOn(memoryStore(database, hook), `server ${n}`, clock).flows.settle(id, outcome));
            const settled = await scheduler.waitFor(Promise.all(servers));
            const status = (await flowsOn(memoryStore(database)).flows.load(id))?.status;
            expect(outcomes).toContain(status);
            const deciders = settled.filter((one) => one?.decided);
            expect(deciders.length).toBeGreaterThan(0);
            expect(deciders.map((one) => one?.flow.status)).toContain(status);
        }), { numRuns: 100 });
    });

    it('does not decide what another server decided after we looked', async () => {
        const clock = new ManualClock();
        const database = new MemoryDatabase();
        const { id } = await flowsOn(memoryStore(database), 'a', clock).flows.start(START, CODE);
        let other: Promise<unknown> | undefined;
        const hook: StepHook = async (step) => {
            if (step === 'read:answer' && !other) {
                other = flowsOn(memoryStore(database), 'b', clock).flows.settle(id, 'granted');
                await other;
                clock.advance(1);
            }
        };
        const settled = await flowsOn(memoryStore(database, hook), 'c', clock).flows.settle(id, 'granted');
        expect(settled).toMatchObject({ decided: false, flow: { status: 'granted' } });
        expect(await other).toMatchObject({ decided: true });
    });

    it('killed at any step of settling: pending with its code, or settled; settling again drops the code', async () => {
        const clock = new ManualClock();
        let id = '';
        await killAtEveryStep({
            async prepare() {
                const database = new MemoryDatabase();
                ({ id } = await flowsOn(memoryStore(database), 'a', clock).flows.start(START, CODE));
                return database;
            },
            work: (store) => flowsOn(store, 'b', clock).flows.settle(id, 'granted'),
            async check(database) {
                const { flows } = flowsOn(memoryStore(database), 'c', clock);
                const flow = await flows.load(id);
                if (flow?.status === 'pending') {
                    expect(await flows.deviceCode(flow)).toEqual({ state: 'open', text: CODE });
                }
                expect((await flows.settle(id, 'granted'))?.flow.status).toBe('granted');
                expect(database.dump()).not.toContain('"box"');
            },
        });
    });

    it('forgets a flow with its code', async () => {
        const database = new MemoryDatabase();
        const { flows } = flowsOn(memoryStore(database));
        const flow = await flows.start(START, CODE);
        await flows.forget(flow.id);
        expect(await flows.load(flow.id)).toBeUndefined();
        expect(database.dump()).not.toContain('"box"');
    });

    it('reports a start it cannot read', async () => {
        const store = memoryStore(new MemoryDatabase());
        const { flows, deps } = flowsOn(store);
        await store.create({ v: 1, id: 'f', subject: 'device-flow:x', type: 'started', at: 1, data: { userId: 7 } }, ['fact:device-flow:x']);
        expect(await flows.load('x')).toBeUndefined();
        expect(deps.malformed).toEqual([{ kind: 'device flow', group: 'fact:device-flow:x', problem: 'data: invalid start' }]);
    });
});
