import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fakeToken } from '../../playground/hub/seed/ids';
import { COMMANDS } from '../../commands';
import { linksIn } from '../helpers/views';
import { AppUnderTest } from './app-under-test';
import { jsonOf, only } from './shown';

const BERT = 'google-bert/bert-base-uncased';
const ROBERTA = 'FacebookAI/roberta-base';

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start();
    await app.speakEnglish();
    await app.signIn('bo', fakeToken('bo'));
    await app.signIn('carol', fakeToken('carol'));
    // Not a member of the organisation whose repositories are private.
    await app.signIn('gina', fakeToken('dave'));
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

describe('info', () => {
    it('of a model tells what the Hub and the file headers say', async () => {
        const answer = only(await app.hf(`info model ${BERT}`));
        expect(answer).toMatchObject({ kind: 'ephemeral', user: 'alice', failed: false });
        expect(linksIn({ text: answer.text })).toContainEqual([BERT, `${app.hub.url}/${BERT}`]);
        for (const fact of ['fill-mask', 'transformers', 'apache-2.0', '109.5M', 'safetensors', 'pickle', '199 tensors', 'hf-inference', '438 MB', '`pytorch_model.bin`', 'finetune']) {
            expect(answer.text).toContain(fact);
        }
    });

    it('of a GGUF model tells its quantisations and context', async () => {
        const text = await app.text('model info Qwen/Qwen2.5-7B-Instruct-GGUF');
        for (const fact of ['Q4_K_M', 'Q8_0', 'qwen2', 'gguf']) {
            expect(text).toContain(fact);
        }
    });

    it('reads headers, never weights', async () => {
        app.hub.clearRequests();
        await app.hf('info model Qwen/Qwen2.5-7B-Instruct');
        const reads = app.hub.requests.filter(({ path, host }) => host === 'cdn' || path.includes('/resolve/'));
        expect(reads.length).toBeGreaterThan(0);
        expect(reads.filter(({ status }) => status === 200)).toEqual([]);
    });

    it('names what the scanners found', async () => {
        const text = await app.text('info model ykilcher/totally-harmless-model');
        expect(text).toContain('issues in 1 file');
        expect(text).toContain('pytorch_model.bin');
    });

    it('of a dataset tells splits, rows and columns', async () => {
        const text = await app.text('info dataset rajpurkar/squad');
        for (const fact of ['87,599 rows', 'train', 'test', 'question (string)', 'cc-by-sa-4.0']) {
            expect(text).toContain(fact);
        }
    });

    it('of a Space tells stage, hardware, price, sleep and address', async () => {
        const text = await app.text('space info mteb/leaderboard');
        for (const fact of ['docker', '`RUNNING`', 'cpu-upgrade', 'per hour', 'never', 'mteb-leaderboard.hf.space']) {
            expect(text).toContain(fact);
        }
        expect(await app.text('info space acme/broken', { user: 'bo' })).toContain('`BUILD_ERROR`');
    });

    it.each([
        [`info model ${BERT}`, { id: BERT, pipeline_tag: 'fill-mask', stale: false }],
        ['info dataset rajpurkar/squad', { id: 'rajpurkar/squad', stale: false }],
        ['info space acme/demo', { id: 'acme/demo', sdk: 'gradio', stale: false }],
    ])('%s answers machines with the Hub’s own fields', async (line, fields) => {
        expect(jsonOf(await app.hf(`${line} --format json`))).toMatchObject(fields);
    });

    it('opens from a list, and the card from there, all in the same place', async () => {
        const list = await app.hf('models search bert --limit 5');
        const info = await app.pick(list, 'Info about…', { option: /bert-base-uncased/ });
        expect(only(info).message.id).toBe(only(list).message.id);
        expect(only(info).text).toContain('199 tensors');
        const card = await app.press(info, 'Card');
        expect(only(card).message.id).toBe(only(list).message.id);
        expect(only(card).text).toContain('Environmental impact');
        expect(only(await app.press(card, 'Info')).text).toContain('199 tensors');
        expect(only(await app.pick(list, 'Card of…', { option: /bert-base-uncased/ })).text).toContain('Environmental impact');
    });

    it('refuses a repository that a client made up', async () => {
        for (const value of ['x', '{"type":"model","id":"../../etc"}', '{"type":"bucket","id":"a/b"}', '{"id":"a/b"}']) {
            expect(only(await app.during(() => app.host.click({ user: 'alice', room: 'general', actionId: 'repo.info', blockId: 'message.0', value })))).toMatchObject({ kind: 'ephemeral', failed: true });
        }
    });
});

describe('model card', () => {
    it('shows sections, metadata and how complete it is', async () => {
        const answer = only(await app.hf(`model card ${BERT}`));
        expect(answer.failed).toBe(false);
        const titles = answer.message.attachments?.map(({ title }) => title?.value);
        expect(titles).toEqual(expect.arrayContaining(['Metadata', 'Intended uses & limitations', 'Training data', 'Environmental impact']));
        expect(answer.text).toContain('license: apache-2.0');
        expect(answer.text).toMatch(/\b8\d of 100/);
    });

    it('answers machines', async () => {
        const data = jsonOf(await app.hf(`model card ${BERT} --format json`));
        expect(data).toMatchObject({ id: BERT, exists: true, cardData: { license: 'apache-2.0' }, score: { score: expect.any(Number) as number } });
    });

    it('says that there is none', async () => {
        expect(await app.text('model card sshleifer/tiny-gpt2')).toContain('README.md');
        expect(jsonOf(await app.hf('model card sshleifer/tiny-gpt2 --format json'))).toMatchObject({ exists: false, sections: [] });
    });
});

describe('compare', () => {
    it('puts two models side by side, and leads to both', async () => {
        const answer = await app.hf(`compare ${BERT} ${ROBERTA}`);
        for (const row of [/apache-2\.0 +mit/, /109\.5M +124\.6M/, /438 MB +498\.6 MB/]) {
            expect(only(answer).text).toMatch(row);
        }
        expect(only(await app.press(answer, new RegExp(ROBERTA))).text).toContain('124.6M');
    });

    it('answers machines', async () => {
        const data = z.looseObject({ models: z.array(z.looseObject({ id: z.string() })) }).parse(jsonOf(await app.hf(`compare ${BERT} ${ROBERTA} --format json`)));
        expect(data.models.map(({ id }) => id)).toEqual([BERT, ROBERTA]);
    });

    it('takes links, and models only', async () => {
        expect(await app.text(`compare https://huggingface.co/${BERT} ${app.hub.url}/${ROBERTA}`)).toMatch(/109\.5M +124\.6M/);
        expect(only(await app.hf(`compare ${BERT} https://huggingface.co/datasets/rajpurkar/squad`))).toMatchObject({ failed: true });
        expect(only(await app.hf(`compare ${BERT}`))).toMatchObject({ failed: true });
    });
});

describe('tree', () => {
    it('has the eight parts of Hugging Face, without asking it', async () => {
        app.hub.clearRequests();
        const data = z.object({ categories: z.array(z.object({ title: z.string(), components: z.array(z.looseObject({ name: z.string() })) })) }).parse(jsonOf(await app.hf('tree --format json')));
        expect(data.categories).toHaveLength(8);
        const text = await app.text('tree');
        data.categories.forEach(({ title, components }) => [title, ...components.map(({ name }) => name)].forEach((name) => expect(text).toContain(name)));
        expect(app.hub.requests).toEqual([]);
    });

    it('names with --integration commands that exist', async () => {
        const text = await app.text('tree --integration');
        const named = Array.from(text.matchAll(/\/hf ([a-z]+(?: [a-z]+)?)/g), ([, name]) => name);
        expect(new Set(named).size).toBeGreaterThan(5);
        named.forEach((name) => expect(COMMANDS.map((command) => command.name)).toContain(name));
        const data = z.object({ categories: z.array(z.object({ components: z.array(z.looseObject({ commands: z.array(z.string()) })) })) }).parse(jsonOf(await app.hf('tree --integration --format json')));
        expect(new Set(data.categories.flatMap(({ components }) => components.flatMap(({ commands }) => commands)))).toEqual(new Set(named));
    });
});

describe('ids', () => {
    it.each([
        ['gpt2', 'openai-community/gpt2'],
        ['bert-base-uncased', BERT],
        ['camembert/camembert-base', 'almanach/camembert-base'],
        ['GOOGLE-BERT/BERT-BASE-UNCASED', BERT],
        [`https://huggingface.co/${BERT}`, BERT],
        [`https://huggingface.co/${BERT}/blob/main/config.json`, BERT],
    ])('%s is %s', async (typed, id) => {
        expect(jsonOf(await app.hf(`info model ${typed} --format json`))).toMatchObject({ id });
    });

    it('of renamed datasets are followed', async () => {
        expect(jsonOf(await app.hf('info dataset squad --format json'))).toMatchObject({ id: 'rajpurkar/squad' });
    });

    it('without an owner belong to the workspace’s organisation', async () => {
        expect(only(await app.hf('info model embedder'))).toMatchObject({ failed: true });
        await app.host.setAppSetting('default_org', 'acme');
        try {
            expect(jsonOf(await app.hf('info model embedder --format json'))).toMatchObject({ id: 'acme/embedder' });
            expect(jsonOf(await app.hf('info model bert-production --format json', { user: 'bo' }))).toMatchObject({ id: 'acme/bert-prod' });
        } finally {
            await app.host.setAppSetting('default_org', '');
        }
    });

    it('that mean several ask which one', async () => {
        app.hub.state.renames.set('model embedder', 'BAAI/bge-small-en-v1.5');
        await app.host.setAppSetting('default_org', 'acme');
        try {
            const question = await app.hf('info model embedder');
            expect(only(question).text).toContain('acme/embedder');
            expect(only(await app.press(question, /bge-small/)).text).toContain('BAAI/bge-small-en-v1.5');
            const pair = await app.hf(`compare embedder ${BERT}`);
            expect(only(await app.press(pair, /acme\/embedder/)).text).toMatch(/embedder +bert-base-uncased/);
        } finally {
            await app.host.setAppSetting('default_org', '');
            app.hub.state.renames.delete('model embedder');
        }
    });

    it.each([['a b'], ['../etc/passwd'], ['owner/name/extra'], ['https://example.com/owner/name'], ['--x'], ['own er/name'], ['https://huggingface.co/pricing']])('such as %s are refused without asking the Hub', async (typed) => {
        app.hub.clearRequests();
        expect(only(await app.hf(`info model "${typed}"`))).toMatchObject({ kind: 'ephemeral', failed: true });
        expect(app.hub.requests).toEqual([]);
    });
});

describe('repositories that not everybody may see', () => {
    it('are private: shown to members, unknown to everybody else', async () => {
        const member = only(await app.hf('info model acme/bert-prod', { user: 'bo' }));
        expect(member).toMatchObject({ failed: false });
        expect(member.text).toContain('private');
        for (const user of ['alice', 'gina']) {
            const answer = only(await app.hf('info model acme/bert-prod', { user }));
            expect(answer).toMatchObject({ kind: 'ephemeral', user, failed: true });
            expect(answer.text).toMatch(/no such repository/);
            expect(answer.text).not.toMatch(/text-classification|parameters/);
        }
    });

    it('are offered to sign in for only where that may help', async () => {
        expect(only(await app.hf('info model acme/bert-prod')).controls.map(({ label }) => label)).toEqual(['Sign in']);
        expect(only(await app.hf('info model acme/bert-prod', { user: 'gina' })).controls).toEqual([]);
    });

    it('are not served from what was read for somebody else', async () => {
        await app.hf('info model acme/bert-staging', { user: 'bo' });
        await app.hf('models search --author acme', { user: 'bo' });
        for (const user of ['alice', 'gina']) {
            expect(await app.text('info model acme/bert-staging', { user })).toMatch(/no such repository/);
            expect(await app.text('models search --author acme', { user })).not.toContain('bert-staging');
            expect(await app.text('compare acme/bert-staging acme/embedder', { user })).toMatch(/no such repository/);
        }
        expect(await app.text('models search --author acme', { user: 'bo' })).toContain('acme/bert-staging');
    });

    it('are gated: described to all, with the header for those who were let in', async () => {
        const outside = only(await app.hf('info model meta-llama/Llama-3.1-8B-Instruct'));
        expect(outside).toMatchObject({ failed: false });
        expect(outside.text).toContain('gated: its owners decide on each request');
        expect(outside.text).toMatch(/Not shown: .*File header/);
        const inside = await app.text('info model meta-llama/Llama-3.1-8B-Instruct', { user: 'bo' });
        expect(inside).not.toContain('Not shown');
        expect(inside).toContain('tensors');
    });

    it('have cards that only they may read who may read the files', async () => {
        const card = only(await app.hf('model card google/gemma-2-2b-it'));
        expect(card).toMatchObject({ failed: true });
        expect(card.text).toMatch(/gated/);
    });

    it('are disabled: said so', async () => {
        const answer = only(await app.hf('info model dave/removed-by-the-hub'));
        expect(answer).toMatchObject({ failed: true });
        expect(answer.text).toContain('disabled');
    });

    it('lack a permission: the one that is missing is named, with a link to a token that has it', async () => {
        await app.signIn('sec', fakeToken('sec'));
        const answer = only(await app.hf('info model acme/bert-prod', { user: 'sec' }));
        expect(answer).toMatchObject({ failed: true });
        expect(answer.text).toContain('`repo.content.read`');
        expect(answer.controls.map(({ url }) => url)).toEqual([expect.stringMatching(/settings\/tokens\/new\?.*ownUserPermissions=repo\.content\.read/)]);
    });
});
