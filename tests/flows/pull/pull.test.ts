import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { LEASE_MS } from '../../../persistence';
import { commitChanges } from '../../../services/hub';
import { startHub, type HubServer } from '../../../playground/hub/server';
import { killAfter, survives } from '../../helpers/memory-store';
import { GENERAL } from '../../helpers/test-ctx';
import { lastWhisper } from '../../helpers/views';
import { PullWorld, said } from './pull-world';

const TINY = 'sshleifer/tiny-gpt2';
const PROD = 'acme/bert-prod';
/** Several pieces of a download. */
const LOG = Buffer.from(Array.from({ length: 150_000 }, (_, step) => `step ${step}: the loss is ${(1 / (step + 1)).toFixed(6)}\n`).join(''));
const QUIET = { room: { ...GENERAL, public: false } };
const ADMIN = { user: { roles: ['admin'] } };

let hub: HubServer;
let world: PullWorld;

beforeAll(async () => {
    hub = await startHub();
    const { hub: alice } = (await new PullWorld(hub).signIn()).server().ctx();
    await commitChanges(alice, { type: 'model', id: PROD }, { branch: 'main', summary: 'A log', changes: [{ path: 'logs/train.txt', bytes: LOG }] });
});
beforeEach(async () => {
    world = await new PullWorld(hub).signIn();
});
afterEach(() => hub.faults.clear());
afterAll(() => hub.stop());

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const contentOf = async (path: string): Promise<Uint8Array> => new Uint8Array(await (await fetch(`${hub.url}/${path}`)).arrayBuffer());

describe('a dry run', () => {
    it('says what would come, how it was judged and where it would go, and does nothing', async () => {
        const ctx = await world.type('openai-community/gpt2 --dry-run');
        expect(said(ctx)).toMatch(/`model\.safetensors`.*holds data only.*safetensors, nothing harmful found/);
        expect(said(ctx)).toContain('Left out: `pytorch_model.bin`');
        expect(said(ctx)).toMatch(/5 files go into this room.*\n.*1 file, .*, is too much for this room/);
        expect([world.messages.all.size, world.files.all.length, (await world.server().stores.due.due(world.now())).length]).toEqual([0, 0, 0]);
    });

    it('goes over into the pull of that very commit by its button', async () => {
        const view = lastWhisper(await world.type(`${TINY} tokenizer_config.json --dry-run`));
        hub.change({ kind: 'commit', repo: { type: 'model', id: TINY }, title: 'Other settings', author: 'sshleifer', files: [{ path: 'tokenizer_config.json', content: '{}' }] });
        await world.press(view, 'pull.run');
        await world.run();
        expect(Buffer.from(world.files.posts[0]?.bytes ?? []).toString()).toContain('do_lower_case');
    });
});

describe('a pull', () => {
    it('posts each file once, as Hugging Face has it, refuses pickles and says what there is instead', async () => {
        const ctx = await world.type(TINY);
        expect(said(ctx)).toMatch(/⛔ Refused: `pytorch_model\.bin`/);
        expect(said(ctx)).toContain(`/hf convert ${TINY} --to safetensors`);
        await world.run();
        expect([...world.posted].sort()).toEqual(['config.json', 'tokenizer.json', 'tokenizer_config.json', 'vocab.txt']);
        for (const { name, bytes } of world.files.posts) expect(sha256(bytes)).toBe(sha256(await contentOf(`${TINY}/resolve/main/${name}`)));
        expect(world.message().text).toContain('✅ Complete.');
        await world.run();
        expect(world.posted).toHaveLength(4);
    });

    it('offers no conversion of weights that attack', async () => {
        const ctx = await world.type('ykilcher/totally-harmless-model pytorch_model.bin');
        expect(said(ctx)).toMatch(/Hugging Face: unsafe .* calls `posix\.system`/);
        expect(said(ctx)).not.toContain('/hf convert');
    });

    it('gives a manifest with hashes and the command line for what does not fit', async () => {
        world.files.limit = 1_000_000;
        await world.type(`${PROD} logs config.json --show-private`);
        await world.run();
        expect(world.posted).toEqual(['config.json', 'bert-prod.manifest.json']);
        const manifest = z.object({ commit: z.string(), files: z.array(z.unknown()) }).parse(JSON.parse(Buffer.from(world.files.posts[1]?.bytes ?? []).toString()));
        expect(manifest.files[0]).toEqual({ path: 'logs/train.txt', size: LOG.length, gitBlob: createHash('sha1').update(`blob ${LOG.length}\0`).update(LOG).digest('hex') });
        expect(world.message().text).toContain(`hf download --repo-type model --revision ${manifest.commit} -- ${PROD} logs/train.txt`);
    });

    it('needs no files in the chat where the server takes none', async () => {
        world.files.limit = 0;
        await world.type(`${TINY} config.json`);
        await world.run();
        expect(world.files.all).toEqual([]);
        expect(world.message().text).toMatch(/not put into the room[^]*hf download[^]*Complete|Complete[^]*hf download/);
    });

    it('asks which quantisation is wanted, and suggests one', async () => {
        const view = lastWhisper(await world.type('model Qwen/Qwen2.5-7B-Instruct-GGUF --dry-run'));
        expect(view.text).toMatch(/`Q4_K_M` [\d.]+ GB · \*suggested\*/);
        const chosen = lastWhisper(await world.press(view, 'pull.run'));
        expect(chosen.text).toContain('Qwen2.5-7B-Instruct-Q4_K_M.gguf');
        expect(chosen.text).not.toContain('Q8_0');
    });

    it('takes the split of a dataset, with its first rows', async () => {
        const ctx = await world.type('dataset stanfordnlp/imdb --split train --dry-run');
        expect(said(ctx)).toContain('data/train-00000-of-00001.parquet');
        expect(lastWhisper(ctx).attachments?.[0]?.text).toContain('A film that rewards patience.');
        await expect(world.type('dataset stanfordnlp/imdb --split test')).rejects.toMatchObject({ sentence: { key: 'pull.split_no_files' } });
        await expect(world.type('dataset stanfordnlp/imdb --split what')).rejects.toMatchObject({ sentence: { key: 'pull.no_split' } });
    });

    it.each([
        [`${TINY} nothing.txt`, 'pull.no_file'], [`${TINY} *.parquet`, 'pull.no_file'], [`${TINY} --format gguf`, 'pull.no_format'],
        ['Qwen/Qwen2.5-7B-Instruct-GGUF --quantization Q9', 'pull.no_quantization'], [`${TINY} --revision ../x`, 'pull.bad_revision'], [`${TINY} ${'a '.repeat(51).trim()}`, 'pull.too_many_patterns'],
    ])('says what is wrong with %s', async (words, key) => {
        await expect(world.type(words)).rejects.toMatchObject({ sentence: { key } });
    });

    it('asks before it shows a private repository to everybody', async () => {
        await expect(world.type('dataset acme/support-tickets')).rejects.toMatchObject({ sentence: { key: 'pull.private' }, button: { actionId: 'pull.run' } });
        await world.type('dataset acme/support-tickets README.md --show-private');
        await world.run();
        expect(world.posted).toEqual(['README.md']);
        await expect(world.type('dataset acme/support-tickets', QUIET)).resolves.toBeDefined();
    });

    it('ends when the repository becomes private meanwhile', async () => {
        await world.type(`${TINY} config.json`);
        const hide = (hidden: boolean): void => hub.change({ kind: 'repo-config', repo: { type: 'model', id: TINY }, private: hidden });
        hide(true);
        await world.run();
        hide(false);
        expect(world.posted).toEqual([]);
        expect(world.message().text).toMatch(/not there any more|not everybody may see/);
    });

    it('stops when anybody cancels it, and goes on with the rest by its button', async () => {
        await world.type(`${TINY} config.json vocab.txt`);
        world.clock.tick = 3_000;
        await world.runOnce();
        world.clock.tick = 0;
        await world.press(world.message(), 'pull.cancel', { user: { id: 'u-bo', username: 'bo' } });
        await world.run();
        expect(world.message().text).toContain('Cancelled by bo.');
        const before = [...world.posted];
        const first = world.message();
        world.messages.all.clear();
        const again = await Promise.allSettled([world.press(first, 'pull.again'), world.press(first, 'pull.again', { user: { id: 'u-bo', username: 'bo' } })]);
        expect(again.some(({ status }) => status === 'fulfilled')).toBe(true);
        await expect(world.press(first, 'pull.again')).rejects.toMatchObject({ sentence: { key: 'pull.running' } });
        await world.run();
        expect([...world.posted].sort()).toEqual(['config.json', 'vocab.txt']);
        expect(before.length).toBeLessThan(2);
    });

    it('is none of another room\'s', async () => {
        await world.type(`${TINY} config.json vocab.txt`);
        world.clock.tick = 3_000;
        await world.runOnce();
        await expect(world.press(world.message(), 'pull.cancel', { room: { ...GENERAL, id: 'elsewhere' } })).rejects.toMatchObject({ sentence: { key: 'pull.unknown' } });
    });
});

describe('unsafe files', () => {
    const FLAGS = '--allow-unsafe';

    it('need the right, and the repository\'s name; they come with a warning and go on record', async () => {
        await expect(world.type(`${TINY} ${FLAGS}`)).rejects.toMatchObject({ sentence: { key: 'pull.unsafe.rights' } });
        const plan = lastWhisper(await world.type(`${TINY} pytorch_model.bin ${FLAGS}`, ADMIN));
        expect(world.messages.all.size).toBe(0);
        const form = await world.openForm(plan, ADMIN);
        expect(await world.submit(form, 'something/else', ADMIN)).toMatchObject({ kind: 'errors' });
        await expect(world.submit(form, TINY)).rejects.toMatchObject({ sentence: { key: 'pull.unsafe.rights' } });
        await world.submit(form, TINY, ADMIN);
        await world.run(ADMIN);
        expect(world.posted).toEqual(['pytorch_model.bin']);
        expect(world.message().text).toContain('⚠️ `pytorch_model.bin` can run code when loaded.');
        const { audit } = world.server().stores;
        const days = (await audit.waiting()).map(({ day }) => day);
        expect(days).toHaveLength(1);
        expect(await audit.records(days[0] ?? '')).toMatchObject([{ record: { what: 'pull.unsafe', subject: TINY, result: 'done', details: { files: 'pytorch_model.bin' } } }]);
    });

    it('do not come any more once the right was taken away', async () => {
        const plan = lastWhisper(await world.type(`${TINY} pytorch_model.bin ${FLAGS}`, ADMIN));
        await world.submit(await world.openForm(plan, ADMIN), TINY, ADMIN);
        await world.run();
        expect(world.posted).toEqual([]);
        expect(world.message().text).toContain('may not take files that can run code any more');
    });
});

describe('a pull in hard times', () => {
    it('posts nothing of a file whose hash is another one, and says which', async () => {
        await world.type(`${TINY} vocab.txt config.json`);
        const body = Buffer.from(await contentOf(`${TINY}/resolve/main/vocab.txt`)).toString().replace('hello', 'jello');
        hub.faults.add({ match: `GET /${TINY}/resolve/*/vocab.txt`, fault: { status: 200, body } });
        await world.run();
        expect(world.posted).toEqual(['config.json']);
        expect(world.message().text).toMatch(/❌ `vocab\.txt`.*its hash is not the one[^]*Not all files came through/);
    });

    it('waits for Hugging Face, says so, and goes on', async () => {
        await world.type(`${TINY} vocab.txt`);
        hub.change({ kind: 'trouble', trouble: 'down' });
        await world.runOnce(world.server(), { deadlineMs: 300 });
        expect(world.message().text).toContain('Hugging Face does not answer now');
        hub.change({ kind: 'trouble', trouble: 'none' });
        world.clock.advance(60_000);
        await world.run();
        expect(world.posted).toEqual(['vocab.txt']);
        expect(world.message().text).toContain('Complete');
    });

    it('says so when the server does not take a file', async () => {
        await world.type(`${TINY} vocab.txt`);
        world.files.limit = 3;
        await world.run();
        expect(world.message().text).toMatch(/❌ `vocab\.txt`.*not taken by this server/);
    });

    it('goes on where it was when there is no time for all of a file, and leaves nothing behind', async () => {
        await world.type(`${PROD} logs/*.txt --show-private`);
        world.clock.tick = 1_000;
        await world.runOnce();
        expect(world.posted).toEqual([]);
        expect(world.database.dump()).toContain('base64');
        world.clock.tick = 0;
        await world.run();
        expect(world.files.posts.map(({ bytes }) => sha256(bytes))).toEqual([sha256(LOG)]);
        expect(world.database.dump()).not.toContain('base64');
    });

    it('survives a kill at every step: each file once, one message', async () => {
        let steps = 0;
        for (let survived = false; !survived; steps += 2) {
            const one = await new PullWorld(hub).signIn();
            await one.type(`${TINY} vocab.txt config.json`);
            survived = await survives(one.runOnce(one.server({ onStep: killAfter(steps) })));
            one.clock.advance(2 * LEASE_MS);
            await one.run();
            expect([...one.posted].sort()).toEqual(['config.json', 'vocab.txt']);
            expect(one.message().text).toContain('✅ Complete.');
        }
        expect(steps).toBeGreaterThan(20);
    }, 60_000);
});
