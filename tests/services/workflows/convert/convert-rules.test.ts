import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantizationOf } from '../../../../services/safety';
import { CONVERT_IMAGE, CONVERT_SCRIPT } from '../../../../services/workflows/convert/convert-script';
import { inputsOf, outputsOf } from '../../../../services/workflows/convert/inputs';
import { jobEnd } from '../../../../services/workflows/convert/job-end';
import { commitIn, progressIn, refusalIn } from '../../../../services/workflows/convert/progress';
import { quantizationNamed, QUANTIZATIONS } from '../../../../services/workflows/convert/quantizations';

const files = (...paths: string[]): { path: string; size: number }[] => paths.map((path) => ({ path, size: 1 }));

describe('inputs', () => {
    it('are the safe weights where there are any, and what describes them', () => {
        const found = inputsOf(files('config.json', 'tokenizer.json', 'model.safetensors', 'pytorch_model.bin', 'README.md', 'modeling.py', 'onnx/model.onnx', 'adapter_config.json', 'adapter_model.safetensors', 'model.fp16.safetensors', 'pytorch_model.bin.index.json'), 'gguf');
        expect(found).toEqual({ kind: 'inputs', weights: files('model.safetensors'), companions: files('config.json', 'tokenizer.json'), pickle: false });
    });

    it('are pickles where there is nothing else', () => {
        const found = inputsOf(files('config.json', 'pytorch_model-00001-of-00002.bin', 'pytorch_model-00002-of-00002.bin', 'pytorch_model.bin.index.json', 'optimizer.bin'), 'safetensors');
        expect(found).toMatchObject({ kind: 'inputs', pickle: true, weights: files('pytorch_model-00001-of-00002.bin', 'pytorch_model-00002-of-00002.bin') });
        expect(found.kind === 'inputs' && outputsOf({ model: 'a/b', to: 'safetensors', ...found })).toEqual(['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors', 'config.json', 'model.safetensors.index.json']);
    });

    it.each([
        [['model.safetensors'], 'gguf', 'no-config'],
        [['config.json', 'model.gguf'], 'gguf', 'no-weights'],
        [['config.json', 'model.safetensors'], 'safetensors', 'converted-already'],
        [['config.json', ...Array.from({ length: 200 }, (_, index) => `model-${index}-of-200.safetensors`)], 'gguf', 'too-many'],
    ] as const)('%#: there are none', (paths, to, kind) => {
        expect(inputsOf(files(...paths), to).kind).toBe(kind);
    });

    it('never have a name that the job could read as another, or as two', () => {
        fc.assert(fc.property(fc.array(fc.string()), (paths) => {
            const found = inputsOf(files('config.json', 'model.safetensors', ...paths.map((path) => `${path}.json`)), 'gguf');
            expect(found.kind === 'inputs' && [...found.weights, ...found.companions].every(({ path }) => /^[\w.-]+$/.test(path))).toBe(true);
        }));
    });
});

it('a GGUF file says what it is made of, as it is read elsewhere', () => {
    for (const name of QUANTIZATIONS) {
        const [path = ''] = outputsOf({ model: 'acme/x', to: 'gguf', quantization: name, weights: [], companions: [] });
        expect([path, quantizationOf(path), quantizationNamed(name.toLowerCase().replaceAll('_', '-'))]).toEqual([`x-${name}.gguf`, name, name]);
    }
    expect([quantizationNamed('IQ1_S'), quantizationNamed('toString')]).toEqual([undefined, undefined]);
});

describe('what a log tells', () => {
    it('progress, the commit and a refusal; numbers that make no sense are none', () => {
        const sha = 'a'.repeat(40);
        expect(progressIn(['[convert] 1/6 Checking', 'noise', '[convert] 2/6 Downloading 3 files', '[convert] 9/6 more', '[convert] 0/6 less'])).toEqual({ step: 2, of: 6, words: 'Downloading 3 files' });
        expect([commitIn([`[convert] done ${sha}`]), commitIn(['[convert] done soon'])]).toEqual([sha, undefined]);
        expect(refusalIn(['[convert] refused a.bin: no', 'x'])).toBe('a.bin: no');
    });

    it.each([
        [{ stage: 'COMPLETED' }, [], 'done'],
        [{ stage: 'RUNNING' }, ['out of memory'], undefined],
        [{ stage: 'ERROR', message: 'Job timeout' }, [], 'timeout'],
        [{ stage: 'ERROR', message: 'Job failed with exit code: 137' }, [], 'memory'],
        [{ stage: 'ERROR', message: 'Job failed with exit code: 1' }, ['OSError: [Errno 28] No space left on device'], 'disk'],
        [{ stage: 'ERROR' }, ['ERROR:hf-to-gguf:Model FooForBar is not supported'], 'architecture'],
        [{ stage: 'ERROR' }, ['[convert] refused model.bin: hash'], 'input'],
        [{ stage: 'ERROR', message: null }, ['ValueError: nothing'], 'failed'],
        [{ stage: 'CANCELED', cancelReason: 'NO_CREDITS' }, [], 'no-credits'],
        [{ stage: 'CANCELED' }, [], 'cancelled'],
        [{ stage: 'DELETED' }, [], 'lost'],
    ])('%j ends', (state, lines, end) => {
        expect(jobEnd(state, lines)).toBe(end);
    });
});

describe('the script', () => {
    it('names nothing that is not pinned, and installs nothing', () => {
        expect(CONVERT_IMAGE).toMatch(/@sha256:[0-9a-f]{64}$/);
        expect(CONVERT_SCRIPT).not.toMatch(/\bpip\b|\bapt(?:-get)?\b|\bgit clone\b|\bcurl\b|\bwget\b|revision="?main/);
        // Each download states the commit.
        const downloads = CONVERT_SCRIPT.match(/(?:hf_hub_download|get_paths_info)\([^)]*\)/g) ?? [];
        expect(downloads).toHaveLength(2);
        expect(downloads.every((call) => call.includes('revision=REVISION'))).toBe(true);
    });

    it('prints steps that are understood here, and fits into one word of a command', () => {
        const steps = [...CONVERT_SCRIPT.matchAll(/say\((\d), f?"([^"]+)"/g)].map(([, step, words]) => `[convert] ${step}/6 ${words}`);
        expect(steps.map((line) => progressIn([line])?.step)).toEqual([3, 4, 3, 1, 2, 5, 6]);
        expect(CONVERT_SCRIPT).toContain('STEPS = 6');
        expect(CONVERT_SCRIPT.length).toBeLessThan(10_000);
    });

    it('loads no pickle in a way that runs it, and hands its token to no other program', () => {
        const loads = CONVERT_SCRIPT.match(/torch\.load\([^)]*\)/g) ?? [];
        expect(loads.length > 0 && loads.every((call) => call.includes('weights_only=True'))).toBe(true);
        expect(CONVERT_SCRIPT).toContain('TOKEN = os.environ.pop("HF_TOKEN")');
        expect(CONVERT_SCRIPT).not.toMatch(/^import pickle|trust_remote_code/m);
    });
});
