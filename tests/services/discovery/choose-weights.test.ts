import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseWeights, formatOf, quantizationName, splitFiles, suggestedQuantisation, type WeightChoice } from '../../../services/discovery';
import type { SizedFile } from '../../../services/hub';
import { quantizationOf } from '../../../services/safety';

const files = (...paths: string[]): SizedFile[] => paths.map((path, index) => ({ path, size: 100 * (index + 1) }));

function pathsOf(choice: WeightChoice<SizedFile>): string[] {
    if (choice.kind !== 'chosen') throw new Error(`Nothing was chosen: ${choice.kind}.`);
    return choice.files.map(({ path }) => path);
}

describe('the weights of a model', () => {
    it('are safetensors where there are any, with what belongs to them; pickles beside them are named as replaced', () => {
        const repo = files('README.md', 'config.json', 'model.safetensors', 'model.safetensors.index.json', 'pytorch_model.bin', 'pytorch_model.bin.index.json', 'tf_model.h5', 'flax_model.msgpack', 'onnx/model.onnx');
        const choice = chooseWeights(repo, {});
        expect(pathsOf(choice)).toEqual(['README.md', 'config.json', 'model.safetensors', 'model.safetensors.index.json']);
        expect(choice).toMatchObject({ format: 'safetensors', replaced: [{ path: 'pytorch_model.bin' }, { path: 'tf_model.h5' }] });
    });

    it('are all there is where nothing safe is, to be judged one by one', () => {
        const repo = files('config.json', 'pytorch_model.bin');
        expect(pathsOf(chooseWeights(repo, {}))).toEqual(['config.json', 'pytorch_model.bin']);
    });

    it.each(['Q4_K_M', 'q4_k_m', 'q4-k-m', ' Q4_K_m'])('are of one quantisation, typed as %s, with all its parts and the projector', (quantization) => {
        const repo = files('config.json', 'm-Q4_K_M-00001-of-00002.gguf', 'm-Q4_K_M-00002-of-00002.gguf', 'm-Q8_0.gguf', 'mmproj-m-F16.gguf');
        expect(pathsOf(chooseWeights(repo, { quantization }))).toEqual(['config.json', 'm-Q4_K_M-00001-of-00002.gguf', 'm-Q4_K_M-00002-of-00002.gguf', 'mmproj-m-F16.gguf']);
    });

    it('are asked for where there are several quantisations, and named where there is none of that name', () => {
        const repo = files('m-Q2_K.gguf', 'm-Q8_0.gguf');
        expect(chooseWeights(repo, {})).toEqual({ kind: 'which', offered: [{ name: 'Q2_K', bytes: 100 }, { name: 'Q8_0', bytes: 200 }] });
        expect(chooseWeights(repo, { quantization: 'Q5_K_M' })).toMatchObject({ kind: 'no-quantization', offered: [{ name: 'Q2_K' }, { name: 'Q8_0' }] });
        expect(chooseWeights(repo, { format: 'safetensors' })).toEqual({ kind: 'no-format', offered: ['gguf'] });
        expect(pathsOf(chooseWeights(files('model.gguf'), {}))).toEqual(['model.gguf']);
    });

    it('never hold a pickle where there is a safe format, and one format only, whatever the repository holds', () => {
        const name = fc.constantFrom('README.md', 'config.json', 'model.safetensors', 'a/model.safetensors', 'pytorch_model.bin', 'x.pt', 'm-Q4_K_M.gguf', 'm-Q8_0.gguf', 'm.IQ3_XXS.gguf', 'model.onnx', 'tf_model.h5', 'vocab.txt', 'mmproj-F16.gguf');
        const wish = fc.record({ format: fc.constantFrom(undefined, 'gguf' as const, 'safetensors' as const), quantization: fc.constantFrom(undefined, 'q4_k_m', 'Q8_0', 'nonsense') });
        fc.assert(fc.property(fc.uniqueArray(name), wish, (paths, wanted) => {
            const repo = files(...paths);
            const choice = chooseWeights(repo, wanted);
            if (choice.kind !== 'chosen') return;
            const formats = new Set(choice.files.flatMap(({ path }) => formatOf(path) ?? []));
            const hasSafe = repo.some(({ path }) => ['safetensors', 'gguf', 'onnx'].includes(formatOf(path) ?? ''));
            expect(hasSafe ? formats.size : 0).toBeLessThanOrEqual(1);
            expect(hasSafe && formats.has('pickle')).toBe(false);
            expect(wanted.format === undefined || formats.has(wanted.format)).toBe(true);
            const quantisations = new Set(choice.files.filter(({ path }) => !path.includes('mmproj')).flatMap(({ path }) => (formatOf(path) === 'gguf' ? quantizationOf(path) ?? [] : [])));
            expect(quantisations.size).toBeLessThanOrEqual(1);
            expect(choice.files.filter((file) => choice.replaced.includes(file))).toEqual([]);
        }));
    });
});

describe('a quantisation', () => {
    it('is read as files state it', () => {
        expect(['fp16', 'iq3_xxs', 'Q8-0', 'what'].map(quantizationName)).toEqual(['F16', 'IQ3_XXS', 'Q8_0', 'WHAT']);
    });

    it('is suggested by what fits, then by what is usual', () => {
        const offered = [{ name: 'Q2_K', bytes: 10 }, { name: 'Q4_K_M', bytes: 20 }, { name: 'Q8_0', bytes: 30 }];
        expect([25, 30, 5].map((limit) => suggestedQuantisation(offered, limit)?.name)).toEqual(['Q4_K_M', 'Q8_0', 'Q4_K_M']);
        expect(suggestedQuantisation([{ name: 'Q2_K' }, { name: 'Q8_0' }], 5)?.name).toBe('Q2_K');
        expect(suggestedQuantisation([], 5)).toBeUndefined();
    });
});

it('the files of a split are told by its name between separators', () => {
    const repo = files('README.md', 'data/train-00000-of-00001.parquet', 'default/test/0000.parquet', 'trained/x.parquet', 'TRAIN.csv', 'data/pretrain.csv', 'train_sft-1.parquet');
    expect(splitFiles(repo, 'train').map(({ path }) => path)).toEqual(['data/train-00000-of-00001.parquet', 'TRAIN.csv', 'train_sft-1.parquet']);
    expect(splitFiles(repo, 'Test').map(({ path }) => path)).toEqual(['default/test/0000.parquet']);
});
