import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tensorsOf } from '../../../playground/hub/bytes/architectures';
import { ggufFile } from '../../../playground/hub/bytes/gguf';
import { callPickle, dictPickleV2, dictPickleV4 } from '../../../playground/hub/bytes/pickle';
import { safetensorsFile, safetensorsFiles, valuesIn } from '../../../playground/hub/bytes/safetensors';
import { SparseBytes } from '../../../playground/hub/bytes/sparse';
import { storedZip } from '../../../playground/hub/bytes/zip';
import { parseRange } from '../../../playground/hub/range';
import { unifiedDiff } from '../../../playground/hub/text-diff';

const SMALL = tensorsOf({ kind: 'bert', hidden: 8, layers: 1, vocab: 16 });
const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

describe('sparse files', () => {
    it('read like the same bytes laid out in full', () => {
        fc.assert(fc.property(fc.uint8Array({ maxLength: 20 }), fc.nat(30), fc.nat(80), fc.nat(80), (bytes, offset, start, end) => {
            const full = new Uint8Array(60);
            full.set(bytes, offset);
            const sparse = new SparseBytes(60, [{ offset, bytes }]);
            expect(sparse.read(start, end)).toEqual(full.slice(start, Math.max(start, end)));
            expect(sparse.sha256()).toBe(createHash('sha256').update(full).digest('hex'));
        }));
    });

    it('stream what they read and refuse a segment that does not fit', async () => {
        const sparse = new SparseBytes(200_000, [{ offset: 65_530, bytes: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]) }]);
        const streamed = new Uint8Array(await new Response(sparse.stream(10, 150_000)).arrayBuffer());
        expect(Buffer.compare(streamed, sparse.read(10, 150_000))).toBe(0);
        expect(() => new SparseBytes(3, [{ offset: 1, bytes: Uint8Array.from([1, 2, 3]) }])).toThrow(RangeError);
    });
});

describe('weights', () => {
    it('shards split at the limit and the index finds every tensor', () => {
        const files = safetensorsFiles(SMALL, 'F32', 1000);
        const index = JSON.parse(text(files.at(-1)?.bytes.read() ?? new Uint8Array())) as { weight_map: Record<string, string> };
        expect(Object.keys(index.weight_map)).toHaveLength(SMALL.length);
        expect(new Set(Object.values(index.weight_map))).toEqual(new Set(files.slice(0, -1).map(({ path }) => path)));
        expect(files.length).toBeGreaterThan(3);
    });

    it('a safetensors header is aligned and its data ends with the file', () => {
        const file = safetensorsFile(SMALL, 'F16');
        const length = Number(new DataView(file.read(0, 8).buffer).getBigUint64(0, true));
        expect(length % 8).toBe(0);
        expect(file.size).toBe(8 + length + valuesIn(SMALL) * 2);
    });

    it('GGUF starts with magic, version 3 and its counts, and quantisation shrinks it', () => {
        const facts = { name: 'test', architecture: 'llama', contextLength: 2048, layers: 1, hidden: 8 };
        const file = ggufFile(facts, SMALL, 'Q4_K_M');
        const head = new DataView(file.read(0, 24).buffer);
        expect([text(file.read(0, 4)), head.getUint32(4, true), Number(head.getBigUint64(8, true)), Number(head.getBigUint64(16, true))]).toEqual(['GGUF', 3, SMALL.length, 7]);
        expect(ggufFile(facts, SMALL, 'F16').size).toBeGreaterThan(file.size);
    });
});

describe('pickles', () => {
    it('are the bytes Python writes', () => {
        // pickle.dumps({'a': 1.0, 'b': 2.5}, 2) and the same with protocol 4, printed by CPython 3.
        expect(Buffer.from(dictPickleV2({ a: 1, b: 2.5 })).toString('hex')).toBe('80027d7100285801000000617101473ff00000000000005801000000627102474004000000000000752e');
        expect(Buffer.from(dictPickleV4({ a: 1, b: 2.5 })).toString('hex')).toBe('8004951f000000000000007d94288c016194473ff00000000000008c016294474004000000000000752e');
    });

    it('a call on load names its callable in the clear', () => {
        expect(text(callPickle('posix', 'system', 'id'))).toMatch(/cposix\nsystem\n.*R.*\.$/s);
    });
});

describe('zip', () => {
    it('has a directory that leads to every entry', () => {
        const zip = storedZip([{ name: 'a/data.pkl', bytes: SparseBytes.text('hello') }, { name: 'a/data/0', bytes: new SparseBytes(100, []) }]);
        const end = new DataView(zip.read(zip.size - 22).buffer);
        expect([end.getUint32(0, true).toString(16), end.getUint16(10, true)]).toEqual(['6054b50', 2]);
        const directory = new DataView(zip.read(end.getUint32(16, true)).buffer);
        const local = directory.getUint32(42, true);
        expect(text(zip.read(local + 30, local + 45))).toBe('a/data.pklhello');
        expect(directory.getUint32(16, true)).toBe(0x3610a686);
        expect(() => inflateRawSync(zip.read(local + 40, local + 45))).toThrow();
    });
});

describe('ranges', () => {
    it.each([
        ['bytes=0-0', { start: 0, end: 1 }], ['bytes=5-', { start: 5, end: 10 }], ['bytes=-3', { start: 7, end: 10 }], ['bytes=2-99', { start: 2, end: 10 }],
        ['bytes=10-', 'unsatisfiable'], ['bytes=-0', 'unsatisfiable'], ['bytes=0-1,4-5', 'whole'], ['items=0-1', 'whole'], ['bytes=-', 'whole'], [null, 'whole'],
    ])('%s', (header, expected) => {
        expect(parseRange(header, 10)).toEqual(expected);
    });
});

describe('unified diff', () => {
    it('shows the change with three lines around it', () => {
        const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', ''].join('\n');
        expect(unifiedDiff('x', before, before.replace('d', 'D')).split('\n').slice(3)).toEqual(['@@ -1,7 +1,7 @@', ' a', ' b', ' c', '-d', '+D', ' e', ' f', ' g', '']);
        expect(unifiedDiff('x', undefined, 'new\n')).toContain('--- /dev/null\n+++ b/x\n@@ -0,0 +1,1 @@\n+new\n');
    });
});
