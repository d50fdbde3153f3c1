import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../commands';
import { suggest } from '../../commands/suggest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import { ECOSYSTEM } from '../../services/discovery';
import { MESSAGE_LIMIT } from '../../ui/text';
import { click, type, typeJson } from '../helpers/run';
import { TestWorkspace } from '../helpers/test-ctx';
import { buttonsOf, lastWhisper } from '../helpers/views';

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

describe('model card', () => {
    it('shows the score, the metadata as fields and the sections to be opened', async () => {
        const view = await type(workspace, 'model card google-bert/bert-base-uncased');
        expect(view.text).toContain('*Completeness:* 89 of 100');
        const [metadata, gaps, ...sections] = view.attachments ?? [];
        expect(metadata?.fields).toContainEqual({ title: 'license', value: 'apache-2.0', short: true });
        expect(gaps?.text).toContain('- base model: missing (4 points)');
        expect(sections.map(({ title }) => title)).toEqual(['bert-base-uncased', 'Intended uses & limitations', 'Training data', 'Training procedure', 'Evaluation results', 'Bias, risks and limitations', 'Environmental impact', 'Citation']);
        expect(sections.every(({ collapsed }) => collapsed)).toBe(true);
    });

    it('says that there is no card', async () => {
        expect((await type(workspace, 'model card dmis-lab/biobert-v1.1')).text).toContain('There is no README.md, so there is no card.');
    });

    it('judges models only', async () => {
        const view = await type(workspace, 'model card https://huggingface.co/datasets/rajpurkar/squad');
        expect(view.text).not.toContain('Completeness');
        expect(view.attachments?.[0]?.title).toBe('Metadata');
    });

    it('finds a card by name alone', async () => {
        await workspace.signIn(fakeToken('alice'), { name: 'alice' });
        expect((await type(workspace, 'model card bert-prod', { settings: { defaultOrg: 'acme' } })).text).toContain('|acme/bert-prod>');
    });

    it('gives metadata and checks as data', async () => {
        expect(await typeJson(workspace, 'model card google-bert/bert-base-uncased')).toMatchObject({ exists: true, cardData: { license: 'apache-2.0' }, score: { score: 89 } });
    });
});

describe('compare', () => {
    it('lines two models up', async () => {
        const view = await type(workspace, 'compare google-bert/bert-base-uncased distilbert/distilbert-base-uncased-finetuned-sst-2-english');
        expect(view.text.slice(view.text.indexOf('```'))).toMatchInlineSnapshot(`
          "\`\`\`
                             bert-base-uncased  distilbert-base-uncased-fin…
          Task               fill-mask          text-classification
          Library            transformers       transformers
          Parameters         109.5M             67M
          Weights            438 MB             267.8 MB
          Licence            apache-2.0         apache-2.0
          Access             open to everybody  open to everybody
          Security scan      no issue reported  no issue reported
          Card               89 of 100          93 of 100
          Downloads          64M                5.9M
          Likes              2.5K               830
          Updated            3 years ago        2 years ago
          nyu-mll/glue sst2  –                  0.911
          \`\`\`"
        `);
        expect(buttonsOf(view).map(({ actionId }) => actionId)).toEqual(['repo.info', 'repo.info']);
    });

    it('leaves a cell open and says why when a part is missing', async () => {
        const { text } = await type(workspace, 'compare openai-community/gpt2 meta-llama/Llama-3.1-8B-Instruct');
        expect(text).toMatch(/^Card +\d+ of 100 +–$/m);
        expect(text).toContain('Not shown: Card. The repository is gated');
    });

    it('asks which model is meant, and compares after the click', async () => {
        await workspace.stores.preferences.set('u-alice', { defaultOrg: 'google-bert' });
        hub.state.renames.set('model bert-base-uncased', 'FacebookAI/roberta-base');
        const view = await type(workspace, 'compare gpt2 bert-base-uncased');
        hub.state.renames.delete('model bert-base-uncased');
        const [first] = buttonsOf(view);
        expect(first).toMatchObject({ actionId: 'compare.run', value: '{"a":"gpt2","b":"google-bert/bert-base-uncased"}' });
        expect(lastWhisper(await click(workspace, first ?? { actionId: '' })).text).toMatch(/Comparing <.*gpt2> and <.*bert-base-uncased>/);
    });

    it('compares models only', async () => {
        await expect(type(workspace, 'compare gpt2 hf.co/datasets/rajpurkar/squad')).rejects.toMatchObject({ sentence: { key: 'compare.models_only' } });
    });

    it('gives both records as data', async () => {
        expect(await typeJson(workspace, 'compare gpt2 FacebookAI/roberta-base')).toMatchObject({ models: [{ id: 'openai-community/gpt2', weights: { min: 761_852_960 } }, { id: 'FacebookAI/roberta-base' }] });
    });
});

describe('tree', () => {
    it('has eight categories and asks the Hub nothing', async () => {
        const { text } = await type(workspace, 'tree');
        expect(text.split('\n').filter((line) => /^[├└]─/.test(line)).map((line) => line.slice(3))).toEqual(['Libraries', 'Models', 'Datasets', 'Spaces', 'Inference', 'Training & Jobs', 'Evaluation', 'Governance & Security']);
        expect(text).toContain('│  ├─ Transformers\n');
        expect(hub.requests).toEqual([]);
    });

    it('says which command drives which part, and which part has none', async () => {
        const { text } = await type(workspace, 'tree --integration');
        expect(text).toContain('Model cards: /hf model card, /hf compare');
        expect(text).toContain('TRL: no command yet');
        expect(text.length).toBeLessThan(MESSAGE_LIMIT);
    });

    it('gives the same as data', async () => {
        const data = await typeJson(workspace, 'tree --integration');
        expect(data).toMatchObject({ categories: [{ id: 'libraries', title: 'Libraries' }, { id: 'models', components: [{ id: 'model-repos', name: 'Model repositories', url: 'https://huggingface.co/docs/hub/models', commands: ['models search', 'info model', 'compare', 'pull', 'pull model', 'push', 'convert', 'deploy'] }, {}, {}, {}, {}, {}, {}] }, {}, {}, {}, {}, {}, {}] });
    });

    it('names each part once, and every reading command of this section drives one', () => {
        const ids = ECOSYSTEM.flatMap(({ components }) => components.map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
        const idle = COMMANDS.filter(({ name, drives }) => /^(?:models|datasets|spaces|papers|info|model|compare)\b/.test(name) && drives.length === 0);
        expect(idle).toEqual([]);
    });
});

describe('type-ahead', () => {
    const suggested = async (line: string): Promise<string[]> => (await suggest(workspace.ctx(), line.split(' '))).map(({ command }) => command);

    it('completes ids after what was typed, ten lines at most', async () => {
        const [typed, ...others] = await suggested('info model bert');
        expect(typed).toBe('info model bert');
        expect(others.length).toBeGreaterThan(3);
        expect(others.length).toBeLessThan(10);
        expect(others.every((command) => /^info model \S+\/\S*bert/i.test(command))).toBe(true);
    });

    it.each([
        ['models search whisper', 'info model openai/whisper-large-v3'],
        ['datasets search squad', 'info dataset rajpurkar/squad'],
        ['spaces search whisper', 'info space hf-audio/whisper-large-v3'],
        ['model card whisper', 'model card openai/whisper-large-v3'],
        ['compare gpt2 whisper', 'compare gpt2 openai/whisper-large-v3'],
    ])('of %s offers %s', async (line, offered) => {
        expect(await suggested(line)).toContain(offered);
    });

    it.each(['info model', 'info model b', 'models search bert --task f'])('asks nothing for %j', async (line) => {
        await suggested(line);
        expect(hub.requests).toEqual([]);
    });

    it('asks once for the same text', async () => {
        await suggested('info model bert');
        await suggested('models search bert');
        expect(hub.requests).toHaveLength(1);
    });
});
