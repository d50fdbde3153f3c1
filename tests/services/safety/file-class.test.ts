import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyFile } from '../../../services/safety';

const SAFE = 'safetensors gguf onnx json jsonl ndjson yaml yml toml txt md rst csv tsv parquet arrow vocab bpe tiktoken spm png jpg gif webp wav mp3 flac mp4'.split(' ');
const UNSAFE = 'bin pkl pickle pt pth ckpt joblib dill mar pt2 nemo ptl distcp t7 pk exe so dll pyc jar llamafile'.split(' ');

describe('a file’s name', () => {
    it.each([...SAFE.map((extension) => `folder/model.${extension}`), 'README', 'LICENSE', '.gitattributes', '.gitignore', 'tokenizer.model', 'onnx/spiece.model', 'merges.txt', 'Model-Q4_K_M.GGUF',
        'pytorch_model.bin.index.json', 'diffusion_pytorch_model.bin.index.fp16.json', 'model-00001-of-00002.safetensors', 'v1.0/config.json', 'a.pkl/config.json', 'Zusammenfassung – März.md'])('safe: %s', (path) => {
        expect(classifyFile(path)).toBe('safe');
    });

    it.each([...UNSAFE.map((extension) => `folder/model.${extension}`), 'pytorch_model.bin', 'MODEL.PKL', 'model.pkl.gz', 'checkpoint.pth.tar', 'model.pt.zip', 'model.bin.bak', 'model.bin.1', '.pkl', 'a.json/model.pkl',
        'model.json.pkl', 'model.pkl.', 'model.pkl ', 'model.pkl..', 'model.p\u200bkl', 'model．pkl', 'model.ｐｋｌ', 'model\u202enosj.pkl'])('unsafe: %j', (path) => {
        expect(classifyFile(path)).toBe('unsafe');
    });

    it.each(['', '/', 'model', 'model.npy', 'model.npz', 'model.h5', 'model.keras', 'model.msgpack', 'saved_model.pb', 'word2vec.model', 'app.py', 'run.sh', 'notebook.ipynb', 'index.html', 'drawing.svg', 'data.jsonl.gz', 'archive.zip', 'json',
        'config.json/', 'config.json ', 'config.json.', 'config.jsоn', 'config．json', 'config.ｊson', 'model.pkl\\x.json', 'model.pkl:x.json', 'model.pkl\0.json', 'model\u202e.json', 'model.pkl.json', 'model.рkl', 'config.constructor'])('unknown: %j', (path) => {
        expect(classifyFile(path)).toBe('unknown');
    });

    const stem = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_ '), minLength: 1, maxLength: 12 });
    const trick = fc.constantFrom('', '.', ' ', '..', '. .', '\u200b', '\u00ad', '\ufeff', '\u202e', '\t', '\0', '\\', ':', '::$DATA', '.gz', '.zip', '.tar', '.bak', '.1', '.json', '.txt', '.md', '.safetensors', '.gguf', '?', '#', '%00', '.JSON', '.ｊson');

    it('is never made safe by what somebody does to the name of an unsafe one', () => {
        const shaped = fc.constantFrom<(text: string) => string>((text) => text, (text) => text.toUpperCase(), (text) => [...text].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join(''), (text) => [...text].join('\u200d'));
        fc.assert(fc.property(stem, fc.constantFrom(...UNSAFE), shaped, fc.tuple(fc.array(trick, { maxLength: 4 }), fc.constantFrom('', '/')), (name, extension, shape, [tricks, end]) => {
            expect(classifyFile(`${name}.${shape(extension)}${tricks.join('')}${end}`)).not.toBe('safe');
        }), { numRuns: 5_000 });
    });

    it('decides by the last part of the path alone', () => {
        fc.assert(fc.property(fc.array(stem), fc.constantFrom(...SAFE, ...UNSAFE, 'xyz'), (folders, extension) => {
            expect(classifyFile([...folders, `a.${extension}`].join('/'))).toBe(classifyFile(`a.${extension}`));
        }));
    });

    it('is unknown unless it is on a list', () => {
        const listed = new Set([...SAFE, ...UNSAFE]);
        fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'), minLength: 5, maxLength: 12 }).filter((extension) => !listed.has(extension) && !['cloudpickle', 'tiff', 'jpeg'].includes(extension)), (extension) => {
            expect(classifyFile(`model.${extension}`)).toBe('unknown');
        }));
    });
});
