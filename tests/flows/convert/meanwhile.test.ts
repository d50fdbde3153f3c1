import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { createRepo, deleteRepo, jobHardware } from '../../../services/hub';
import { BENIGN, MODEL, PAID, useConversions } from './convert-world';

const { world } = useConversions();

/** Until the end of the test. */
function hideModel(): void {
    const { hub } = world();
    const change = (isPrivate: boolean): void => hub.change({ kind: 'repo-config', repo: { type: 'model', id: MODEL }, private: isPrivate });
    change(true);
    onTestFinished(() => change(false));
}

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

    it('is that somebody else makes a repository of that name: nothing is put into it', async () => {
        const repo = world().newRepo();
        await world().confirm(await world().type(`${PAID} --repo ${repo}`));
        await createRepo(world().server().ctx().hub, { type: 'model', id: repo, private: true });
        await world().run();
        expect(await world().jobs()).toEqual([]);
        expect(world().card.text).toContain('that was not there when you looked through the plan');
    });

    it('is that it has become dearer: nothing is made or started', async () => {
        const repo = world().newRepo();
        await world().confirm(await world().type(`${PAID} --repo ${repo}`));
        const hardware = await jobHardware(world().server().ctx().hub);
        world().hub.faults.add({ match: 'GET /api/jobs/hardware', times: 1, fault: { status: 200, body: hardware.value.map((one) => ({ ...one, unitCostUSD: 2 * (one.unitCostUSD ?? 0) })) } });
        await world().run();
        expect(await world().jobs()).toEqual([]);
        expect(world().card.text).toContain('The price of cpu-basic has changed');
        await expect(world().held(repo, ['README.md'])).rejects.toThrow();
    });

    it('is that not everybody may see the model any more: nothing is made or started', async () => {
        const repo = world().newRepo();
        await world().confirm(await world().type(`${PAID} --repo ${repo}`));
        hideModel();
        await world().run();
        expect(await world().jobs()).toEqual([]);
        expect(world().card.text).toContain(`Not everybody may see ${MODEL} any more`);
        await expect(world().held(repo, ['README.md'])).rejects.toThrow();
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

it('says no more than a stranger may see from when not everybody may see the model', async () => {
    const repo = world().newRepo();
    await world().confirm(await world().type(`${PAID} --repo ${repo}`));
    await world().run();
    world().clock.advance(30_000);
    await world().run();
    expect(world().card.text).toContain('[convert]');
    hideModel();
    world().clock.advance(30_000);
    await world().run();
    expect(world().card.text).toMatch(/Step \d+ of 10:\n/);
    expect(world().card.text).not.toContain('[convert]');
    world().clock.advance(90_000);
    await world().run();
    expect(world().card.text).toContain('✅ Done');
    expect(world().card.text).not.toContain('.gguf');
});

it('goes on when somebody deletes its message', async () => {
    const repo = world().newRepo();
    await world().confirm(await world().type(`${PAID} --repo ${repo}`));
    world().messages.all.clear();
    await world().finish();
    expect(await world().held(repo, ['embedder-Q4_K_M.gguf'])).toHaveLength(1);
});
