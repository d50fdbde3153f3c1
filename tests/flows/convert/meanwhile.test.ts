import { describe, expect, it } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { createRepo, deleteRepo } from '../../../services/hub';
import { BENIGN, PAID, useConversions } from './convert-world';

const { world } = useConversions();

describe('what happens between the yes and the job', () => {
    it('is that the private repository has become a public one: nothing is started', async () => {
        const target = { type: 'model', id: world().newRepo() } as const;
        await createRepo(world().server().ctx().hub, { ...target, private: true });
        await world().confirm(await world().type(`${PAID} --repo ${target.id}`));
        await deleteRepo(world().server().ctx().hub, target);
        await createRepo(world().server().ctx().hub, { ...target, private: false });
        await world().run();
        expect(await world().jobs()).toEqual([]);
        expect(world().card.text).toContain('it is not as it was to be');
    });

    it('is that the right to take weights that can run code was taken away: nothing is started', async () => {
        const id = await world().makePickled(world().newRepo(), BENIGN);
        const admin = { user: { roles: ['admin'] } };
        await world().confirm(await world().type(`${id} --to safetensors --allow-unsafe --namespace acme`, admin), { 'convert.unsafe': id }, admin);
        await world().run();
        expect(await world().jobs()).toEqual([]);
        expect(world().card.text).toContain('You may not take files that can run code');
    });

    it('is that the user signs in as somebody else: no other token goes into the job', async () => {
        await world().confirm(await world().type(`${PAID} --repo ${world().newRepo()}`));
        await world().server().stores.accounts.put('u-alice', { kind: 'token', token: fakeToken('alice'), name: 'alice-at-home', scopes: ['job.write', 'repo.write'] });
        await world().run();
        expect(await world().jobs()).toEqual([]);
        expect(world().card.text).toContain('You are not signed in to Hugging Face as alice any more');
    });
});

it('goes on when somebody deletes its message', async () => {
    const repo = world().newRepo();
    await world().confirm(await world().type(`${PAID} --repo ${repo}`));
    world().messages.all.clear();
    await world().finish();
    expect(await world().held(repo, ['embedder-Q4_K_M.gguf'])).toHaveLength(1);
});
