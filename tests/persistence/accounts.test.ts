import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Accounts, KeyRing, Vault } from '../../persistence';
import { MemoryDatabase, memoryStore } from '../helpers/memory-store';
import { testDeps } from '../helpers/persistence-deps';

const KEY = 'cc'.repeat(32);
const token = fc.stringMatching(/^hf_[A-Za-z]{34}$/);

const decoded = (text: string, encoding: BufferEncoding): string => Buffer.from(text, encoding).toString('latin1');

function accountsIn(database: MemoryDatabase, environment = KEY) {
    const deps = testDeps(memoryStore(database));
    const vault = new Vault(deps, new KeyRing({ ...deps, environment }));
    return { deps, vault, accounts: new Accounts(deps, vault) };
}

describe('Accounts', () => {
    it('gives back what was put, with the time and an identity', async () => {
        const { accounts, deps } = accountsIn(new MemoryDatabase());
        const put = await accounts.put('u1', { kind: 'oauth', token: 'hf_oauth_a', refreshToken: 'r', expiresAt: 5, name: 'ada' });
        expect(put).toEqual({ kind: 'oauth', token: 'hf_oauth_a', refreshToken: 'r', expiresAt: 5, name: 'ada', storedAt: deps.clock(), id: put.id });
        expect(await accounts.get('u1')).toEqual({ state: 'ok', account: put });
        expect(await accounts.get('u2')).toEqual({ state: 'none' });
    });

    it('has one identity per user and token, which does not contain the token', async () => {
        const { accounts } = accountsIn(new MemoryDatabase());
        const ids = new Set<string>();
        for (const [user, value] of [['u1', 'hf_a'], ['u1', 'hf_b'], ['u2', 'hf_a'], ['u1', 'hf_a']] as const) {
            const { id } = await accounts.put(user, { kind: 'token', token: value });
            expect(id).toMatch(/^[0-9a-f]{16}$/);
            ids.add(id);
        }
        expect(ids.size).toBe(3);
    });

    it('never leaves a token readable in the store', async () => {
        await fc.assert(fc.asyncProperty(token, token, async (first, refreshToken) => {
            const database = new MemoryDatabase();
            const { accounts } = accountsIn(database);
            await accounts.put('u1', { kind: 'oauth', token: first, refreshToken, name: 'ada-lovelace' });
            const strings = [...database.dump().matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
            const readings = strings.flatMap((text) => [text, decoded(text, 'base64'), decoded(text, 'hex')]);
            for (const secret of [first, refreshToken, 'ada-lovelace']) {
                expect(readings.filter((reading) => reading.includes(secret))).toEqual([]);
            }
        }), { numRuns: 30 });
    });

    it('forgets', async () => {
        const { accounts } = accountsIn(new MemoryDatabase());
        await accounts.put('u1', { kind: 'token', token: 'hf_a' });
        await accounts.remove('u1');
        expect(await accounts.get('u1')).toEqual({ state: 'none' });
    });

    it('asks to log in again when the key is lost', async () => {
        const database = new MemoryDatabase();
        await accountsIn(database, 'dd'.repeat(32)).accounts.put('u1', { kind: 'token', token: 'hf_a' });
        expect(await accountsIn(database).accounts.get('u1')).toEqual({ state: 'unreadable' });
    });

    it.each(['hf_plain, not JSON', '{"v":1,"token":{"hf":"hf_plain"}}', '{"v":9}'])('reports what it cannot read without quoting it: %s', async (text) => {
        const { accounts, vault, deps } = accountsIn(new MemoryDatabase());
        await vault.seal('u1', 'account', text);
        expect(await accounts.get('u1')).toEqual({ state: 'unreadable' });
        expect(deps.malformed).toHaveLength(1);
        expect(JSON.stringify(deps.malformed)).not.toContain('hf_plain');
    });
});
