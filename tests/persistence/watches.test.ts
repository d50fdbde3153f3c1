import { expect, it } from 'vitest';
import { Watches } from '../../persistence';
import { MemoryDatabase, memoryStore } from '../helpers/memory-store';
import { ManualClock, testDeps } from '../helpers/persistence-deps';

const RULE = { watch: 'w1', roomId: 'r1', owner: 'acme', by: 'u-alice' };
const DAY = 24 * 60 * 60_000;

it('a rule that was removed does not come back when its marker goes, wherever the server died that removed it', async () => {
    const database = new MemoryDatabase();
    const died = new Watches(testDeps(memoryStore(database, (step) => (step === 'remove:delete' ? Promise.reject(new Error('killed')) : undefined))));
    await died.put({ ...RULE, rule: { target: 'acme' } });
    await expect(died.put(RULE)).rejects.toThrow('killed');
    const clock = new ManualClock();
    const watches = new Watches(testDeps(memoryStore(database), { seed: 'b', clock }));
    clock.advance(2 * DAY);
    expect(await watches.all()).toEqual([]);
    await watches.sweep();
    expect(await watches.all()).toEqual([]);
    expect(database.size).toBe(0);
});
