import { describe, expect, it } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { buttonsOf } from '../../helpers/views';
import { THREAD, usePushes, type PushWorld } from './push-world';

const TOKEN = fakeToken('a token in a file');

let world: PushWorld;
usePushes((begun) => {
    world = begun;
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
        await plan(await world.makeRepo());
        expect(world.lines.at(-1)).toMatch(/^🔑 Stopped/);
        expect(world.lines.find((line) => line.includes('notes.md'))).toMatch(/⛔.*refused · holds a private key or a token/);
        expect(world.card.view.text + world.database.dump()).not.toContain(TOKEN);
        expect(buttonsOf(world.card.view)).toEqual([]);
    });

    it('is a file that runs what an attacker wants, under any name; the others go', async () => {
        const repo = await world.makeRepo();
        world.put('b.txt', 'b');
        world.put('model.pkl', PICKLE);
        world.put('model.safetensors', PICKLE);
        await plan(repo);
        expect(world.lines.filter((line) => line.includes('⛔'))).toEqual([expect.stringContaining('*runs what an attacker wants*'), expect.stringContaining('*runs what an attacker wants*')]);
        expect(world.card.view.text).toContain('calls `os.system`');
        await world.confirm();
        await world.run();
        expect(Object.keys(await world.held(repo, ['b.txt', 'model.pkl', 'model.safetensors']))).toEqual(['b.txt']);
        expect(world.lines[1]).toMatch(/^✅ Committed as .*: 1 file\.$/);
        expect(world.lines).toContainEqual(expect.stringMatching(/^- ⛔ `model\.pkl` · 24 bytes · refused · \*runs what an attacker wants\* when it is loaded · calls/));
    });

    it('is a pickle, except for those with the right to, who type the name for it and are on record', async () => {
        const repo = await world.makeRepo();
        const weights = Buffer.from('\x80\x04}.', 'latin1');
        world.put('model.pkl', weights);
        await plan(repo);
        expect(world.lines.at(-1)).toMatch(/^⛔ None of these files/);
        await world.server().signIn(fakeToken('alice'), { userId: 'u-admin', name: 'alice' });
        await plan(repo, ADMIN);
        expect(await world.confirm({ 'push.refused': 'take' }, { options: ADMIN })).toMatchObject({ kind: 'errors' });
        await world.confirm({ 'push.refused': 'take', 'push.name': repo }, { options: ADMIN });
        await world.run();
        expect(Object.keys(await world.held(repo, ['model.pkl']))).toEqual(['model.pkl']);
        expect(world.database.dump()).toContain('"what":"push.overridden"');
    });

    it('is everything beside a secret that nobody has answered for', async () => {
        const repo = await world.makeRepo();
        world.put('b.txt', 'b');
        world.put('.env', 'LEVEL=debug');
        await world.server().signIn(fakeToken('alice'), { userId: 'u-admin', name: 'alice' });
        await plan(repo, ADMIN);
        await expect(world.confirm({ 'push.refused': 'leave' }, { options: ADMIN })).rejects.toMatchObject({ sentence: { key: 'push.end.stopped' } });
        await world.run();
        expect(await world.held(repo, ['b.txt', '.env'])).toEqual({});
    });

    it('is a broken safetensors file', async () => {
        world.put('model.safetensors', Buffer.concat([Buffer.from([72, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{"w":{"dtype":"U8","shape":[4],')]));
        await plan(await world.makeRepo());
        expect(world.lines).toContain('- ⛔ `model.safetensors` · 39 bytes · refused · broken, or not what its name says');
    });

    it('is a card whose metadata Hugging Face does not take, which is asked before anything is agreed to', async () => {
        const repo = await world.makeRepo();
        world.put('b.txt', 'b');
        world.put('README.md', `---\nlicense: mine\n---\n# Ours\n${'x'.repeat(100)}`);
        await plan(repo);
        expect(world.lines).toContainEqual(expect.stringMatching(/^- ⛔ `README\.md` · 129 bytes · refused · Hugging Face does not take the metadata at its top · "license" must be one of/));
        await world.confirm();
        await world.run();
        expect(Object.keys(await world.held(repo, ['b.txt']))).toEqual(['b.txt']);
        expect(world.lines.at(1)).toContain('✅ Committed as');
    });

    it('is not shown to Hugging Face when something else speaks against it', async () => {
        world.put('README.md', `---\nlicense: mine\n---\n${fakeToken('alice')}`);
        const repo = await world.makeRepo();
        const before = world.hub.requests.length;
        await plan(repo);
        expect(world.hub.requests.slice(before).filter(({ path }) => path.includes('validate-yaml'))).toEqual([]);
        expect(world.lines.join('\n')).not.toContain('metadata');
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
