import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fieldCache, type PreferenceChange, Preferences, RoomSettings, type UserPreferences } from '../../persistence';
import { killAtEveryStep, MemoryDatabase, memoryStore, noteCalls, type StepHook } from '../helpers/memory-store';
import { ManualClock, testDeps } from '../helpers/persistence-deps';

interface ProcessOptions {
    readonly seed?: string;
    readonly clock?: ManualClock;
    readonly hook?: StepHook;
}

/** The preferences as one process sees them, with a cache of its own. */
function processOn(database: MemoryDatabase, { seed = 'a', clock = new ManualClock(), hook }: ProcessOptions = {}): Preferences {
    return new Preferences(testDeps(memoryStore(database, hook), { seed, clock }), fieldCache<UserPreferences>(clock.now));
}

const change: fc.Arbitrary<PreferenceChange> = fc.record({
    defaultOrg: fc.option(fc.constantFrom('acme', 'globex')),
    language: fc.option(fc.constantFrom('de', 'ja')),
    notifications: fc.option(fc.constantFrom('dm', 'ephemeral', 'off')),
}, { requiredKeys: [] });

/** What the changes come to, one after the other, by the plainest means. */
function applied(changes: readonly PreferenceChange[]): UserPreferences {
    const merged: PreferenceChange = Object.assign({}, ...changes) as PreferenceChange;
    return {
        ...(merged.defaultOrg ? { defaultOrg: merged.defaultOrg } : {}),
        ...(merged.language ? { language: merged.language } : {}),
        notifications: merged.notifications ?? 'dm',
    };
}

describe('Preferences', () => {
    it('start with the defaults', async () => {
        expect(await processOn(new MemoryDatabase()).get('u1')).toEqual({ notifications: 'dm' });
    });

    it('keep the last value per field, on any server, and few records', async () => {
        await fc.assert(fc.asyncProperty(fc.array(change, { maxLength: 60, size: 'max' }), async (changes) => {
            const database = new MemoryDatabase();
            const preferences = processOn(database);
            for (const [n, one] of changes.entries()) {
                expect(await preferences.set('u1', one)).toEqual(applied(changes.slice(0, n + 1)));
            }
            expect(await preferences.get('u1')).toEqual(applied(changes));
            expect(await processOn(database, { seed: 'b' }).get('u1')).toEqual(applied(changes));
            expect(database.size).toBeLessThanOrEqual(20);
        }), { numRuns: 40 });
    });

    it('do not take undefined for a change', async () => {
        const preferences = processOn(new MemoryDatabase());
        await preferences.set('u1', { language: 'de' });
        expect(await preferences.set('u1', { language: undefined, defaultOrg: 'acme' })).toEqual({ language: 'de', defaultOrg: 'acme', notifications: 'dm' });
    });

    it('keep users apart', async () => {
        const preferences = processOn(new MemoryDatabase());
        await preferences.set('u1', { language: 'de' });
        expect(await preferences.get('u2')).toEqual({ notifications: 'dm' });
    });

    it('are read once a minute, and show a change of another server after it', async () => {
        const clock = new ManualClock();
        const database = new MemoryDatabase();
        const calls: string[] = [];
        const here = processOn(database, { clock, hook: noteCalls(calls) });
        await here.get('u1');
        await processOn(database, { seed: 'b', clock }).set('u1', { language: 'ja' });
        clock.advance(59_999);
        expect(await here.get('u1')).toEqual({ notifications: 'dm' });
        expect(calls).toEqual(['read']);
        clock.advance(1);
        expect(await here.get('u1')).toEqual({ language: 'ja', notifications: 'dm' });
        expect(calls).toEqual(['read', 'read']);
    });

    it('show an own change at once, also to readers that were under way', async () => {
        await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
            const database = new MemoryDatabase();
            const clock = new ManualClock();
            const here = processOn(database, { clock, hook: (step) => scheduler.schedule(Promise.resolve(), step) });
            await scheduler.waitFor(Promise.all([here.get('u1'), here.set('u1', { language: 'de' }), here.get('u1')]));
            expect(await scheduler.waitFor(here.get('u1'))).toEqual({ language: 'de', notifications: 'dm' });
        }), { numRuns: 50 });
    });

    it('killed at any step of a change with compaction: the old or the new', async () => {
        const clock = new ManualClock();
        const seen = new Set<string>();
        await killAtEveryStep({
            async prepare() {
                const database = new MemoryDatabase();
                const preferences = processOn(database, { clock });
                await preferences.set('u1', { defaultOrg: 'acme' });
                for (let n = 0; n < 19; n += 1) {
                    await preferences.set('u1', { language: 'de' });
                }
                expect(database.size).toBe(20);
                return database;
            },
            work: (store) => new Preferences(testDeps(store, { seed: 'b', clock }), fieldCache(clock.now)).set('u1', { language: 'ja' }),
            check: async (database) => void seen.add(JSON.stringify(await processOn(database, { clock }).get('u1'))),
        });
        expect([...seen].map((json) => JSON.parse(json) as unknown)).toEqual([
            { defaultOrg: 'acme', language: 'de', notifications: 'dm' },
            { defaultOrg: 'acme', language: 'ja', notifications: 'dm' },
        ]);
    });

    it('leave out a stored value that does not fit and report it', async () => {
        const deps = testDeps(memoryStore(new MemoryDatabase()));
        const preferences = new Preferences(deps, fieldCache(deps.clock));
        const stored = { v: 1, id: 'f', subject: 'preferences:u1', type: 'set', at: 1, data: { language: 'de', notifications: 'loud' } };
        await deps.store.create(stored, ['fact:preferences:u1']);
        expect(await preferences.get('u1')).toEqual({ language: 'de', notifications: 'dm' });
        expect(deps.malformed).toEqual([{ kind: 'preferences', group: 'fact:preferences:u1', problem: 'invalid: notifications' }]);
    });
});

describe('RoomSettings', () => {
    it('say nothing of link cards until the room has chosen, and remember who chose', async () => {
        const database = new MemoryDatabase();
        const deps = testDeps(memoryStore(database));
        const settings = new RoomSettings(deps, fieldCache(deps.clock));
        expect(await settings.get('r1')).toEqual({});
        await settings.set('r1', { linkCards: false }, 'u1');
        expect(await settings.get('r1')).toEqual({ linkCards: false });
        expect(await settings.get('r2')).toEqual({});
        expect(database.dump()).toContain('"by":"u1"');
        expect(await settings.set('r1', { linkCards: null }, 'u1')).toEqual({});
    });
});
