import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { submit } from '../../../handlers/interact';
import { commitChanges, createRepo, repoHead, smallFile } from '../../../services/hub';
import { buttonsOf } from '../../helpers/views';
import { text, THREAD, usePushes, type PushWorld } from './push-world';

const DAY = 24 * 60 * 60_000;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const blob = (content: string): string => createHash('sha1').update(`blob ${Buffer.byteLength(content)}\0${content}`).digest('hex');
/** A whole safetensors file of one tensor. */
const WEIGHTS = Buffer.concat([Buffer.from([72, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}'.padEnd(72)), Buffer.from([1, 2, 3, 4])]);

let world: PushWorld;
usePushes((begun) => {
    world = begun;
});

describe('a push into a repository', () => {
    it('looks first, shows what would change, and commits it once it was reviewed', async () => {
        const repo = await world.makeRepo();
        world.put('a.txt', 'two');
        world.put('b.json', '{}');
        world.put('weights.safetensors', WEIGHTS);
        await world.type(`--repo ${repo}`);
        expect(world.lines).toEqual([expect.stringMatching(/^\*alice\* pushes 3 files to </), 'Looking through the files: 0 of 3 …']);
        await world.run();
        expect(world.lines.slice(1)).toEqual([
            '- 🆕 `weights.safetensors` · 84 bytes · new', '- 🆕 `b.json` · 2 bytes · new', '- ✏️ `a.txt` · 3 bytes · changed',
            'Nothing was sent yet. *Review* shows what will be, and sends it.',
        ]);
        expect(await world.commits(repo)).toHaveLength(2);
        expect(await world.confirm({ 'push.summary': 'Three files' })).toBeUndefined();
        await world.run();
        const [commit] = await world.commits(repo);
        expect(commit?.title).toBe('Three files');
        expect(world.lines.at(-1)).toBe(`✅ Committed as <${world.hub.url}/${repo}/commit/${commit?.id}|${commit?.id.slice(0, 7)}>: 3 files.`);
        expect(await world.held(repo, ['a.txt', 'b.json', 'weights.safetensors'])).toEqual({ 'a.txt': `git ${blob('two')}`, 'b.json': `git ${blob('{}')}`, 'weights.safetensors': `lfs ${sha256(WEIGHTS)}` });
        expect(world.hub.violations).toEqual([]);
    });

    it('commits nothing when all of it is there', async () => {
        const repo = await world.makeRepo();
        world.put('a.txt', 'one');
        await world.type(`--repo ${repo}`);
        await world.run();
        expect(world.lines.at(-1)).toBe('☑️ The repository has all of this already. Nothing was committed.');
        expect(buttonsOf(world.card.view)).toEqual([]);
        expect(await world.commits(repo)).toHaveLength(2);
    });

    it('puts files into a folder, the newest of a name, and says so', async () => {
        const repo = await world.makeRepo();
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
        const repo = await world.makeRepo();
        world.put('b.txt', 'new');
        await world.type(`--repo ${repo} --pr`);
        await world.run();
        await world.confirm();
        await world.run();
        expect(world.lines.at(-1)).toBe(`✅ Proposed as pull request <${world.hub.url}/${repo}/discussions/1|#1>: 1 file.`);
        expect(await world.commits(repo)).toHaveLength(2);
        expect(await world.held(repo, ['b.txt'], { revision: 'refs/pr/1' })).toEqual({ 'b.txt': `git ${blob('new')}` });
    });

    it('leaves out what the repository ignores, and counts what was committed', async () => {
        const repo = await world.makeRepo({ more: { '.gitignore': '*.log.txt\n' } });
        world.put('b.txt', 'b');
        world.put('run.log.txt', 'a line');
        await world.type(`--repo ${repo}`);
        await world.run();
        await world.confirm();
        await world.run();
        expect(world.lines.slice(1)).toEqual([expect.stringMatching(/^✅ Committed as .*: 1 file\.$/), 'Left out, because the repository’s .gitignore has them: `run.log.txt`.']);
        expect(Object.keys(await world.held(repo, ['b.txt', 'run.log.txt']))).toEqual(['b.txt']);
    });

    it('commits nothing when the repository ignores all of it', async () => {
        const repo = await world.makeRepo({ more: { '.gitignore': '*.log.txt\n' } });
        world.put('run.log.txt', 'a line');
        await world.type(`--repo ${repo}`);
        await world.run();
        await world.confirm();
        await world.run();
        expect(world.lines.at(-1)).toBe('🙈 The repository’s .gitignore has all of these files. Nothing was committed.');
        expect(await world.commits(repo)).toHaveLength(2);
    });

    it('is planned and reviewed anew when the branch has moved', async () => {
        const repo = await world.makeRepo();
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
        const repo = await world.makeRepo();
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
        const repo = await world.makeRepo();
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
        const repo = await world.makeRepo();
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
        const repo = await world.makeRepo();
        world.put('b.txt', 'b');
        await world.type(`--repo ${repo}`);
        await world.run();
        world.clock.advance(DAY);
        await world.run();
        expect(world.lines.at(-1)).toContain('⌛');
        expect(buttonsOf(world.card.view).map(({ actionId }) => actionId)).toEqual(['push.again']);
    });

    it('is cancelled by whoever asked for it, and by nobody else', async () => {
        const repo = await world.makeRepo();
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
        const repo = await world.makeRepo();
        world.put('b.txt', 'b');
        await world.type(`--repo ${repo}`);
        world.hub.change({ kind: 'trouble', trouble: 'down' });
        await world.run(world.server(), { deadlineMs: 50 });
        expect(world.lines.at(-1)).toBe('⏳ Hugging Face does not answer just now. I go on trying.');
        world.hub.change({ kind: 'trouble', trouble: 'none' });
        world.clock.advance(30_000);
        await world.run();
        expect(world.lines.at(-1)).toContain('*Review*');
    });
});

describe('a new repository', () => {
    it('is made private, with a card that can be left out', async () => {
        const repo = world.newRepo();
        world.put('config.json', '{"architectures":["BertForMaskedLM"],"transformers_version":"4.50.0"}');
        await world.type(`--repo ${repo}`);
        await world.run();
        expect(world.lines).toContain('It will be made, private.');
        expect(world.lines).toContain('- 📝 `README.md` · written for it: the repository has no card yet');
        await world.confirm();
        await world.run();
        const { hub: client } = world.server().ctx();
        expect(world.lines.at(-1)).toMatch(/^✅ Committed as .*: 2 files\.$/);
        expect((await repoHead(client, { type: 'model', id: repo })).private).toBe(true);
        expect((await smallFile(client, { type: 'model', id: repo }, 'README.md', 10_000)).value).toContain('pipeline_tag: "fill-mask"');
    });

    it('has no card when it was left out', async () => {
        const repo = world.newRepo();
        world.put('a.txt', 'a');
        await world.type(`--repo ${repo}`);
        await world.run();
        await world.confirm({ 'push.card': 'leave' });
        await world.run();
        expect(Object.keys(await world.held(repo, ['a.txt', 'README.md']))).toEqual(['a.txt']);
    });

    it('becomes public only when its name was typed', async () => {
        const repo = world.newRepo();
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
        const repo = world.newRepo();
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
        const repo = world.newRepo();
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

describe('outside of a thread', () => {
    it('somebody chooses among the files of the room', async () => {
        const repo = await world.makeRepo();
        for (const name of ['a.txt', 'b.txt', 'c.txt']) {
            world.files.put({ name, bytes: text(name) });
        }
        const ctx = await world.type(`--repo ${repo}`, { options: {} });
        const [surface] = ctx.opened;
        const input = surface?.blocks.find((block) => block.type === 'input');
        const options = input?.type === 'input' && input.element.type === 'multi-select' ? input.element.options : [];
        expect(options.map(({ label }) => label)).toEqual(['c.txt · 5 bytes · alice', 'b.txt · 5 bytes · alice', 'a.txt · 5 bytes · alice']);
        const send = (files: unknown) => submit(world.server().ctx(), { surfaceId: surface!.id, carried: surface!.carried, fields: { 'push.files': files } });
        expect(await send([])).toMatchObject({ kind: 'errors' });
        await expect(send(['forged'])).rejects.toMatchObject({ sentence: { key: 'push.no_files' } });
        await send([options[0]?.value, options[2]?.value]);
        await world.run();
        expect(world.lines[0]).toContain('pushes 2 files');
    });
});
