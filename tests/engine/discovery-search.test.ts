import { SlashCommandPreviewItemType } from '@rocket.chat/apps-engine/definition/slashcommands';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Repo, RepoType } from '../../playground/hub/model';
import { fakeToken } from '../../playground/hub/seed/ids';
import { linksIn } from '../helpers/views';
import { AppUnderTest } from './app-under-test';
import { jsonOf, only, type Shown } from './shown';

let app: AppUnderTest;
beforeAll(async () => {
    app = await AppUnderTest.start();
    await app.speakEnglish();
});
afterAll(async () => {
    await app.stop();
    expect(app.hub.violations).toEqual([]);
});

const listData = z.object({ items: z.array(z.looseObject({ id: z.string() })), hasMore: z.boolean(), ageMs: z.number(), stale: z.literal(false) });

/** The repositories of the stand-in Hub that everybody may list and that fit. */
function listed(type: RepoType, fits: (repo: Repo) => boolean): string[] {
    return app.hub.state.reposOf(type).filter((repo) => !repo.private && !repo.disabled && fits(repo)).map(({ id }) => id);
}

const named = (words: string) => ({ id }: Repo): boolean => id.toLowerCase().includes(words);
const tagged = (tag: string) => ({ tags }: Repo): boolean => tags.includes(tag);
const parameters = ({ model }: Repo): number | undefined => model?.safetensors?.total ?? model?.gguf?.total;
/** The ids of a list's lines, in order. */
const idsIn = (shown: readonly Shown[]): string[] => linksIn({ text: only(shown).text }).map(([label]) => label);

describe('search', () => {
    it.each([
        ['models search bert', 'model', named('bert')],
        ['datasets search squad', 'dataset', named('squad')],
        ['spaces search leaderboard', 'space', named('leaderboard')],
        ['search models gpt2', 'model', named('gpt2')],
        ['model list --author openai-community', 'model', ({ id }: Repo) => id.startsWith('openai-community/')],
    ] as const)('%s lists what fits with its facts and links', async (line, type, fits) => {
        const answer = await app.hf(`${line} --limit 20`);
        expect(only(answer)).toMatchObject({ kind: 'ephemeral', user: 'alice', failed: false });
        const expected = listed(type, fits);
        expect(idsIn(answer)).toHaveLength(Math.min(20, expected.length));
        expect(expected).toEqual(expect.arrayContaining(idsIn(answer)));
        const prefix = type === 'model' ? '' : `${type}s/`;
        expect(linksIn({ text: only(answer).text })).toEqual(idsIn(answer).map((id) => [id, `${app.hub.url}/${prefix}${id}`]));
    });

    it.each([
        ['models search --task question-answering', 'model', ({ model }: Repo) => model?.pipeline_tag === 'question-answering'],
        ['models search --library diffusers', 'model', tagged('diffusers')],
        ['models search --framework sentence-transformers', 'model', tagged('sentence-transformers')],
        ['models search --language de', 'model', tagged('de')],
        ['models search gpt --license mit', 'model', (repo: Repo) => named('gpt')(repo) && tagged('license:mit')(repo)],
        ['models search --author=mistralai', 'model', ({ id }: Repo) => id.startsWith('mistralai/')],
        ['models search --gated', 'model', ({ gated }: Repo) => gated !== false],
        ['models search qwen --inference', 'model', (repo: Repo) => named('qwen')(repo) && (repo.model?.providers ?? []).length > 0],
        ['models search --size 6-9B', 'model', (repo: Repo) => (parameters(repo) ?? 0) >= 6e9 && (parameters(repo) ?? 0) <= 9e9],
        ['models search llama --size <3B', 'model', (repo: Repo) => named('llama')(repo) && (parameters(repo) ?? Infinity) <= 3e9],
        ['datasets search --task question-answering', 'dataset', tagged('task_categories:question-answering')],
        ['datasets search --size 10K<n<100K', 'dataset', tagged('size_categories:10K<n<100K')],
        ['datasets search --gated=true', 'dataset', ({ gated }: Repo) => gated !== false],
        ['spaces search --sdk docker', 'space', ({ space }: Repo) => space?.sdk === 'docker'],
        ['spaces search --author acme', 'space', ({ id }: Repo) => id.startsWith('acme/')],
    ] as const)('%s filters', async (line, type, fits) => {
        const { items, hasMore } = listData.parse(jsonOf(await app.hf(`${line} --limit 20 --format json`)));
        expect(hasMore).toBe(false);
        expect(items.length).toBeGreaterThan(0);
        expect(items.map(({ id }) => id).sort()).toEqual(listed(type, fits).sort());
    });

    it.each([
        ['downloads', (repo: Repo) => repo.downloads],
        ['likes', (repo: Repo) => repo.likes],
    ] as const)('sorts by %s', async (sort, value) => {
        const ids = idsIn(await app.hf(`models search --sort ${sort} --limit 20`));
        const values = ids.map((id) => value(app.hub.state.findRepo('model', id) as Repo));
        expect(values).toEqual([...values].sort((a, b) => b - a));
        expect(values[0]).toBe(Math.max(...app.hub.state.reposOf('model').map(value)));
    });

    it('says which filters are in effect', async () => {
        expect(await app.text('models search bert --task fill-mask --license MIT --sort likes')).toContain('`--task fill-mask` · `--license mit` · `--sort likes`');
    });

    it.each([
        ['models search --task fill-masks', 'fill-mask'],
        ['models search --framework transformer', 'transformers'],
        ['models search --license apache', 'apache-2.0'],
        ['datasets search --size 10K', '10K<n<100K'],
    ])('%s is refused, with what Hugging Face knows', async (line, suggestion) => {
        const answer = only(await app.hf(line));
        expect(answer).toMatchObject({ kind: 'ephemeral', failed: true });
        expect(answer.text).toContain(suggestion);
    });

    it.each([['models search --size many'], ['models search --limit 0'], ['models search --limit 21'], ['models search --sort best'], ['spaces search --sdk flask'], ['models search --gated=perhaps']])('%s is refused before Hugging Face is asked', async (line) => {
        app.hub.clearRequests();
        expect(only(await app.hf(line))).toMatchObject({ kind: 'ephemeral', failed: true });
        expect(app.hub.requests).toEqual([]);
    });

    it('says that nothing fits, and what to leave out', async () => {
        expect(only(await app.hf('models search zzzz-nothing'))).toMatchObject({ failed: false });
        expect(await app.text('models search zzzz-nothing')).toContain('zzzz-nothing');
        expect(await app.text('datasets search zzzz-nothing --task question-answering')).toContain('`--task question-answering`');
        expect(listData.parse(jsonOf(await app.hf('spaces search zzzz-nothing --format json')))).toMatchObject({ items: [], hasMore: false });
    });

    it('finds papers', async () => {
        expect(linksIn({ text: await app.text('papers search attention') })).toContainEqual(['Attention Is All You Need', `${app.hub.url}/papers/1706.03762`]);
        const data = z.object({ items: z.array(z.looseObject({ id: z.string(), title: z.string() })) }).parse(jsonOf(await app.hf('search papers attention --format json')));
        expect(data.items).toContainEqual(expect.objectContaining({ id: '1706.03762' }));
        expect(await app.text('papers search zzzz-nothing')).toContain('zzzz-nothing');
        expect(only(await app.hf('papers search'))).toMatchObject({ failed: true });
    });
});

describe('a list in the room', () => {
    it('is posted with --public, with the same content', async () => {
        const own = only(await app.hf('models search gpt2'));
        const posted = only(await app.hf('models search gpt2 --public', { room: 'ml-models' }));
        expect(posted).toMatchObject({ kind: 'message', text: own.text, message: { room: 'ml-models' } });
        expect(await app.host.message(posted.message.id)).toBeDefined();
    });

    it('gives whoever clicks it a page of their own and stays as it is', async () => {
        const posted = await app.hf('models search bert --public');
        const next = only(await app.press(posted, 'Next page', 'gina'));
        expect(next).toMatchObject({ kind: 'ephemeral', user: 'gina' });
        expect(next.message.id).not.toBe(only(posted).message.id);
        expect((await app.host.message(only(posted).message.id))?.editedAt).toBeUndefined();
    });

    it('does not show anybody what only its author may see', async () => {
        await app.signIn('carol', fakeToken('alice'));
        const posted = only(await app.hf('models search --author acme --limit 1 --public', { user: 'carol' }));
        const pages = only(await app.press([posted], 'Next page', 'gina'));
        const anonymous = listed('model', ({ id }) => id.startsWith('acme/'));
        idsIn([pages]).forEach((id) => expect(anonymous).toContain(id));
    });
});

describe('paging', () => {
    it('replaces the caller’s own list page by page, there and back', async () => {
        const root = await app.host.post({ user: 'alice', room: 'ml-models', text: 'looking for encoders' });
        const first = await app.hf('models search bert', { room: 'ml-models', threadId: root?.id ?? '' });
        expect(only(first).controls.map(({ label }) => label)).not.toContain('Previous page');
        const pages = [first];
        while (only(pages.at(-1) ?? []).controls.some(({ label }) => label === 'Next page')) {
            pages.push(await app.press(pages.at(-1) ?? [], 'Next page'));
        }
        const ids = pages.flatMap(idsIn);
        expect([...ids].sort()).toEqual(listed('model', named('bert')).sort());
        expect(pages.length).toBeGreaterThan(3);
        pages.forEach((page, index) => {
            expect(only(page)).toMatchObject({ kind: 'ephemeral', user: 'alice', message: { id: only(first).message.id, threadId: root?.id } });
            expect(only(page).text).toContain(`results ${index * 10 + 1}–`);
        });

        let back = pages.at(-1) ?? [];
        for (const page of pages.slice(0, -1).reverse()) {
            back = await app.press(back, 'Previous page');
            expect(idsIn(back)).toEqual(idsIn(page));
        }
        expect(only(back).message.id).toBe(only(first).message.id);
    });

    it('refuses a page that a client made up', async () => {
        for (const value of ['', '{"type":"model"}', '{"type":"model","filters":{"limit":10},"cursor":"bm9uc2Vuc2U=","before":[],"offset":-1}', '{"type":"model","filters":{"limit":9999},"before":[],"offset":0}']) {
            const answers = await app.during(() => app.host.click({ user: 'alice', room: 'general', actionId: 'list.next', blockId: 'message.0', value }));
            expect(only(answers)).toMatchObject({ kind: 'ephemeral', user: 'alice', failed: true });
        }
    });
});

describe('the type-ahead list', () => {
    const preview = async (text: string): Promise<Array<{ id: string; value: string }>> => (await app.host.preview({ user: 'alice', room: 'general', text }))?.items ?? [];

    it.each([['/hf models search bert'], ['/hf info model gpt'], ['/hf compare google-bert/bert-base-uncased roberta'], ['/hf help mod'], ['/hf no such thing'], ['/hf login']])('of %s begins with the line as it is typed', async (text) => {
        const items = await preview(text);
        expect(items[0]?.id).toBe(text.replace('/hf ', ''));
        expect(items.length).toBeLessThanOrEqual(10);
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    });

    it('begins with help while nothing is typed, because Enter takes the first line', async () => {
        expect((await preview('/hf '))[0]?.id).toBe('help');
    });

    it('completes ids, and runs what is chosen', async () => {
        const items = await preview('/hf info model finbert');
        const item = items.find(({ id }) => id === 'info model ProsusAI/finbert');
        expect(item).toBeDefined();
        const call = { user: 'alice', room: 'general', text: '/hf info model finbert' };
        const answer = only(await app.during(() => app.host.executePreview(call, { id: item?.id ?? '', type: SlashCommandPreviewItemType.TEXT, value: item?.value ?? '' })));
        expect(answer).toMatchObject({ kind: 'ephemeral', failed: false });
        expect(answer.text).toContain('ProsusAI/finbert');
    });

    it('runs its first line as if it had been typed', async () => {
        const text = '/hf models search bert --license mit --limit 3';
        const [first] = await preview(text);
        const answer = await app.during(() => app.host.executePreview({ user: 'alice', room: 'general', text }, { id: first?.id ?? '', type: SlashCommandPreviewItemType.TEXT, value: first?.value ?? '' }));
        expect(idsIn(answer)).toEqual(idsIn(await app.hf('models search bert --license mit --limit 3')));
    });

    it('is short of nothing when Hugging Face does not answer: the line itself still runs', async () => {
        app.hub.faults.add({ match: 'GET /api/quicksearch', fault: { status: 404 } });
        const before = app.shown.length;
        expect((await preview('/hf info model zebra')).length).toBeLessThanOrEqual(1);
        expect(app.shown).toHaveLength(before);
        app.hub.faults.clear();
    });

    it('offers no private repository to those who may not see it', async () => {
        expect((await preview('/hf info model bert-prod')).map(({ id }) => id)).toEqual(['info model bert-prod']);
    });
});
