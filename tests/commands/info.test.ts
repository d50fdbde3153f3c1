import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HubError } from '../../services/hub';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import { click, type, typeJson } from '../helpers/run';
import { TestWorkspace } from '../helpers/test-ctx';
import { buttonOf, buttonsOf, linksIn } from '../helpers/views';

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

describe('info model', () => {
    it('tells weights, trust, family and activity, with files and commits to open', async () => {
        const view = await type(workspace, 'info model google-bert/bert-base-uncased');
        expect(linksIn(view)[0]).toEqual(['google-bert/bert-base-uncased', `${hub.url}/google-bert/bert-base-uncased`]);
        for (const line of [
            '*Parameters:* F32 109.5M',
            '*Formats:* safetensors, pickle (can run code when it is loaded)',
            '*File header:* `model.safetensors`, 199 tensors, F32 109.5M, pt',
            '*Licence:* apache-2.0',
            '*Access:* open to everybody',
            '*Security scan:* Hugging Face\'s scanners report no issue',
            '*Made from it:* finetune',
            '*Served by:* hf-inference',
        ]) {
            expect(view.text).toContain(line);
        }
        expect(view.attachments?.map(({ title, collapsed }) => [title, collapsed])).toEqual([['Files', true], ['Last commits', true]]);
        expect(view.attachments?.[0]?.text).toMatch(/^- `model\.safetensors` 438 MB\n/);
        expect(view.attachments?.[1]?.text).toContain('Update README.md – google-bert');
        expect(buttonsOf(view).map(({ actionId }) => actionId)).toEqual(['pull.run', 'repo.card', 'watch.start']);
    });

    it('reads a GGUF file\'s head and lists the quantisations, without the weights', async () => {
        const view = await type(workspace, 'model info Qwen/Qwen2.5-7B-Instruct-GGUF');
        expect(view.text).toMatch(/\*Quantisations:\* Q2_K \([\d.]+ GB\), Q3_K_M .+ F16 \([\d.]+ GB\)/);
        expect(view.text).toMatch(/\*File header:\* `Qwen2\.5-7B-Instruct-Q2_K\.gguf`, \d+ tensors, qwen2, Q2_K, 131,072 tokens/);
        expect(view.text).toContain('*Base model:* `Qwen/Qwen2.5-7B-Instruct` (quantized)');
    });

    it('names files that the scanners found something in', async () => {
        const view = await type(workspace, 'info model ykilcher/totally-harmless-model');
        expect(view.text).toMatch(/\*Security scan:\* issues in 1 file: `pytorch_model\.bin` \(unsafe\)/);
    });

    it('calls a scan that is not done pending, never safe', async () => {
        const repo = hub.state.findRepo('model', 'acme/embedder');
        if (!repo) {
            throw new Error('no such seed');
        }
        repo.scansDone = false;
        const view = await type(workspace, 'info model acme/embedder');
        repo.scansDone = true;
        expect(view.text).toContain('*Security scan:* pending, no verdict yet');
        expect(view.text).not.toMatch(/safe\b/i);
    });

    it('states evaluation results', async () => {
        expect((await type(workspace, 'info model distilbert/distilbert-base-uncased-finetuned-sst-2-english')).text).toContain('*Evaluation:* nyu-mll/glue sst2 0.911');
    });

    it('says what a gated model keeps back and why', async () => {
        const view = await type(workspace, 'info model meta-llama/Llama-3.1-8B-Instruct');
        expect(view.text).toContain('*Access:* gated: its owners decide on each request');
        expect(view.text).toContain('Not shown: File header and Last commits. The repository is gated, and its owners have not let you in.');
        await workspace.signIn(fakeToken('bo'), { name: 'bo' });
        const admitted = await type(workspace, 'info model meta-llama/Llama-3.1-8B-Instruct');
        expect(admitted.text).toContain('*File header:* `model-00001-of-00004.safetensors`');
        expect(admitted.text).not.toContain('Not shown');
    });

    it.each([
        ['GET /api/models/*/scan', 'Security scan', { status: 403, body: { error: 'no' } }, 'Your token may not see it.'],
        ['GET /api/models/*/discussions', 'Open pull requests and discussions', { kind: 'malformed' } as const, 'Hugging Face answered with an error'],
        ['GET /api/models/*/commits/*', 'Last commits', { status: 404, body: { error: 'x' } }, 'Hugging Face has nothing there.'],
    ])('shows the rest when %s fails', async (match, name, fault, reason) => {
        hub.faults.add({ match, fault });
        const view = await type(workspace, 'info model acme/embedder');
        expect(view.text).toContain('*Parameters:*');
        expect(view.text).toContain(`Not shown: ${name}. ${reason}`);
    });

    it('names the permission that a token lacks, with a link to a token that has it', async () => {
        const error = { error: 'Your token "x" does not have the required permission "repo.content.read" on acme.' };
        hub.faults.add({ match: 'GET /api/models/*/discussions', fault: { status: 403, body: error } });
        const view = await type(workspace, 'info model acme/embedder');
        expect(view.text).toContain('Your token lacks the permission `repo.content.read`.');
        expect(buttonOf(view, 'link.login.scope').url).toContain('repo.content.read');
    });

    it('fails as a whole only when the model itself can not be read', async () => {
        await expect(type(workspace, 'info model acme/bert-prod')).rejects.toBeInstanceOf(HubError);
        await expect(type(workspace, 'info model nobody/nothing')).rejects.toMatchObject({ kind: 'not-found-or-private' });
    });

    it('shows a private model to its owners', async () => {
        await workspace.signIn(fakeToken('alice'), { name: 'alice' });
        expect((await type(workspace, 'info model acme/bert-prod')).text).toContain('*Access:* private');
    });

    it('gives the Hub\'s record as data, with the parts beside it', async () => {
        expect(await typeJson(workspace, 'info model google-bert/bert-base-uncased')).toMatchObject({
            id: 'google-bert/bert-base-uncased',
            pipeline_tag: 'fill-mask',
            securityRepoStatus: { scansDone: true, filesWithIssues: [] },
            header: { path: 'model.safetensors', ok: true, facts: { format: 'safetensors', tensorCount: 199 } },
            open: { discussions: 0, pullRequests: 0 },
        });
        hub.faults.add({ match: 'GET /api/models/*/scan', fault: { status: 403, body: {} } });
        expect(await typeJson(workspace, 'info model acme/embedder')).toMatchObject({ securityRepoStatus: { missing: 'forbidden' } });
    });

    it('asks each thing once, and nothing again while it is fresh', async () => {
        await type(workspace, 'info model google-bert/bert-base-uncased');
        const { length } = hub.requests;
        expect(length).toBeLessThanOrEqual(9);
        await type(workspace, 'info model google-bert/bert-base-uncased');
        expect(hub.requests.length).toBe(length);
    });
});

describe('ids', () => {
    it.each(['https://huggingface.co/openai-community/gpt2', 'hf.co/openai-community/gpt2/tree/main', 'openai-community/gpt2', 'gpt2', 'https://huggingface.co/openai-community/gpt2/blob/main/README.md'])('are read from %s', async (typed) => {
        expect(linksIn(await type(workspace, `info model ${typed}`))[0]?.[0]).toBe('openai-community/gpt2');
    });

    it('of the workspace\'s own Hub are read as well', async () => {
        expect(linksIn(await type(workspace, `info model ${hub.url}/openai-community/gpt2`))[0]?.[0]).toBe('openai-community/gpt2');
    });

    it('follow a link to what it points at', async () => {
        expect((await type(workspace, 'info model https://huggingface.co/datasets/rajpurkar/squad')).text).toContain('*Splits:*');
    });

    it.each(['../secret', 'a/b/c', 'https://example.org/a/b', 'a b/c'])('refuse %s', async (typed) => {
        await expect(type(workspace, `info model "${typed}"`)).rejects.toMatchObject({ sentence: { key: 'error.bad_repo_id' } });
        expect(hub.requests).toEqual([]);
    });

    it('without owner are looked for in the account, the user\'s organisation and the workspace\'s', async () => {
        await workspace.signIn(fakeToken('alice'), { name: 'alice' });
        const own = await type(workspace, 'info model notes-classifier');
        expect(linksIn(own)[0]?.[0]).toBe('alice/notes-classifier');
        await expect(type(workspace, 'info model bert-prod')).rejects.toMatchObject({ sentence: { key: 'repo.not_found', values: { tried: 'alice/bert-prod, bert-prod' } } });
        expect(linksIn(await type(workspace, 'info model bert-prod', { settings: { defaultOrg: 'acme' } }))[0]?.[0]).toBe('acme/bert-prod');
        await workspace.stores.preferences.set('u-alice', { defaultOrg: 'acme' });
        expect(linksIn(await type(workspace, 'info model bert-prod'))[0]?.[0]).toBe('acme/bert-prod');
        expect(hub.requests.some(({ path }) => path === '/api/whoami-v2')).toBe(false);
    });

    it('ask the Hub for the account\'s name only when it is not known', async () => {
        await workspace.signIn(fakeToken('alice'));
        expect(linksIn(await type(workspace, 'info model notes-classifier'))[0]?.[0]).toBe('alice/notes-classifier');
        expect(hub.requests.filter(({ path }) => path === '/api/whoami-v2')).toHaveLength(1);
    });

    it('that mean several ask which, and a click answers', async () => {
        await workspace.stores.preferences.set('u-alice', { defaultOrg: 'google-bert' });
        hub.state.renames.set('model bert-base-uncased', 'FacebookAI/roberta-base');
        const view = await type(workspace, 'info model bert-base-uncased');
        hub.state.renames.delete('model bert-base-uncased');
        expect(view.text).toBe('Several repositories have the name `bert-base-uncased`: `google-bert/bert-base-uncased` and `FacebookAI/roberta-base`. Which one do you mean?');
        const [, second] = buttonsOf(view);
        const shown = await click(workspace, second ?? { actionId: '' });
        expect(shown.whispered[0]?.view.text).toContain('FacebookAI/roberta-base');
    });

    it('that are nowhere are answered with a search, and with signing in', async () => {
        await expect(type(workspace, 'info space nothing-here')).rejects.toMatchObject({
            sentence: { key: 'repo.not_found', values: { name: 'nothing-here', tried: 'nothing-here' } },
            steps: [{ key: 'repo.search_hint', values: { command: 'spaces search nothing-here' } }, { key: 'repo.sign_in_hint' }],
        });
    });

    it('are not declared missing while the Hub is out of reach', async () => {
        hub.faults.add({ match: 'GET /api/models/gpt2', fault: { kind: 'down' } });
        await expect(type(workspace, 'info model gpt2', { deadlineMs: 300 })).rejects.toBeInstanceOf(HubError);
    });

    it('refuses a forged id on a button', async () => {
        await expect(click(workspace, { actionId: 'repo.info', value: '{"type":"model","id":"../../api/whoami-v2"}' })).rejects.toMatchObject({ sentence: { key: 'error.stale_click' } });
        expect(hub.requests).toEqual([]);
    });
});

describe('info dataset', () => {
    it('tells splits, rows, columns and size', async () => {
        const { text } = await type(workspace, 'info dataset nyu-mll/glue');
        expect(text).toMatch(/\*Size:\* [\d,]+ rows, [\d.]+ MB/);
        expect(text).toContain('sst2/train (67,349 rows)');
        expect(text).toContain('*Columns:* sentence (string), label (int64), idx (int64)');
    });

    it.each([
        ['* /splits', 'Splits'],
        ['* /size', 'Size'],
        ['* /info', 'Columns'],
    ])('shows the rest when the viewer has no answer to %s', async (match, name) => {
        const fault = { status: 501, headers: { 'X-Error-Code': 'DatasetWithTooManyConfigsError' }, body: { error: 'too many' } };
        hub.faults.add({ match, fault });
        const { text } = await type(workspace, 'info dataset rajpurkar/squad', { deadlineMs: 900 });
        expect(text).toContain('*Licence:* cc-by-sa-4.0');
        expect(text).toContain(`Not shown: ${name}.`);
    });
});

describe('info space', () => {
    it('tells SDK, stage, hardware, price and address', async () => {
        const view = await type(workspace, 'info space stabilityai/stable-diffusion');
        expect(view.text).toContain('*SDK:* gradio\n*Stage:* `RUNNING` – it runs\n*Hardware:* CPU Upgrade (`cpu-upgrade`)\n*Price:* $0.03 per hour, $0.72 per day, while it runs\n*Sleeps:* never');
        expect(linksIn(view)).toContainEqual(['stabilityai-stable-diffusion.hf.space', 'https://stabilityai-stable-diffusion.hf.space']);
    });

    it('tells why a Space failed, and what it uses', async () => {
        await workspace.signIn(fakeToken('alice'), { name: 'alice' });
        const broken = await type(workspace, 'space info acme/broken');
        expect(broken.text).toContain('*Stage:* `BUILD_ERROR` – it failed');
        expect(broken.text).toContain('Could not find a version');
        expect((await type(workspace, 'info space bigcode/bert-playground')).text).toContain(`<${hub.url}/datasets/nyu-mll/glue|nyu-mll/glue>`);
    });

    it('does without prices when the catalogue is missing', async () => {
        hub.faults.add({ match: 'GET /api/spaces/hardware', fault: { status: 404, body: {} } });
        const { text } = await type(workspace, 'info space acme/demo');
        expect(text).toContain('*Hardware:* `cpu-basic`');
        expect(text).toContain('Not shown: Price.');
    });

    it('gives runtime and price as data', async () => {
        expect(await typeJson(workspace, 'info space acme/demo')).toMatchObject({ id: 'acme/demo', runtime: { stage: 'RUNNING' }, price: { flavor: 'cpu-basic', hourUsd: 0 } });
    });
});
