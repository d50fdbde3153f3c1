import { describe, expect, it } from 'vitest';
import { interact } from '../../../handlers/interact';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { createRepo } from '../../../services/hub';
import { buttonsOf, visibleText } from '../../helpers/views';
import { BENIGN, ConvertWorld, MODEL, PAID, THREAD, useConversions } from './convert-world';

const { world } = useConversions();

/** `cos\nsystem\n(S'id'\ntR.`. */
const MALICIOUS = new TextEncoder().encode("cos\nsystem\n(S'id'\ntR.");

describe('/hf convert', () => {
    it('starts nothing, says what it costs, and shows all of it in a form', async () => {
        const repo = world().newRepo();
        const plan = await world().type(`${PAID} --repo ${repo} --quantization q4-k-m`);
        expect(plan.text).toContain(`would become GGUF Q4_K_M, in <${world().hub.url}/${repo}|${repo}>`);
        expect(plan.text).toContain('`cpu-basic` ($0.01 an hour)');
        const form = await world().review(plan);
        const text = visibleText(form).join('\n');
        expect(JSON.stringify(form)).toContain('`model.safetensors`');
        expect(text).toContain('Hugging Face ends it after 30 minutes at the latest: it can’t cost more than about $0.01');
        expect(text).toContain('which is made for it, private');
        expect(await world().jobs()).toEqual([]);
        expect(world().messages.all.size).toBe(0);
    });

    it('runs a job to its end: one repository, one job, one message that is edited', async () => {
        const repo = world().newRepo();
        await world().confirm(await world().type(`${PAID} --repo ${repo}`));
        expect(world().card.text).toContain('Ordering the Job');
        await world().run();
        const [job] = await world().jobs();
        expect(job).toMatchObject({ flavor: 'cpu-basic', dockerImage: expect.stringMatching(/@sha256:[0-9a-f]{64}$/) as string });
        expect(JSON.stringify(job)).not.toContain(fakeToken('alice'));
        world().clock.advance(60_000);
        await world().run();
        expect(world().card.text).toMatch(/▓+░+ Step \d of 10: /);
        expect(world().card.text).toContain('1 minute');
        expect(buttonsOf(world().card).map(({ actionId }) => actionId)).toEqual(['convert.cancel', 'convert.logs', 'link.convert.job']);
        world().clock.advance(80_000);
        await world().run();
        expect(world().card.text).toContain('✅ Done');
        expect(world().card.text).toContain('- `embedder-Q4_K_M.gguf`');
        expect(await world().held(repo, ['embedder-Q4_K_M.gguf'])).toHaveLength(1);
        expect(world().messages.all.size).toBe(1);
        expect(world().database.dump()).not.toContain(fakeToken('alice'));
        expect([...new Set(world().database.dump().match(/convert\.(?:started|ended|repo-made)/g))].sort()).toEqual(['convert.ended', 'convert.repo-made', 'convert.started']);
    });

    it('forgets a plan that nobody agreed to, and a conversion a day after its end', async () => {
        const plan = await world().type(`${PAID} --repo ${world().newRepo()}`);
        world().clock.advance(25 * 60 * 60_000);
        await world().run();
        await expect(world().click(plan, 'convert.review')).rejects.toThrow('convert.over');
        await world().confirm(await world().type(`${PAID} --repo ${world().newRepo()}`));
        await world().finish();
        world().clock.advance(25 * 60 * 60_000);
        await world().run();
        expect(world().database.dump()).not.toContain('"confirmed"');
    });

    it('is stopped by whoever started it or manages the room, and by nobody else', async () => {
        await world().confirm(await world().type(`${PAID} --repo ${world().newRepo()}`));
        await world().run();
        const other = { user: { id: 'u-bo', username: 'bo' } };
        await expect(world().click(world().card, 'convert.cancel', other)).rejects.toThrow('convert.not_yours');
        await world().click(world().card, 'convert.cancel', { ...other, manager: true });
        await world().run();
        expect((await world().jobs())[0]?.status.stage).toBe('CANCELED');
        expect(world().card.text).toContain('🚫 Stopped');
    });

    it('is stopped before a job was ordered, without one', async () => {
        await world().confirm(await world().type(`${PAID} --repo ${world().newRepo()}`));
        await world().click(world().card, 'convert.cancel');
        await world().run();
        expect(await world().jobs()).toEqual([]);
        expect(world().card.text).toContain('🚫 Stopped');
    });

    it('shows the log to who may see the job, and the script to everybody', async () => {
        const plan = await world().type(`${PAID} --repo ${world().newRepo()}`);
        const script = (await world().click(plan, 'convert.script')).ctx.whispered.at(-1)?.view.text;
        expect(script).toContain('weights_only=True');
        await world().confirm(plan);
        await world().finish();
        expect((await world().click(world().card, 'convert.logs')).ctx.whispered.at(-1)?.view.text).toContain('[convert] 10/10');
        expect((await world().click(world().card, 'convert.logs', { user: { id: 'u-bo', username: 'bo' } })).ctx.whispered.at(-1)?.view.text).toContain('you may not see it');
    });
});

describe('what has to be said yes to', () => {
    it('a repository that holds other files', async () => {
        const repo = world().newRepo();
        await world().confirm(await world().type(`${PAID} --repo ${repo}`));
        await world().finish();
        const plan = await world().type(`${PAID} --repo ${repo} --quantization Q8_0`);
        expect(await world().confirm(plan)).toMatchObject({ kind: 'errors', errors: { 'convert.add': expect.stringContaining('Say that') as string } });
        expect(await world().confirm(plan, { 'convert.add': 'add' })).toBeUndefined();
        await world().finish();
        expect(await world().held(repo, ['embedder-Q4_K_M.gguf', 'embedder-Q8_0.gguf'])).toHaveLength(2);
    });

    it('a public repository, by its name', async () => {
        const repo = world().newRepo();
        const plan = await world().type(`${PAID} --repo ${repo} --public`);
        expect(await world().confirm(plan, { 'convert.public': 'alice' })).toMatchObject({ kind: 'errors' });
        expect(await world().confirm(plan, { 'convert.public': repo })).toBeUndefined();
    });

    it('a public repository that is there, when not everybody may see the model', async () => {
        const id = await world().makePickled(world().newRepo(), BENIGN);
        const repo = world().newRepo();
        await createRepo(world().server().ctx().hub, { type: 'model', id: repo, private: false });
        const admin = { user: { roles: ['admin'] } };
        const plan = await world().type(`${id} --to safetensors --allow-unsafe --namespace acme --repo ${repo}`, admin);
        expect(await world().confirm(plan, { 'convert.unsafe': id }, admin)).toMatchObject({ kind: 'errors', errors: { 'convert.public': expect.any(String) as string } });
        expect(await world().confirm(plan, { 'convert.unsafe': id, 'convert.public': repo }, admin)).toBeUndefined();
        await world().run(world().adminServer());
        world().clock.advance(60_000);
        await world().run();
        // Everybody can read the room: how far it is, and nothing of what the job writes.
        expect(world().card.text).toMatch(/Step \d+ of 10:\n1 minute so far/);
        expect(world().card.text).not.toContain('[convert]');
    });

    it('weights that can run code: by role, by name, on record', async () => {
        const id = await world().makePickled(world().newRepo(), BENIGN);
        expect(await world().refusal(`${id} --to safetensors`)).toContain('--allow-unsafe');
        expect(await world().refusal(`${id} --to safetensors --allow-unsafe`)).toContain('You may not take files that can run code');
        const admin = { user: { roles: ['admin'] } };
        const plan = await world().type(`${id} --to safetensors --allow-unsafe --namespace acme`, admin);
        expect(await world().confirm(plan, {}, admin)).toMatchObject({ kind: 'errors' });
        expect(await world().jobs()).toEqual([]);
        expect(await world().confirm(plan, { 'convert.unsafe': id }, admin)).toBeUndefined();
        await world().finish(world().adminServer());
        expect(world().card.text).toContain('✅ Done');
        expect(await world().held(`acme/${id.slice(id.indexOf('/') + 1)}-safetensors`, ['model.safetensors'])).toHaveLength(1);
        // Everybody can read the room.
        expect(world().card.text).not.toContain('model.safetensors');
        expect(world().database.dump()).toContain('convert.unsafe');
    });

    it('never a pickle that does harm', async () => {
        const id = await world().makePickled(world().newRepo(), MALICIOUS);
        expect(await world().refusal(`${id} --to safetensors --allow-unsafe`, { user: { roles: ['admin'] } })).toContain('refused: pytorch_model.bin');
    });
});

describe('what is refused before it costs anything', () => {
    it.each([
        [`${MODEL} --quantization Q9_X`, 'llama.cpp can’t make Q9_X'],
        [`${MODEL} --to safetensors`, 'as safetensors already'],
        [`${MODEL} --to safetensors --quantization Q8_0`, 'Only GGUF is quantised'],
        [`${MODEL} --hardware abacus`, 'no hardware `abacus`'],
        [`${MODEL} --namespace google`, 'You can’t run Jobs as google'],
        [`${MODEL} --private --public`, 'either private or public'],
        ['acme/support-llama-GGUF', 'no weights that can be converted'],
        ['meta-llama/Llama-3.2-1B', 'gated'],
    ])('%s', async (words, says) => {
        expect(await world().refusal(words)).toContain(says);
    });

    it.each([{ model: '../api/whoami-v2' }, { model: `${MODEL}/tree/main` }, { model: MODEL, revision: '../../x' }])('a forged button, %j, before anything is asked', async (forged) => {
        world().hub.clearRequests();
        const click = interact(world().server().ctx(THREAD), { actionId: 'convert.run', value: JSON.stringify({ to: 'gguf', private: true, unsafe: false, ...forged }) });
        await expect(click).rejects.toThrow('error.stale_click');
        expect(world().hub.requests).toEqual([]);
    });

    it('a token without the permission, and nobody\'s', async () => {
        await world().signIn('sec');
        expect(await world().refusal(MODEL)).toContain('job.write');
        expect(await new ConvertWorld(world().hub).refusal(MODEL)).toContain('Sign in by `/hf login`');
    });
});

it('says that a token ends before the job has to', async () => {
    await world().server().stores.accounts.put('u-alice', { kind: 'oauth', token: fakeToken('alice'), name: 'alice', scopes: ['jobs', 'write-repos', 'read-repos'], expiresAt: world().clock.now() + 10 * 60_000 });
    const form = await world().review(await world().type(`${PAID} --repo ${world().newRepo()}`));
    expect(visibleText(form).join('\n')).toContain('That token ends in 10 minutes');
});

it('ends with what to do when there are no credits', async () => {
    await world().signIn('dave');
    await world().confirm(await world().type(`${MODEL} --repo dave/made`));
    await world().run();
    expect(world().card.text).toContain('💳 There are not enough credits');
    expect(world().card.text).toContain(`The repository <${world().hub.url}/dave/made|dave/made> was made for it, and stays.`);
    expect(buttonsOf(world().card).map(({ actionId }) => actionId)).toEqual(['convert.run']);
});
