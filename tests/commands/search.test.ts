import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../context/user-error';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import type { Select, View } from '../../ui/view';
import { click, type, typeJson } from '../helpers/run';
import { TestWorkspace } from '../helpers/test-ctx';
import { buttonOf, buttonsOf, lastWhisper, linksIn } from '../helpers/views';

let hub: HubServer;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub();
});
afterAll(() => hub.stop());
beforeEach(() => {
    hub.faults.clear();
    hub.clearRequests();
    workspace = new TestWorkspace(hub);
});

/** The ids of a result list. */
const ids = (view: View): string[] => [...new Set(linksIn(view).map(([label]) => label))];

/** What the list asked the Hub for. */
function listQuery(path: string): URLSearchParams {
    const request = hub.requests.find((entry) => entry.path === path);
    return new URLSearchParams(request?.query);
}

function selectOf(view: View, actionId: string): Select {
    const found = (view.blocks ?? []).flatMap((block) => (block.type === 'actions' ? block.elements : [])).find((element) => element.type === 'select' && element.actionId === actionId);
    if (found?.type !== 'select') {
        throw new Error(`There is no select ${actionId}.`);
    }
    return found;
}

describe('models search', () => {
    it('lists what fits, with what there is to know in a line', async () => {
        const view = await type(workspace, 'models search bert --task fill-mask --sort downloads --limit 2');
        expect(view.text).toContain('*Models* matching “bert” · `--task fill-mask` · `--sort downloads` · results 1–2');
        expect(ids(view)).toEqual(['google-bert/bert-base-uncased', 'FacebookAI/roberta-large']);
        expect(view.text).toMatch(/fill-mask · transformers · apache-2\.0 · 109\.5M parameters · 64M downloads · 2\.5K likes · updated .+ ago/);
    });

    it('sends every filter in the Hub\'s own words', async () => {
        await type(workspace, 'models search bert --author google-bert --task FILL-MASK --framework Transformers --language en --licence apache-2.0 --size 100M-200M --sort trending --gated=false --inference --limit 5');
        const query = listQuery('/api/models');
        expect(Object.fromEntries(query)).toMatchObject({
            search: 'bert', author: 'google-bert', pipeline_tag: 'fill-mask', num_parameters: 'min:100M,max:200M', gated: 'false', inference: 'warm', sort: 'trendingScore', limit: '5',
        });
        expect(query.getAll('filter')).toEqual(['transformers', 'en', 'license:apache-2.0']);
    });

    it.each([
        ['--gated', 'true'],
        ['--gated=false', 'false'],
        ['', null],
    ])('reads %j as three answers', async (option, sent) => {
        await type(workspace, `models search llama ${option}`);
        expect(listQuery('/api/models').get('gated')).toBe(sent);
    });

    it.each(['models list', 'search models', 'model search', 'models search'])('is typed as %s, too', async (name) => {
        expect(ids(await type(workspace, `${name} whisper`))).toEqual(['openai/whisper-large-v3']);
    });

    it.each([
        ['--task text-generaton', 'task', 'text-generation'],
        ['--library transformer', 'library', 'transformers'],
        ['--license apache', 'license', 'apache-2.0'],
        ['--language deu', 'language', 'de'],
    ])('refuses %s and names what comes closest', async (option, name, suggestion) => {
        const refusal = await type(workspace, `models search bert ${option}`).catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(UserError);
        expect(refusal).toMatchObject({ sentence: { key: 'search.unknown_value', values: { option: name } } });
        expect(JSON.stringify(refusal instanceof UserError && refusal.steps)).toContain(suggestion);
        expect(hub.requests.some(({ path }) => path === '/api/models')).toBe(false);
    });

    it('refuses a size that is none', async () => {
        await expect(type(workspace, 'models search bert --size huge')).rejects.toMatchObject({ sentence: { key: 'search.bad_size', values: { value: 'huge' } } });
    });

    it('asks for the tag list once in an hour, and never when there is nothing to check', async () => {
        await type(workspace, 'models search bert --sort likes');
        expect(hub.requests.map(({ path }) => path)).toEqual(['/api/models']);
        await type(workspace, 'models search bert --task fill-mask');
        await type(workspace, 'models search roberta --task fill-mask');
        expect(hub.requests.filter(({ path }) => path === '/api/models-tags-by-type')).toHaveLength(1);
    });

    it('searches with an unchecked filter when the tag list does not come', async () => {
        hub.faults.add({ match: 'GET /api/models-tags-by-type', fault: { kind: 'malformed' } });
        expect(ids(await type(workspace, 'models search whisper --task automatic-speech-recognition'))).toEqual(['openai/whisper-large-v3']);
    });

    it('says what to leave out when nothing fits', async () => {
        const filtered = await type(workspace, 'models search bert --license mit --author google-bert --task summarization --sort likes');
        expect(filtered.text).toBe('No model fits “bert”.\nLeave out one of these: `--author google-bert`, `--task summarization`, and `--license mit`.');
        expect(filtered.blocks).toBeUndefined();
        expect((await type(workspace, 'models search zzzz')).text).toBe('No model fits “zzzz”.\nTry fewer or shorter words: only names are searched.');
    });

    it('turns pages in place, forth and back', async () => {
        const first = await type(workspace, 'models search bert --sort downloads --limit 3');
        expect(buttonsOf(first).map(({ actionId }) => actionId)).toEqual(['list.next']);
        const turned = await click(workspace, buttonOf(first, 'list.next'));
        const second = lastWhisper(turned);
        expect(turned.whispered).toMatchObject([{ replace: true }]);
        expect(second.text).toContain('results 4–6');
        expect(second.text).toMatch(/^4\. /m);
        expect(ids(second)).not.toEqual(ids(first));
        const third = lastWhisper(await click(workspace, buttonOf(second, 'list.next')));
        const back = lastWhisper(await click(workspace, buttonOf(third, 'list.previous')));
        expect(ids(back)).toEqual(ids(second));
        expect(ids(lastWhisper(await click(workspace, buttonOf(back, 'list.previous'))))).toEqual(ids(first));
    });

    it('refuses a page that was not drawn by it', async () => {
        const forged = ['{}', 'x', '{"type":"model","filters":{"limit":5000},"before":[],"offset":0}', `{"type":"model","filters":{"limit":5},"before":[],"offset":0,"cursor":"${'x'.repeat(5_000)}"}`];
        for (const value of forged) {
            await expect(click(workspace, { actionId: 'list.next', value })).rejects.toMatchObject({ sentence: { key: 'error.stale_click' } });
        }
        expect(hub.requests).toEqual([]);
    });

    it('leads to a result\'s report and card', async () => {
        const view = await type(workspace, 'models search whisper');
        const chosen = { actionId: 'repo.info', value: selectOf(view, 'repo.info').options[0]?.value };
        expect(lastWhisper(await click(workspace, chosen)).text).toContain('*Served by:* hf-inference');
        const card = { actionId: 'repo.card', value: selectOf(view, 'repo.card').options[0]?.value };
        expect(lastWhisper(await click(workspace, card)).text).toContain('*Completeness:*');
    });

    it('shows private models to whoever may see them', async () => {
        expect(ids(await type(workspace, 'models search bert-prod'))).toEqual([]);
        await workspace.signIn(fakeToken('alice'), { name: 'alice' });
        const view = await type(workspace, 'models search bert-prod');
        expect(ids(view)).toEqual(['acme/bert-prod']);
        expect(view.text).toContain('private');
    });

    it('says how old an answer is', async () => {
        const fresh = await type(workspace, 'models search whisper');
        expect(fresh.text).not.toContain('as of');
        workspace.hubClockAhead = 30_000;
        expect((await type(workspace, 'models search whisper')).text).toMatch(/\nas of 30 seconds ago$/);
        expect(hub.requests).toHaveLength(1);
    });

    it('shows what it knew when the Hub does not answer, and says so', async () => {
        await type(workspace, 'models search whisper');
        hub.faults.add({ match: 'GET /api/models', fault: { kind: 'down' } });
        workspace.hubClockAhead = 10 * 60_000;
        const view = await type(workspace, 'models search whisper', { deadlineMs: 500 });
        expect(ids(view)).toEqual(['openai/whisper-large-v3']);
        expect(view.text).toContain('Hugging Face does not answer right now; this is what it said 10 minutes ago.');
    });

    it('gives the Hub\'s records as data', async () => {
        const data = await typeJson(workspace, 'models search whisper');
        expect(data).toMatchObject({ items: [{ id: 'openai/whisper-large-v3', pipeline_tag: 'automatic-speech-recognition', library_name: 'transformers', likes: 4900 }], hasMore: false, stale: false });
    });
});

describe('datasets search', () => {
    it('knows tasks, sizes and licences of datasets', async () => {
        const view = await type(workspace, 'datasets search --task question-answering --size 10K<n<100K --license cc-by-sa-4.0');
        expect(ids(view)).toEqual(['rajpurkar/squad']);
        expect(listQuery('/api/datasets').getAll('filter')).toEqual(['task_categories:question-answering', 'license:cc-by-sa-4.0', 'size_categories:10K<n<100K']);
        expect(view.text).toContain('question-answering · cc-by-sa-4.0 · 10K–100K rows · 110K downloads');
    });

    it('refuses a size that the Hub does not have', async () => {
        await expect(type(workspace, 'datasets search --size 10K')).rejects.toMatchObject({ sentence: { key: 'search.unknown_value', values: { option: 'size', value: '10K' } } });
    });
});

describe('spaces search', () => {
    it('filters by SDK and shows stage and hardware', async () => {
        const view = await type(workspace, 'search spaces --sdk docker --sort likes');
        expect(ids(view)).toEqual(['open-llm-leaderboard/open_llm_leaderboard', 'mteb/leaderboard']);
        expect(view.text).toContain('docker · RUNNING · cpu-upgrade');
        expect(view.text).not.toContain('download');
    });

    it('has no order by downloads, which Spaces do not have', async () => {
        await expect(type(workspace, 'spaces list --sort downloads')).rejects.toMatchObject({ sentence: { key: 'error.bad_choice' } });
    });
});

describe('papers search', () => {
    it('lists papers with their authors, date and votes', async () => {
        const view = await type(workspace, 'search papers attention is all');
        expect(linksIn(view)).toEqual([['Attention Is All You Need', `${hub.url}/papers/1706.03762`]]);
        expect(view.text).toContain('Ashish Vaswani, Noam Shazeer, Niki Parmar · Jun 12, 2017 · 102 upvotes');
        expect((await type(workspace, 'papers search zzzz')).text).toBe('No paper fits “zzzz”. Try fewer words.');
        expect((await type(workspace, `papers search ${'z'.repeat(100_000)}`)).text.length).toBeLessThan(300);
    });

    it('wants to know what about', async () => {
        await expect(type(workspace, 'papers search')).rejects.toMatchObject({ sentence: { key: 'error.missing_argument' } });
    });
});
