import { expect, it } from 'vitest';
import { chatNameOf } from '../../../flows/watching/people';
import { killAtEveryStep, MemoryDatabase, memoryStore } from '../../helpers/memory-store';
import { Accounts, KeyRing, Vault } from '../../../persistence';
import { testDeps } from '../../helpers/persistence-deps';
import { TestWorkspace } from '../../helpers/test-ctx';

const KEY = 'cc'.repeat(32);

it('knows whoever is signed in, whatever the letter case', async () => {
    const workspace = new TestWorkspace();
    await workspace.signIn('hf_a', { userId: 'u-bo', name: 'Bo-HF' });
    const ctx = workspace.ctx();
    expect(await chatNameOf(ctx, 'bo-hf')).toBe('bo');
    expect(await chatNameOf(ctx, 'somebody')).toBeUndefined();
});

it('forgets whoever signed out, took another account, left or is no human', async () => {
    const workspace = new TestWorkspace();
    const ctx = workspace.ctx();
    await workspace.signIn('hf_a', { userId: 'u-bo', name: 'bo-hf' });
    await workspace.signIn('hf_b', { userId: 'u-bo', name: 'bo-work' });
    expect([await chatNameOf(ctx, 'bo-hf'), await chatNameOf(ctx, 'bo-work')]).toEqual([undefined, 'bo']);
    await workspace.stores.accounts.remove('u-bo');
    expect(await chatNameOf(ctx, 'bo-work')).toBeUndefined();
    await workspace.signIn('hf_c', { userId: 'u-gone', name: 'gone' });
    expect(await chatNameOf(ctx, 'gone')).toBeUndefined();
    workspace.people.users.push({ id: 'u-bot', username: 'bot', roles: [], human: false });
    await workspace.signIn('hf_d', { userId: 'u-bot', name: 'robot' });
    expect(await chatNameOf(ctx, 'robot')).toBeUndefined();
});

it('names nobody for an account that several share, until one is left', async () => {
    const workspace = new TestWorkspace();
    const ctx = workspace.ctx();
    await workspace.signIn('hf_a', { userId: 'u-bo', name: 'team' });
    await workspace.signIn('hf_a', { userId: 'u-carol', name: 'team' });
    expect(await chatNameOf(ctx, 'team')).toBeUndefined();
    await workspace.stores.accounts.remove('u-bo');
    expect(await chatNameOf(ctx, 'team')).toBe('carol');
});

it('never takes anybody for somebody who is not signed in, wherever the process ends', async () => {
    const kills = await killAtEveryStep({
        prepare: () => Promise.resolve(new MemoryDatabase()),
        work: async (store) => {
            const deps = testDeps(store);
            const accounts = new Accounts(deps, new Vault(deps, new KeyRing({ ...deps, environment: KEY })));
            await accounts.put('u-bo', { kind: 'token', token: 'hf_a', name: 'bo-hf' });
            await accounts.remove('u-bo');
        },
        check: async (database) => {
            const workspace = new TestWorkspace(undefined, { database });
            const deps = testDeps(memoryStore(database), { seed: 'b' });
            const accounts = new Accounts(deps, new Vault(deps, new KeyRing({ ...deps, environment: KEY })));
            const signedIn = (await accounts.get('u-bo')).state === 'ok';
            expect(await chatNameOf({ stores: { accounts }, workspace: workspace.ctx().workspace }, 'bo-hf')).toBe(signedIn ? 'bo' : undefined);
        },
    });
    expect(kills).toBeGreaterThan(3);
});
