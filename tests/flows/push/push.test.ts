import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { submit } from '../../../handlers/interact';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../playground/hub/server';
import { commitChanges, createRepo, repoHead, smallFile } from '../../../services/hub';
import { buttonsOf } from '../../helpers/views';
import { PushWorld, text, THREAD } from './push-world';

const DAY = 24 * 60 * 60_000;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const blob = (content: string): string => createHash('sha1').update(`blob ${Buffer.byteLength(content)}\0${content}`).digest('hex');
/** A whole safetensors file of one tensor. */
const WEIGHTS = Buffer.concat([Buffer.from([72, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}'.padEnd(72)), Buffer.from([1, 2, 3, 4])]);
const TOKEN = fakeToken('a token in a file');

let hub: HubServer;
let world: PushWorld;
let count = 0;

beforeAll(async () => {
    hub = await startHub({ clock: () => world?.clock.now() ?? 0, rateLimit: { api: 1_000_000, resolvers: 1_000_000, whoami: 1_000_000 } });
});
afterAll(() => hub.stop());
beforeEach(async () => {
    world = await new PushWorld(hub).signIn();
});

/** A repository of alice's with a README.md and one file. */
async function madeRepo(): Promise<string> {
    count += 1;
    const id = `alice/made-${count}`;
    const { hub: client } = world.server().ctx();
    await createRepo(client, { type: 'model', id, private: true });
    await commitChanges(client, { type: 'model', id }, { branch: 'main', summary: 'Begin', changes: [{ path: 'README.md', bytes: text('# made') }, { path: 'a.txt', bytes: text('one') }] });
    return id;
}
const newRepo = (): string => `alice/new-${(count += 1)}`;

describe('a push into a repository', () => {
    it('looks first, shows what would change, and commits it once it was reviewed', async () => {
        const repo = await madeRepo();
        world.put('a.txt', 'two');
        world.put('b.json', '{}');
        world.put('weights.safetensors', WEIGHTS);
        await world.type(`--repo ${repo}`);
        expect(world.lines).toEqual([expect.stringMatching(/^\*alice\* pushes 3 files to </), 'Looking through the files: 0 of 3 …']);
        await world.run();
        expect(world.lines.slice(1)).toEqual([
            '- 🆕 `weights.safetensors` · 84 byte · new', '- 🆕 `b.json` · 2 byte · new', '- ✏️ `a.txt` · 3 byte · changed',
            'Nothing was sent yet. *Review* shows what will be, and sends it.',
        ]);
        expect(await world.commits(repo)).toHaveLength(2);
        expect(await world.confirm({ 'push.summary': 'Three files' })).toBeUndefined();
        await world.run();
        const [commit] = await world.commits(repo);
        expect(commit?.title).toBe('Three files');
        expect(world.lines.at(-1)).toBe(`✅ Committed as <${hub.url}/${repo}/commit/${commit?.id}|${commit?.id.slice(0, 7)}>.`);
        expect(await world.held(repo, ['a.txt', 'b.json', 'weights.safetensors'])).toEqual({ 'a.txt': `git ${blob('two')}`, 'b.json': `git ${blob('{}')}`, 'weights.safetensors': `lfs ${sha256(WEIGHTS)}` });
        expect(hub.violations).toEqual([]);
    });

    it('commits nothing when all of it is there', async () => {
        const repo = await madeRepo();
        world.put('a.txt', 'one');
        await world.type(`--repo ${repo}`);
        await world.run();
        expect(world.lines.at(-1)).toBe('☑️ The repository has all of this already. Nothing was committed.');
        expect(buttonsOf(world.card.view)).toEqual([]);
        expect(await world.commits(repo)).toHaveLength(2);
    });

    it('puts files into a folder, the newest of a name, and says so', async () => {
        const repo = await madeRepo();
        world.put('a.txt', 'old');
        world.clock.advance(1000);
        world.put('a.txt', 'new');
        await world.type(`--repo ${repo} --path /data/`);
        await world.run();
        expect(world.lines).toContain('Of several files with the same name the newest is taken: `a.txt`');
        await world.confirm();
        await world.run();
        expect(await world.held(repo, ['data/a.txt', 'a.txt'])).toEqual({ 'data/a.txt': `git ${blob('new')}`, 'a.txt': `git ${blob('one')}` });
    });

    it('is a pull request where that is wanted', async () => {
        const repo = await madeRepo();
        world.put('b.txt', 'new');
        await world.type(`--repo ${repo} --pr`);
        await world.run();
        await world.confirm();
        await world.run();
        expect(world.lines.at(-1)).toBe(`✅ Proposed as pull request <${hub.url}/${repo}/discussions/1|#1>.`);
        expect(await world.commits(repo)).toHaveLength(2);
        expect(await world.held(repo, ['b.txt'], { revision: 'refs/pr/1' })).toEqual({ 'b.txt': `git ${blob('new')}` });
    });

    it('is planned and reviewed anew when the branch has moved', async () => {
        const repo = await madeRepo();
        world.put('a.txt', 'two');
        await world.type(`--repo ${repo}`);
        await world.run();
        const stale = await world.review();
        await commitChanges(world.server().ctx().hub, { type: 'model', id: repo }, { branch: 'main', summary: 'Somebody else', changes: [{ path: 'c.txt', bytes: text('c') }] });
        await world.confirm();
        await world.run();
        expect(world.lines.at(-1)).toMatch(/^⚠️ The repository has changed meanwhile/);
        expect(await world.commits(repo)).toHaveLength(3);
        expect(await submit(world.server().ctx(THREAD), { surfaceId: stale.id, carried: stale.carried, fields: { 'push.summary': 'Old form' } })).toMatchObject({ kind: 'errors' });
        await world.confirm({ 'push.summary': 'After all' });
        await world.run();
        expect((await world.commits(repo)).map(({ title }) => title).slice(0, 2)).toEqual(['After all', 'Somebody else']);
    });

    it('sends what was agreed to, or nothing', async () => {
        const repo = await madeRepo();
        world.put('b.txt', 'agreed');
        await world.type(`--repo ${repo}`);
        await world.run();
        await world.confirm();
        const [file] = world.files.all;
        world.files.all[0] = { ...file!, bytes: text('something else') };
        await world.run();
        expect(world.lines.slice(-2)).toEqual(['❌ It did not work.', 'The file b.txt is not the one that was looked through.']);
        expect(await world.commits(repo)).toHaveLength(2);
    });

    it('fails with the name of a file that is gone, and can be tried again', async () => {
        const repo = await madeRepo();
        world.put('b.txt', 'b');
        world.put('gone.txt', 'gone');
        await world.type(`--repo ${repo}`);
        world.files.remove(world.files.all.find(({ name }) => name === 'gone.txt')!.id);
        await world.run();
        expect(world.lines.at(-1)).toBe('The file gone.txt is not in the chat any more.');
        await world.click('push.again');
        await world.run();
        expect(world.lines).toContain('- 🆕 `b.txt` · 1 byte · new');
    });

    it('is on record, and forgotten when a day has gone by', async () => {
        const repo = await madeRepo();
        world.put('b.txt', 'b');
        await world.type(`--repo ${repo}`);
        await world.run();
        await world.confirm();
        await world.run();
        expect(world.database.dump()).toContain('"what":"push.committed"');
        world.clock.advance(DAY);
        await world.run();
        expect(world.database.dump()).not.toContain('"begun"');
    });

    it('expires when nobody looks through it', async () => {
        const repo = await madeRepo();
        world.put('b.txt', 'b');
        await world.type(`--repo ${repo}`);
        await world.run();
        world.clock.advance(DAY);
        await world.run();
        expect(world.lines.at(-1)).toContain('⌛');
        expect(buttonsOf(world.card.view).map(({ actionId }) => actionId)).toEqual(['push.again']);
    });

    it('is cancelled by whoever asked for it, and by nobody else', async () => {
        const repo = await madeRepo();
        world.put('b.txt', 'b');
        await world.type(`--repo ${repo}`);
        await world.run();
        await expect(world.click('push.cancel', { options: { ...THREAD, user: { id: 'u-bo', username: 'bo' } } })).rejects.toMatchObject({ sentence: { key: 'push.not_yours' } });
        await expect(world.click('push.review', { options: { ...THREAD, room: { id: 'r-other', name: 'other', public: true } } })).rejects.toMatchObject({ sentence: { key: 'push.over' } });
        const surface = await world.review();
        await world.click('push.cancel');
        expect(world.lines.at(-1)).toBe('🚫 Cancelled. Nothing was committed.');
        await expect(submit(world.server().ctx(THREAD), { surfaceId: surface.id, carried: surface.carried, fields: { 'push.summary': 'x' } })).rejects.toMatchObject({ sentence: { key: 'push.over' } });
        await world.run();
        expect(await world.commits(repo)).toHaveLength(2);
    });

    it('waits while Hugging Face does not answer, and says so', async () => {
        const repo = await madeRepo();
        world.put('b.txt', 'b');
        await world.type(`--repo ${repo}`);
        hub.change({ kind: 'trouble', trouble: 'down' });
        await world.run(world.server(), { deadlineMs: 50 });
        expect(world.lines.at(-1)).toBe('⏳ Hugging Face does not answer just now. I go on trying.');
        hub.change({ kind: 'trouble', trouble: 'none' });
        world.clock.advance(30_000);
        await world.run();
        expect(world.lines.at(-1)).toContain('*Review*');
    });
});

describe('a new repository', () => {
    it('is made private, with a card that can be left out', async () => {
        const repo = newRepo();
        world.put('config.json', '{"architectures":["BertForMaskedLM"],"transformers_version":"4.50.0"}');
        await world.type(`--repo ${repo}`);
        await world.run();
        expect(world.lines).toContain('It will be made, private.');
        expect(world.lines).toContain('- 📝 `README.md` · written for it: the repository has no card yet');
        await world.confirm();
        await world.run();
        const { hub: client } = world.server().ctx();
        expect((await repoHead(client, { type: 'model', id: repo })).private).toBe(true);
        expect((await smallFile(client, { type: 'model', id: repo }, 'README.md', 10_000)).value).toContain('pipeline_tag: "fill-mask"');
    });

    it('has no card when it was left out', async () => {
        const repo = newRepo();
        world.put('a.txt', 'a');
        await world.type(`--repo ${repo}`);
        await world.run();
        await world.confirm({ 'push.card': 'leave' });
        await world.run();
        expect(Object.keys(await world.held(repo, ['a.txt', 'README.md']))).toEqual(['a.txt']);
    });

    it('becomes public only when its name was typed', async () => {
        const repo = newRepo();
        world.put('a.txt', 'a');
        await world.type(`--repo ${repo} --public`);
        await world.run();
        expect(world.lines).toContain('It will be made, *public*: everybody can read it.');
        expect(await world.confirm({ 'push.name': 'alice/other' })).toEqual({ kind: 'errors', errors: { 'push.name': `That is not ${repo}.` } });
        await world.confirm({ 'push.name': repo });
        await world.run();
        expect((await repoHead(world.server().ctx().hub, { type: 'model', id: repo })).private).toBe(false);
    });

    it('is planned anew when somebody has made it meanwhile', async () => {
        const repo = newRepo();
        world.put('a.txt', 'a');
        await world.type(`--repo ${repo}`);
        await world.run();
        await createRepo(world.server().ctx().hub, { type: 'model', id: repo, private: false });
        await world.confirm();
        await world.run();
        expect(world.lines.at(-1)).toMatch(/^⚠️/);
        expect(await world.commits(repo)).toHaveLength(1);
    });

    it('can be a Space, if it is said what of', async () => {
        const repo = newRepo();
        world.put('index.html', '<h1>hello</h1>');
        await world.type(`space --repo ${repo}`);
        await world.run();
        expect(world.lines.at(-1)).toContain('--sdk gradio');
        await world.type(`space --repo ${repo} --sdk static`);
        await world.run();
        await world.confirm();
        await world.run();
        expect(Object.keys(await world.held(repo, ['index.html'], { type: 'space' }))).toEqual(['index.html']);
    });
});

describe('what is refused', () => {
    const PICKLE = Buffer.from('\x80\x04cos\nsystem\n(X\x02\x00\x00\x00lstR.', 'latin1');
    const ADMIN = { ...THREAD, user: { id: 'u-admin', username: 'admin', roles: ['admin'] } };

    async function plan(repo: string, options = THREAD): Promise<void> {
        await world.type(`--repo ${repo}`, { options });
        await world.run();
    }

    it('is a key, which stops the push for everybody', async () => {
        world.put('a.txt', 'a');
        world.put('notes.md', `my token is ${TOKEN}`);
        await plan(await madeRepo());
        expect(world.lines.at(-1)).toMatch(/^🔑 Stopped/);
        expect(world.lines.find((line) => line.includes('notes.md'))).toMatch(/⛔.*refused · holds a private key or a token/);
        expect(world.card.view.text + world.database.dump()).not.toContain(TOKEN);
        expect(buttonsOf(world.card.view)).toEqual([]);
    });

    it('is a file that runs what an attacker wants, under any name; the others go', async () => {
        const repo = await madeRepo();
        world.put('b.txt', 'b');
        world.put('model.pkl', PICKLE);
        world.put('model.safetensors', PICKLE);
        await plan(repo);
        expect(world.lines.filter((line) => line.includes('⛔'))).toEqual([expect.stringContaining('*runs what an attacker wants*'), expect.stringContaining('*runs what an attacker wants*')]);
        expect(world.card.view.text).toContain('calls `os.system`');
        await world.confirm();
        await world.run();
        expect(Object.keys(await world.held(repo, ['b.txt', 'model.pkl', 'model.safetensors']))).toEqual(['b.txt']);
    });

    it('is a pickle, except for those with the right to, who type the name for it and are on record', async () => {
        const repo = await madeRepo();
        const weights = Buffer.from('\x80\x04}.', 'latin1');
        world.put('model.pkl', weights);
        await plan(repo);
        expect(world.lines.at(-1)).toMatch(/^⛔ None of these files/);
        await world.server().signIn(fakeToken('alice'), { userId: 'u-admin', name: 'alice' });
        await plan(repo, ADMIN);
        expect(await world.confirm({ 'push.refused': 'take' }, { options: ADMIN })).toMatchObject({ kind: 'errors' });
        await world.confirm({ 'push.refused': 'take', 'push.name': repo }, { options: ADMIN });
        await world.run();
        expect(await world.held(repo, ['model.pkl'])).toEqual({ 'model.pkl': expect.stringMatching(/^(?:git|lfs) /) });
        expect(world.database.dump()).toContain('"what":"push.overridden"');
    });

    it('is a broken safetensors file', async () => {
        world.put('model.safetensors', WEIGHTS.subarray(0, 40));
        await plan(await madeRepo());
        expect(world.lines).toContain('- ⛔ `model.safetensors` · 40 byte · refused · broken, or not what its name says');
    });

    it.each<[string, string, Parameters<PushWorld['type']>[1], string]>([
        ['without a role', '--repo alice/x', { options: { ...THREAD, settings: { pusherRoles: ['ml-lead'] } } }, 'push.role'],
        ['without an account', '--repo alice/x', { options: { ...THREAD, user: { id: 'u-bo' } } }, 'push.sign_in'],
        ['without a repository', '--pr', {}, 'error.missing_argument'],
        ['to what is no repository', '--repo a/b/c', {}, 'error.bad_repo_id'],
        ['to a repository both private and public', '--repo alice/x --private --public', {}, 'push.both_visibilities'],
        ['into git\'s own folder', '--repo alice/x --path .git/hooks', {}, 'push.bad_folder'],
        ['with an endless message', `--repo alice/x --message ${'x'.repeat(201)}`, {}, 'push.bad_message'],
        ['of nothing', '--repo alice/x', { options: { threadId: 't-empty' } }, 'push.no_files'],
    ])('is a push %s', async (_name, words, more, key) => {
        world.put('a.txt', 'a');
        await expect(world.type(words, more)).rejects.toMatchObject({ sentence: { key } });
        expect(world.messages.all.size).toBe(0);
    });

    it.each([
        ['a token that may only read', 'bo', 'bo/x', 'lacks the permission `repo.write`'],
        ['somebody else\'s name', 'alice', 'bo/x', 'may not make repositories of bo'],
        ['a repository of others', 'alice', 'google-bert/bert-base-uncased', 'may not write to google-bert/bert-base-uncased'],
    ])('is %s', async (_name, token, repo, words) => {
        await world.server().signIn(fakeToken(token), { name: token });
        world.put('a.txt', 'a');
        await plan(repo);
        expect(world.lines.at(-1)).toContain(words);
        expect(world.files.all).toHaveLength(1);
    });
});

describe('outside of a thread', () => {
    it('somebody chooses among the files of the room', async () => {
        const repo = await madeRepo();
        for (const name of ['a.txt', 'b.txt', 'c.txt']) {
            world.files.put({ name, bytes: text(name) });
        }
        const ctx = await world.type(`--repo ${repo}`, { options: {} });
        const [surface] = ctx.opened;
        const input = surface?.blocks.find((block) => block.type === 'input');
        const options = input?.type === 'input' && input.element.type === 'multi-select' ? input.element.options : [];
        expect(options.map(({ label }) => label)).toEqual(['c.txt · 5 byte · alice', 'b.txt · 5 byte · alice', 'a.txt · 5 byte · alice']);
        const send = (files: unknown) => submit(world.server().ctx(), { surfaceId: surface!.id, carried: surface!.carried, fields: { 'push.files': files } });
        expect(await send([])).toMatchObject({ kind: 'errors' });
        await expect(send(['forged'])).rejects.toMatchObject({ sentence: { key: 'push.no_files' } });
        await send([options[0]?.value, options[2]?.value]);
        await world.run();
        expect(world.lines[0]).toContain('pushes 2 files');
    });
});
