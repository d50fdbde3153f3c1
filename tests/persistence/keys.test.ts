import { createHash } from 'crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Key, KeyMemory, KeyRing } from '../../persistence';
import { environmentKeys } from '../../persistence/key-material';
import { MemoryDatabase, memoryStore, noteCalls, type StepHook } from '../helpers/memory-store';
import { ManualClock, testDeps } from '../helpers/persistence-deps';

const BYTES = createHash('sha256').update('a key').digest();
const HEX = BYTES.toString('hex');
const BASE64 = BYTES.toString('base64');

interface RingOptions {
    readonly environment?: string;
    readonly seed?: string;
    readonly hook?: StepHook;
    readonly clock?: ManualClock;
}

function ringOn(database: MemoryDatabase, { environment, seed = 'a', hook, clock = new ManualClock() }: RingOptions = {}): KeyRing {
    return new KeyRing({ ...testDeps(memoryStore(database, hook), { seed, clock }), environment });
}

describe('environmentKeys', () => {
    it('takes 32 bytes in hex, base64 and URL-safe base64', async () => {
        const spellings = [HEX, HEX.toUpperCase(), BASE64, BASE64.replace('=', ''), BYTES.toString('base64url')];
        for (const spelling of spellings) {
            expect((await environmentKeys(spelling)).map(({ bytes }) => bytes.toString('hex'))).toEqual([HEX]);
        }
    });

    it('names a key by the first 8 hex digits of its sha256', async () => {
        const [key] = await environmentKeys(HEX);
        expect(key?.id).toBe(createHash('sha256').update(BYTES).digest('hex').slice(0, 8));
    });

    it('stretches anything else, the same on every server', async () => {
        const [one] = await environmentKeys('correct horse battery staple');
        const [same, other] = await environmentKeys('correct horse battery staple, correct horse battery stable');
        expect(one?.bytes).toHaveLength(32);
        expect(same).toEqual(one);
        expect(other?.id).not.toBe(one?.id);
    });

    it('has no keys when nothing is set', async () => {
        expect(await environmentKeys(undefined)).toEqual([]);
        expect(await environmentKeys(' , ')).toEqual([]);
    });
});

describe('KeyRing', () => {
    it('seals with the first of the environment, opens with all, generates none', async () => {
        const database = new MemoryDatabase();
        const [first, second] = await environmentKeys(`${HEX},${'ab'.repeat(32)}`);
        const ring = ringOn(database, { environment: `${HEX},${'ab'.repeat(32)}` });
        expect(ring.strength).toBe('environment');
        expect(await ring.sealingKey()).toEqual(first);
        expect(await ring.find(second?.id ?? '')).toEqual(second);
        expect(await ring.find('00000000')).toBeUndefined();
        expect(database.size).toBe(0);
    });

    it('generates one key for good when the environment has none', async () => {
        const database = new MemoryDatabase();
        const ring = ringOn(database);
        expect(ring.strength).toBe('generated');
        const key = await ring.sealingKey();
        expect(await ringOn(database, { seed: 'restarted' }).sealingKey()).toEqual(key);
        expect(database.size).toBe(1);
    });

    it('counts an empty variable as none', () => {
        expect(ringOn(new MemoryDatabase(), { environment: ' , ' }).strength).toBe('generated');
    });

    it('still opens with the generated key when the environment gets one', async () => {
        const database = new MemoryDatabase();
        const generated = await ringOn(database).sealingKey();
        const ring = ringOn(database, { environment: HEX });
        expect((await ring.sealingKey()).id).not.toBe(generated.id);
        expect(await ring.find(generated.id)).toEqual(generated);
    });

    it('lets racing servers open whatever each of them sealed, and agree on one key in the end', async () => {
        await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
            const database = new MemoryDatabase();
            const hook: StepHook = (step) => scheduler.schedule(Promise.resolve(), step);
            const servers = ['a', 'b', 'c'].map((seed) => ringOn(database, { seed, hook }));
            const used = await scheduler.waitFor(Promise.all(servers.map((server) => server.sealingKey())));
            for (const { id, bytes } of used) {
                for (const seed of ['d', 'e']) {
                    expect((await ringOn(database, { seed }).find(id))?.bytes).toEqual(bytes);
                }
            }
            const later = await Promise.all(['f', 'g'].map((seed) => ringOn(database, { seed }).sealingKey()));
            expect(new Set(later.map(({ id }) => id)).size).toBe(1);
        }), { numRuns: 100 });
    });

    it('takes the key of a server that generated one in the same moment a little earlier', async () => {
        const database = new MemoryDatabase();
        const clock = new ManualClock();
        let first: Promise<Key> | undefined;
        const hook: StepHook = async (step) => {
            if (step === 'read:answer' && !first) {
                first = ringOn(database, { seed: 'first', clock }).sealingKey();
                await first;
                clock.advance(1);
            }
        };
        const key = await ringOn(database, { seed: 'second', clock, hook }).sealingKey();
        expect(database.size).toBe(2);
        expect(key).toEqual(await first);
    });

    it('seals with the oldest key', async () => {
        const database = new MemoryDatabase();
        const clock = new ManualClock();
        const record = (id: string, createdAt: number) => ({ v: 1, id, createdAt, key: createHash('sha256').update(id).digest('base64') });
        await memoryStore(database).create(record('a', 2), ['key', 'record:a']);
        await memoryStore(database).create(record('b', 1), ['key', 'record:b']);
        const key = await ringOn(database, { clock }).sealingKey();
        expect(key.bytes).toEqual(createHash('sha256').update('b').digest());
    });

    it('asks the store once per process', async () => {
        const database = new MemoryDatabase();
        const { id } = await ringOn(database).sealingKey();
        const calls: string[] = [];
        const store = memoryStore(database, noteCalls(calls));
        const memory = new KeyMemory();
        for (let command = 0; command < 3; command += 1) {
            const ring = new KeyRing({ ...testDeps(store), environment: undefined, memory });
            expect((await ring.find(id))?.id).toBe(id);
            expect((await ring.sealingKey()).id).toBe(id);
        }
        expect(calls).toEqual(['read']);
    });
});
