import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type HubServer } from '../../../playground/hub/server';
import { cardHint, generateCard, readFrontMatter, scoreCard, type CardHint } from '../../../services/cards';
import { validateYaml } from '../../../services/hub';
import { TestWorkspace } from '../../helpers/test-ctx';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const model = (paths: readonly string[], hints: readonly CardHint[] = []): string => generateCard({ repo: { type: 'model', id: 'acme/bert-prod' }, paths, hints });
const metadata = (card: string): object => readFrontMatter(card).data;

describe('what a file tells about its repository', () => {
    it.each<[string, unknown, CardHint | undefined]>([
        ['config.json', { architectures: ['BertForMaskedLM'], transformers_version: '4.50.0' }, { library: 'transformers', pipeline: 'fill-mask' }],
        ['config.json', { architectures: ['T5ForConditionalGeneration'], transformers_version: '4.50.0' }, { library: 'transformers', pipeline: undefined }],
        ['config.json', { architectures: ['AForCausalLM', 'BForMaskedLM'], transformers_version: '4.50.0' }, { library: 'transformers', pipeline: undefined }],
        ['config.json', { architectures: ['BertForMaskedLM'] }, {}],
        ['config.json', [1], {}],
        ['config.json', '{', undefined],
        ['config.json', 'x'.repeat(200_001), undefined],
        ['sub/config.json', { architectures: ['BertForMaskedLM'], transformers_version: '4.50.0' }, undefined],
        ['adapter_config.json', { peft_type: 'LORA', base_model_name_or_path: 'meta-llama/Llama-3.1-8B' }, { library: 'peft', baseModel: 'meta-llama/Llama-3.1-8B' }],
        ['adapter_config.json', { peft_type: 'LORA', base_model_name_or_path: '/home/me/llama' }, { library: 'peft', baseModel: undefined }],
        ['adapter_config.json', { peft_type: 'LORA', base_model_name_or_path: 'a/b: c' }, { library: 'peft', baseModel: undefined }],
        ['model_index.json', { _class_name: 'StableDiffusionPipeline', _diffusers_version: '0.30.0' }, { library: 'diffusers' }],
        ['modules.json', [{ type: 'sentence_transformers.models.Transformer' }], { library: 'sentence-transformers', pipeline: 'sentence-similarity' }],
        ['README.md', '# x', undefined],
    ])('%s %j: %j', (path, content, hint) => {
        expect(cardHint(path, bytes(content))).toEqual(hint);
    });
});

describe('a generated card', () => {
    let hub: HubServer;
    beforeAll(async () => {
        hub = await startHub();
    });
    afterAll(() => hub.stop());

    it('states what the files tell, and leaves the licence to people', () => {
        expect(metadata(model(['model.safetensors']))).toEqual({});
        expect(model(['model.safetensors'])).toMatch(/^# bert-prod\n/);
        expect(metadata(model(['a.Q4_K_M.gguf']))).toEqual({ library_name: 'gguf' });
        const adapter = [{ library: 'transformers', pipeline: 'text-generation' }, { library: 'peft', baseModel: 'acme/base' }];
        expect(metadata(model(['adapter_model.safetensors'], adapter))).toEqual({ library_name: 'peft', base_model: 'acme/base' });
        expect(metadata(model(['x'], [{ baseModel: 'a/b' }, { baseModel: 'a/c' }]))).toEqual({});
        expect(metadata(generateCard({ repo: { type: 'dataset', id: 'acme/null' }, paths: ['train.csv'], hints: [] }))).toEqual({ pretty_name: 'null' });
    });

    it('asks for what is missing instead of pretending: it scores like an empty one', () => {
        const { checks } = scoreCard(readFrontMatter(model(['model.safetensors'])));
        expect(checks.filter(({ met, id }) => met && id.startsWith('section.'))).toEqual([]);
    });

    it('lists the files, not all of them', () => {
        const card = model(Array.from({ length: 40 }, (_none, index) => `part-${index}.bin`));
        expect(card.match(/^- `part-/gm)).toHaveLength(30);
        expect(card).toContain('- and 10 more');
    });

    it('is accepted by Hugging Face, whatever it is about', async () => {
        const { hub: client } = new TestWorkspace(hub).ctx();
        for (const card of [model([]), model(['x.gguf'], [{ library: 'peft', baseModel: 'a/null' }]), generateCard({ repo: { type: 'dataset', id: 'acme/yes' }, paths: ['train.csv'], hints: [] })]) {
            expect((await validateYaml(client, { content: card, type: 'model' })).errors).toEqual([]);
        }
    });

    it('has a front matter that reads as what was written, for any name', () => {
        fc.assert(fc.property(fc.stringMatching(/^[\w.]{1,20}$/), (name) => {
            expect(metadata(generateCard({ repo: { type: 'dataset', id: `acme/${name}` }, paths: [], hints: [] }))).toEqual({ pretty_name: name });
        }));
    });
});
