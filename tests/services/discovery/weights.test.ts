import { describe, expect, it } from 'vitest';
import { formatOf, formatsOf, quantisations, weightSize } from '../../../services/discovery/weights';

describe('formatOf', () => {
    it.each([
        ['model-00001-of-00004.safetensors', 'safetensors'],
        ['x/Model-Q4_K_M.GGUF', 'gguf'],
        ['pytorch_model.bin', 'pickle'],
        ['optimizer.pt', 'pickle'],
        ['model.joblib', 'pickle'],
        ['onnx/model.onnx', 'onnx'],
        ['tf_model.h5', 'tensorflow'],
        ['flax_model.msgpack', 'flax'],
        ['openvino_model.xml', 'openvino'],
        ['openvino_model.bin', undefined],
        ['training_args.bin', undefined],
        ['model.safetensors.index.json', undefined],
        ['config.json', undefined],
    ])('%s: %s', (path, format) => {
        expect(formatOf(path)).toBe(format);
    });

    it('lists each format once, safe ones first', () => {
        expect(formatsOf(['a.bin', 'b.bin', 'c.gguf', 'd.safetensors', 'README.md'])).toEqual(['safetensors', 'gguf', 'pickle']);
    });
});

describe('sizes', () => {
    it('add up the shards of a quantisation, and sort by size', () => {
        const files = [
            { path: 'm-Q8_0.gguf', size: 80 },
            { path: 'm-Q4_K_M-00001-of-00002.gguf', size: 30 },
            { path: 'm-Q4_K_M-00002-of-00002.gguf', size: 20 },
            { path: 'README.md', size: 1 },
        ];
        expect(quantisations(files)).toEqual([{ name: 'Q4_K_M', bytes: 50 }, { name: 'Q8_0', bytes: 80 }]);
        expect(weightSize(files)).toEqual({ min: 50, max: 80 });
    });

    it('count the same weights once', () => {
        expect(weightSize([{ path: 'a.safetensors', size: 10 }, { path: 'b.safetensors', size: 5 }, { path: 'a.bin', size: 15 }])).toEqual({ min: 15, max: 15 });
        expect(weightSize([{ path: 'README.md', size: 10 }])).toBeUndefined();
    });

    it('know quantisations by name before sizes are known', () => {
        expect(quantisations([{ path: 'm-Q4_0.gguf' }])).toEqual([{ name: 'Q4_0' }]);
    });
});
