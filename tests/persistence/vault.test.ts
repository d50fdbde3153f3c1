import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { KeyRing, type Store, Vault } from '../../persistence';
import { killAtEveryStep, MemoryDatabase, memoryStore, readOnlyStore, type StepHook } from '../helpers/memory-store';
import { ManualClock, testDeps } from '../helpers/persistence-deps';

const OLD = 'aa'.repeat(32);
const NEW = 'bb'.repeat(32);
const SECRET = 'hf_abcdefghijklmnopqrstuvwxyzABCDEFGH';

interface VaultOptions {
    readonly environment?: string;
    readonly seed?: string;
    readonly clock?: ManualClock;
}

function vaultOn(store: Store, { environment = NEW, seed = 'a', clock = new ManualClock() }: VaultOptions = {}): Vault {
    const deps = testDeps(store, { seed, clock });
    return new Vault(deps, new KeyRing({ ...deps, environment }));
}

function vaultIn(database: MemoryDatabase, options?: VaultOptions, hook?: StepHook): Vault {
    return vaultOn(memoryStore(database, hook), options);
}

const flipped = (base64: string, bit: number): string => {
    const bytes = Buffer.from(base64, 'base64');
    const index = (bit >> 3) % bytes.length;
    bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << (bit & 7)), index);
    return bytes.toString('base64');
};

describe('Vault', () => {
    it('gives back any text under any owner and name', async () => {
        await fc.assert(fc.asyncProperty(fc.string(), fc.string(), fc.string({ unit: 'grapheme' }), async (owner, name, text) => {
            const vault = vaultIn(new MemoryDatabase());
            await vault.seal(owner, name, text);
            expect(await vault.open(owner, name)).toEqual({ state: 'open', text });
        }));
    });

    it('keeps owners and names apart even where they contain the separator', async () => {
        const vault = vaultIn(new MemoryDatabase());
        await vault.seal('a:b', 'c', 'one');
        expect(await vault.open('a', 'b:c')).toEqual({ state: 'none' });
    });

    it('stores neither the text nor the same bytes twice', async () => {
        const [one, two] = [new MemoryDatabase(), new MemoryDatabase()];
        await vaultIn(one, { seed: 'one' }).seal('u1', 'account', SECRET);
        await vaultIn(two, { seed: 'two' }).seal('u1', 'account', SECRET);
        for (const hidden of [SECRET, Buffer.from(SECRET).toString('base64'), Buffer.from(SECRET).toString('hex'), NEW]) {
            expect(one.dump()).not.toContain(hidden);
        }
        const boxOf = (database: MemoryDatabase): unknown => JSON.parse(/"box":(\{[^}]*\})/.exec(database.dump())?.[1] ?? '');
        const fields = ['keyId', 'iv', 'tag', 'text'];
        expect(Object.keys(boxOf(one) as object)).toEqual(fields);
        expect(boxOf(one)).not.toEqual(boxOf(two));
    });

    it('detects every flipped bit of text, tag and iv', async () => {
        await fc.assert(fc.asyncProperty(fc.constantFrom('text', 'tag', 'iv'), fc.nat(4096), async (field, bit) => {
            const database = new MemoryDatabase();
            const vault = vaultIn(database);
            await vault.seal('u1', 'account', SECRET);
            database.tamper((data) => {
                const record = data as { box: Record<string, string> };
                return { ...record, box: { ...record.box, [field]: flipped(record.box[field] ?? '', bit) } };
            });
            expect(await vault.open('u1', 'account')).toEqual({ state: 'unreadable', reason: 'tampered' });
        }));
    });

    it.each(['text', 'tag', 'iv'])('survives a %s that was cut off', async (field) => {
        const database = new MemoryDatabase();
        const vault = vaultIn(database);
        await vault.seal('u1', 'account', SECRET);
        database.tamper((data) => {
            const record = data as { box: Record<string, string> };
            return { ...record, box: { ...record.box, [field]: '' } };
        });
        expect(await vault.open('u1', 'account')).toEqual({ state: 'unreadable', reason: 'tampered' });
    });

    it.each([['u2', 'account'], ['u1', 'other']])('refuses a blob that was filed under %s, %s', async (owner, name) => {
        const database = new MemoryDatabase();
        await vaultIn(database).seal('u1', 'account', SECRET);
        const [stolen] = await memoryStore(database).read(['vault:u1:account']);
        await memoryStore(database).create(stolen as object, [`vault:${owner}:${name}`, 'record:x']);
        expect(await vaultIn(database).open(owner, name)).toEqual({ state: 'unreadable', reason: 'tampered' });
    });

    it('says that the key is lost', async () => {
        const database = new MemoryDatabase();
        await vaultIn(database, { environment: OLD }).seal('u1', 'account', SECRET);
        expect(await vaultIn(database, { environment: NEW }).open('u1', 'account')).toEqual({ state: 'unreadable', reason: 'key-lost' });
        expect(database.size).toBe(1);
    });

    it('seals anew on reading when another key seals now', async () => {
        const database = new MemoryDatabase();
        await vaultIn(database, { environment: OLD }).seal('u1', 'account', SECRET);
        const rotating = vaultIn(database, { environment: `${NEW},${OLD}`, seed: 'rotating' });
        expect(await rotating.open('u1', 'account')).toEqual({ state: 'open', text: SECRET });
        expect(database.size).toBe(1);
        expect(await vaultIn(database, { environment: NEW }).open('u1', 'account')).toEqual({ state: 'open', text: SECRET });
    });

    it('moves from a generated key to the environment', async () => {
        const database = new MemoryDatabase();
        await vaultIn(database, { environment: '' }).seal('u1', 'account', SECRET);
        await vaultIn(database, { environment: NEW, seed: 'later' }).open('u1', 'account');
        await memoryStore(database).remove(['key']);
        expect(await vaultIn(database, { environment: NEW }).open('u1', 'account')).toEqual({ state: 'open', text: SECRET });
    });

    it('opens without write access and then leaves everything as it is', async () => {
        const database = new MemoryDatabase();
        await vaultIn(database, { environment: OLD }).seal('u1', 'account', SECRET);
        const before = database.dump();
        const reading = vaultOn(readOnlyStore(database), { environment: `${NEW},${OLD}` });
        expect(await reading.open('u1', 'account')).toEqual({ state: 'open', text: SECRET });
        expect(database.dump()).toBe(before);
    });

    it('lets the newest win, also over a server whose clock is ahead', async () => {
        const database = new MemoryDatabase();
        const ahead = new ManualClock();
        ahead.advance(60_000);
        await vaultIn(database, { clock: ahead }).seal('u1', 'account', 'old');
        await vaultIn(database, { seed: 'b' }).seal('u1', 'account', 'new');
        expect(await vaultIn(database).open('u1', 'account')).toEqual({ state: 'open', text: 'new' });
        expect(database.size).toBe(1);
    });

    it('removes the secret at once and its marker when swept', async () => {
        const database = new MemoryDatabase();
        const clock = new ManualClock();
        const vault = vaultIn(database, { clock });
        await vault.seal('u1', 'account', SECRET);
        await vault.seal('u2', 'account', SECRET);
        await vault.remove('u1', 'account');
        expect(await vault.open('u1', 'account')).toEqual({ state: 'none' });
        expect(database.find(['misc/vault:u1:account'])).toHaveLength(1);
        expect(JSON.stringify(database.find(['misc/vault:u1:account']))).not.toContain('box');
        await vault.sweep(clock.time);
        expect(database.size).toBe(2);
        await vault.sweep(clock.time + 60_000);
        expect(database.size).toBe(1);
        expect(await vault.open('u2', 'account')).toEqual({ state: 'open', text: SECRET });
    });

    it('removes what was never there without a trace', async () => {
        const database = new MemoryDatabase();
        await vaultIn(database).remove('u1', 'account');
        expect(database.size).toBe(0);
    });
});

describe('Vault, killed', () => {
    const clock = new ManualClock();
    const withOld = async (): Promise<MemoryDatabase> => {
        const database = new MemoryDatabase();
        await vaultIn(database, { environment: OLD, clock }).seal('u1', 'account', 'old');
        return database;
    };
    const open = (database: MemoryDatabase) => vaultIn(database, { environment: `${NEW},${OLD}`, seed: 'next', clock }).open('u1', 'account');

    it('at any step of sealing: the old or the new text, then one record', async () => {
        const texts = new Set<string>();
        await killAtEveryStep({
            prepare: withOld,
            work: (store) => vaultOn(store, { seed: 'b', clock }).seal('u1', 'account', 'new'),
            async check(database) {
                const opened = await open(database);
                texts.add(opened.state === 'open' ? opened.text : opened.state);
                expect(database.size).toBe(1);
            },
        });
        expect([...texts]).toEqual(['old', 'new']);
    });

    it('at any step of sealing anew: the same text', async () => {
        const kills = await killAtEveryStep({
            prepare: withOld,
            work: (store) => vaultOn(store, { environment: `${NEW},${OLD}`, seed: 'b', clock }).open('u1', 'account'),
            check: async (database) => expect(await open(database)).toEqual({ state: 'open', text: 'old' }),
        });
        expect(kills).toBeGreaterThan(2);
    });

    it('at any step of removing: the secret or none, then no blob', async () => {
        const states: string[] = [];
        await killAtEveryStep({
            prepare: withOld,
            work: (store) => vaultOn(store, { seed: 'b', clock }).remove('u1', 'account'),
            async check(database) {
                const { state } = await open(database);
                states.push(state);
                expect(database.dump().includes('"box"')).toBe(state === 'open');
            },
        });
        expect(new Set(states)).toEqual(new Set(['open', 'none']));
        expect(states).toEqual([...states].sort().reverse());
    });
});

describe('Vault, raced', () => {
    it('does not bring back a secret that is removed while another server seals it anew', async () => {
        await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
            const clock = new ManualClock();
            const database = new MemoryDatabase();
            await vaultIn(database, { environment: OLD, clock }).seal('u1', 'account', SECRET);
            const hook: StepHook = (step) => scheduler.schedule(Promise.resolve(), step);
            const rotating = { environment: `${NEW},${OLD}`, clock };
            await scheduler.waitFor(Promise.all([
                vaultIn(database, { ...rotating, seed: 'b' }, hook).open('u1', 'account'),
                vaultIn(database, { ...rotating, seed: 'c' }, hook).open('u1', 'account'),
                vaultIn(database, { ...rotating, seed: 'd' }, hook).remove('u1', 'account'),
            ]));
            expect(await vaultIn(database, rotating).open('u1', 'account')).toEqual({ state: 'none' });
            expect(database.dump()).not.toContain('"box"');
        }), { numRuns: 200 });
    });

    it('keeps the newer secret when it is replaced while another server seals the older one anew', async () => {
        await fc.assert(fc.asyncProperty(fc.scheduler(), async (scheduler) => {
            const clock = new ManualClock();
            const database = new MemoryDatabase();
            await vaultIn(database, { environment: OLD, clock }).seal('u1', 'account', 'old');
            const hook: StepHook = (step) => {
                clock.advance(1);
                return scheduler.schedule(Promise.resolve(), step);
            };
            const rotating = { environment: `${NEW},${OLD}`, clock };
            await scheduler.waitFor(Promise.all([
                vaultIn(database, { ...rotating, seed: 'b' }, hook).open('u1', 'account'),
                vaultIn(database, { ...rotating, seed: 'c' }, hook).seal('u1', 'account', 'new'),
            ]));
            expect(await vaultIn(database, rotating).open('u1', 'account')).toEqual({ state: 'open', text: 'new' });
        }), { numRuns: 200 });
    });
});
