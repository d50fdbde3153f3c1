import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { as, ask, postJson, useHub } from './harness';

const hub = useHub();

describe('the dataset viewer', () => {
    const view = (path: string, user?: string): ReturnType<typeof ask> => ask(hub().viewerUrl + path, user ? as(user) : {});
    const failure = async (path: string, user?: string): Promise<unknown> => {
        const { status, headers } = await view(path, user);
        return [status, headers.get('x-error-code')];
    };

    it('lists splits, features, sizes and rows', async () => {
        expect((await view('/is-valid?dataset=nyu-mll/glue')).json()).toMatchObject({ viewer: true, search: true });
        expect((await view('/splits?dataset=nyu-mll/glue&config=sst2')).json()).toMatchObject({ splits: [{ config: 'sst2', split: 'train' }, { split: 'test' }], failed: [] });
        expect((await view('/size?dataset=openai/gsm8k&config=main')).json()).toMatchObject({ size: { dataset: { num_rows: 7_513 } }, partial: false });
        expect((await view('/info?dataset=openai/gsm8k&config=main')).json()).toMatchObject({ dataset_info: { features: { question: { dtype: 'string' } } } });
        expect((await view('/first-rows?dataset=stanfordnlp/imdb&config=default&split=train')).json()).toMatchObject({ rows: { length: 100, 0: { row_idx: 0, row: { label: 1 } } }, truncated: true });
        const page = z.object({ rows: z.array(z.object({ row_idx: z.number() })), num_rows_total: z.number() }).parse((await view('/rows?dataset=stanfordnlp/imdb&config=default&split=train&offset=24990&length=100')).json());
        expect([page.num_rows_total, page.rows.length, page.rows[0]?.row_idx]).toEqual([25_000, 10, 24_990]);
    });

    it('says why not, in its own codes', async () => {
        expect(await failure('/splits')).toEqual([422, 'MissingRequiredParameter']);
        expect(await failure('/rows?dataset=stanfordnlp/imdb&config=default&split=train&length=101')).toEqual([422, 'InvalidParameter']);
        expect(await failure('/splits?dataset=acme/support-tickets')).toEqual([401, 'ExternalUnauthenticatedError']);
        expect(await failure('/splits?dataset=acme/support-tickets', 'dave')).toEqual([404, 'ExternalAuthenticatedError']);
        expect(await failure('/splits?dataset=mozilla-foundation/common_voice_17_0')).toEqual([401, 'ExternalUnauthenticatedError']);
        expect(await failure('/splits?dataset=stanfordnlp/imdb&config=nope')).toEqual([404, 'ResponseNotFound']);
        expect((await view('/splits?dataset=acme/support-tickets', 'alice')).status).toBe(200);
    });
});

describe('the endpoints control plane', () => {
    const control = (path: string, user?: string): ReturnType<typeof ask> => ask(hub().endpointsUrl + path, user ? as(user) : {});

    it('lists and gets what the account has', async () => {
        expect((await control('/endpoint/acme', 'carol')).json()).toMatchObject({ items: [{ name: 'bert-prod', status: { state: 'running' } }, { name: 'llama-eval', status: { state: 'paused' } }] });
        expect((await control('/endpoint/acme/bert-prod', 'alice')).json()).toMatchObject({ model: { repository: 'acme/bert-prod' } });
        expect((await control('/endpoint/alice', 'alice')).json()).toEqual({ items: [] });
    });

    it('turns away strangers, short tokens and unknown names', async () => {
        const statuses = await Promise.all([control('/endpoint/acme'), control('/endpoint/acme', 'dave'), control('/endpoint/acme', 'sec'), control('/endpoint/acme/nope', 'alice')]);
        expect(statuses.map(({ status }) => status)).toEqual([401, 403, 403, 404]);
    });

    it('prices are public, quotas are not', async () => {
        const shape = z.object({ vendors: z.array(z.object({ regions: z.array(z.object({ computes: z.array(z.looseObject({ id: z.string(), pricePerHour: z.number() })) })) })) });
        const l4 = async (path: string, user?: string): Promise<unknown> =>
            shape.parse((await control(path, user)).json()).vendors.flatMap(({ regions }) => regions.flatMap(({ computes }) => computes)).find(({ id }) => id === 'aws-us-east-1-nvidia-l4-x1');
        expect(await l4('/provider')).not.toHaveProperty('quota');
        expect(await l4('/provider/acme', 'alice')).toMatchObject({ pricePerHour: 0.8, quota: { maxAccelerators: 8 } });
    });
});

describe('the router', () => {
    it('lists live prices and refuses what it does not serve', async () => {
        const { json } = await ask(`${hub().routerUrl}/v1/models`);
        const models = z.object({ data: z.array(z.object({ id: z.string(), providers: z.array(z.looseObject({ pricing: z.object({ input: z.number(), output: z.number() }) })) })) }).parse(json()).data;
        expect(models.find(({ id }) => id === 'Qwen/Qwen2.5-7B-Instruct')?.providers).toHaveLength(2);
        const bill = (payer: string): RequestInit => postJson({ model: 'Qwen/Qwen2.5-7B-Instruct', messages: [{ role: 'user', content: 'hi' }] }, { headers: { ...as('alice').headers, 'X-HF-Bill-To': payer } });
        expect((await ask(`${hub().routerUrl}/v1/chat/completions`, bill('acme'))).status).toBe(200);
        expect((await ask(`${hub().routerUrl}/v1/chat/completions`, bill('globex'))).status).toBe(403);
        const chat = (model: string, user?: string): ReturnType<typeof ask> => ask(`${hub().routerUrl}/v1/chat/completions`, postJson({ model, messages: [{ role: 'user', content: 'hi' }] }, user ? as(user) : {}));
        expect((await chat('Qwen/Qwen2.5-7B-Instruct')).status).toBe(401);
        expect((await chat('acme/embedder', 'alice')).json()).toMatchObject({ error: { code: 'model_not_supported' } });
        expect((await chat('Qwen/Qwen2.5-7B-Instruct:cheapest', 'alice')).headers.get('x-inference-provider')).toBe('featherless-ai');
        expect((await chat('Qwen/Qwen2.5-7B-Instruct:together', 'alice')).headers.get('x-inference-provider')).toBe('together');
    });
});

describe('smaller services of the Hub', () => {
    const post = (content: string): ReturnType<typeof ask> => ask(`${hub().url}/api/validate-yaml`, postJson({ content, repoType: 'model' }));

    it('validate-yaml warns, accepts and refuses', async () => {
        expect((await post('# no metadata')).json()).toMatchObject({ warnings: [{}], errors: [] });
        expect((await post('---\nlicense: mit\n---\n# ok')).json()).toEqual({ warnings: [], errors: [] });
        for (const bad of ['license: made-up', 'license: [mit', 'tags: [1, 2]']) {
            const answer = await post(`---\n${bad}\n---\n`);
            expect([bad, answer.status]).toEqual([bad, 400]);
        }
    });

    it('Spaces have a runtime and prices, discussions have pages of fifty', async () => {
        expect((await ask(`${hub().url}/api/spaces/acme/demo/runtime`)).json()).toMatchObject({ stage: 'RUNNING', hardware: { current: 'cpu-basic' }, gcTimeout: 172_800 });
        expect((await ask(`${hub().url}/api/models/acme/demo/runtime`, as('alice'))).status).toBe(404);
        const hardware = z.array(z.object({ name: z.string(), unitCostUSD: z.number() })).parse((await ask(`${hub().url}/api/spaces/hardware`)).json());
        expect((hardware.find(({ name }) => name === 'a100-large')?.unitCostUSD ?? 0) * 60).toBeCloseTo(2.5, 3);
        const second = (await ask(`${hub().url}/api/models/openai-community/gpt2/discussions?p=1`)).json();
        expect(second).toMatchObject({ count: 60, start: 50, discussions: { length: 10 } });
        const prs = (await ask(`${hub().url}/api/models/acme/bert-prod/discussions?type=pull_request`, as('alice'))).json();
        expect(prs).toMatchObject({ count: 1, discussions: [{ num: 3, isPullRequest: true, status: 'open' }] });
    });

    it('quicksearch counts all and shows a few; papers are found by words', async () => {
        expect((await ask(`${hub().url}/api/quicksearch?q=bert&limit=3&type=model`)).json()).toMatchObject({ models: { length: 3 }, modelsCount: 47, spaces: [], spacesCount: 0 });
        expect((await ask(`${hub().url}/api/quicksearch?limit=21`)).status).toBe(400);
        expect((await ask(`${hub().url}/api/papers/search?q=siamese+sentence`)).json()).toMatchObject([{ paper: { id: '1908.10084' } }]);
        expect((await ask(`${hub().url}/api/models-tags-by-type?type=nonsense`)).status).toBe(400);
    });
});
