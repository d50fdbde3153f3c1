import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { as, ask, idsOf, nextOf, useHub } from './harness';

const hub = useHub();
const api = (path: string): string => `${hub().url}${path}`;
const ids = async (path: string, user?: string): Promise<string[]> => idsOf((await ask(api(path), user ? as(user) : {})).json());

describe('paging', () => {
    it('walks every page once, by absolute opaque links', async () => {
        const seen: string[] = [];
        let pages = 0;
        for (let url: string | undefined = api('/api/models?search=bert&limit=10&sort=downloads'); url; pages += 1) {
            const answer = await ask(url);
            seen.push(...idsOf(answer.json()));
            url = nextOf(answer);
            expect(url ?? hub().url).toContain(hub().url);
        }
        expect(pages).toBe(Math.ceil(seen.length / 10));
        expect(seen).toEqual(await ids('/api/models?search=bert&sort=downloads'));
        expect(new Set(seen).size).toBe(seen.length);
    });

    it.each([0, 2])('keeps its place when item %i of the page before is gone', async (position) => {
        const first = await ask(api('/api/models?author=google-bert&limit=3&sort=id&direction=1'));
        const next = nextOf(first) ?? '';
        const expected = idsOf((await ask(next)).json());
        const gone = idsOf(first.json())[position] ?? '';
        const repo = hub().state.findRepo('model', gone);
        hub().state.repos.delete(`model ${gone}`);
        const after = idsOf((await ask(next)).json());
        if (repo) {
            hub().state.addRepo(repo);
        }
        expect(after).toEqual(expected);
    });

    it('refuses a cursor that is not one, and a limit out of bounds', async () => {
        expect((await ask(api('/api/models?cursor=abc'))).status).toBe(400);
        expect((await ask(api('/api/models?limit=0'))).status).toBe(400);
        expect((await ask(api('/api/models?limit=many'))).status).toBe(400);
    });
});

describe('filters', () => {
    it.each([
        ['author=acme', ['acme/embedder']],
        ['pipeline_tag=zero-shot-classification', ['typeform/distilbert-base-uncased-mnli']],
        ['filter=gguf&filter=license:apache-2.0', ['Qwen/Qwen2.5-7B-Instruct-GGUF', 'TheBloke/Mistral-7B-Instruct-v0.2-GGUF']],
        ['filter=base_model:Qwen/Qwen2.5-7B', ['Qwen/Qwen2.5-7B-Instruct']],
        ['gated=true', ['black-forest-labs/FLUX.1-dev', 'google/gemma-2-2b-it', 'meta-llama/Llama-3.1-8B-Instruct', 'meta-llama/Llama-3.2-1B']],
        ['inference_provider=cerebras,fal-ai', ['black-forest-labs/FLUX.1-dev', 'meta-llama/Llama-3.1-8B-Instruct']],
        ['num_parameters=min:7.5B,max:9B&filter=conversational', ['Qwen/Qwen2.5-7B-Instruct', 'Qwen/Qwen2.5-7B-Instruct-GGUF', 'meta-llama/Llama-3.1-8B-Instruct']],
        ['apps=ollama&search=llama', ['bartowski/Llama-3.2-1B-Instruct-GGUF']],
    ])('models?%s', async (query, expected) => {
        expect((await ids(`/api/models?${query}`)).sort()).toEqual([...expected].sort());
    });

    it('inference=warm are exactly the models with a live provider', async () => {
        const warm = await ids('/api/models?inference=warm');
        const served = hub().state.reposOf('model').filter(({ model, private: hidden }) => !hidden && model?.providers.some(({ status }) => status === 'live')).map(({ id }) => id);
        expect(warm.sort()).toEqual(served.sort());
    });

    it('data sets and Spaces have their own', async () => {
        expect(await ids('/api/datasets?filter=benchmark:official')).toEqual(['openai/gsm8k']);
        expect(await ids('/api/spaces?models=google-bert/bert-base-uncased')).toEqual(['bigcode/bert-playground']);
        expect(await ids('/api/spaces?filter=static')).toEqual(['huggingface/hf-docs-search']);
        expect((await ask(api('/api/spaces?sort=downloads'))).status).toBe(400);
    });

    it('sorts descending, ascending on demand', async () => {
        const [most] = await ids('/api/models?sort=downloads&limit=1');
        const [least] = await ids('/api/models?sort=downloads&direction=1&limit=1');
        expect([most, least]).toEqual(['sentence-transformers/all-MiniLM-L6-v2', 'ykilcher/totally-harmless-model']);
    });

    it('lists private repos to those who may read them and disabled ones to nobody', async () => {
        expect(await ids('/api/models?search=bert-prod')).toEqual([]);
        expect(await ids('/api/models?search=bert-prod', 'dave')).toEqual([]);
        expect(await ids('/api/models?search=bert-prod', 'sec')).toEqual([]);
        expect(await ids('/api/models?search=bert-prod', 'bo')).toEqual(['acme/bert-prod']);
        expect(await ids('/api/models?search=removed-by-the-hub')).toEqual([]);
    });
});

describe('fields', () => {
    it('default, full and expanded records', async () => {
        const record = async (path: string): Promise<string[]> => Object.keys(z.array(z.record(z.string(), z.unknown())).parse((await ask(api(path))).json())[0] ?? {}).sort();
        expect(await record('/api/models?search=roberta-large&limit=1')).toEqual(['_id', 'createdAt', 'downloads', 'id', 'library_name', 'likes', 'modelId', 'pipeline_tag', 'private', 'tags', 'trendingScore']);
        expect(await record('/api/models?search=roberta-large&limit=1&full=true&config=true')).toEqual(expect.arrayContaining(['author', 'config', 'lastModified', 'sha', 'siblings']));
        expect(await record('/api/models?search=roberta-large&limit=1&expand[]=likes&expand=sha')).toEqual(['_id', 'id', 'likes', 'sha']);
    });

    it('names the valid ones when one is unknown, and refuses to mix with full', async () => {
        const answer = await ask(api('/api/models?expand[]=weights'));
        expect(answer.status).toBe(400);
        expect(answer.text).toContain('inferenceProviderMapping');
        expect((await ask(api('/api/datasets?expand=safetensors'))).status).toBe(400);
        expect((await ask(api('/api/models?expand=likes&full=true'))).status).toBe(400);
        expect((await ask(api('/api/models/openai-community/gpt2?expand=likes&blobs=true'))).status).toBe(400);
    });

    it('derived facts agree with the repos they are derived from', async () => {
        const info = z.object({ childrenModelCount: z.record(z.string(), z.number()), spaces: z.array(z.string()) })
            .parse((await ask(api('/api/models/google-bert/bert-base-uncased?expand=childrenModelCount&expand=spaces'))).json());
        expect(info).toEqual({ childrenModelCount: { finetune: 2 }, spaces: ['bigcode/bert-playground'] });
        const gguf = (await ask(api('/api/models/bartowski/Llama-3.2-1B-Instruct-GGUF?expand=baseModels&expand=gguf'))).json();
        expect(gguf).toMatchObject({ baseModels: { relation: 'quantized', models: [{ id: 'meta-llama/Llama-3.2-1B' }] }, gguf: { architecture: 'llama' } });
    });
});
