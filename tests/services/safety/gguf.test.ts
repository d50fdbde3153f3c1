import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGguf } from '../../../services/safety';
import { READ_BUDGET_BYTES } from '../../../services/safety/bounded-reader';
import { fileReader, GgufWriter, ggufFile } from './header-builders';

function head(tensors: number | bigint = 0, keys: number | bigint = 0, version = 3): GgufWriter {
    return new GgufWriter().raw('GGUF').u32(version).u64(tensors).u64(keys);
}

function reading(file: Uint8Array) {
    return readGguf(fileReader(file).read);
}

describe('readGguf', () => {
    it('reads architecture, context, quantisation and parameters', async () => {
        expect(await reading(ggufFile())).toEqual({
            ok: true,
            facts: {
                format: 'gguf', version: 3, tensorCount: 2, architecture: 'llama', name: undefined, contextLength: 8192, quantization: 'Q4_K_M',
                parameters: { Q4_K: 6400, F32: 64 }, totalParameters: 6464, complete: true,
            },
        });
    });

    it.each([
        ['another magic', new GgufWriter().raw('GGML').u32(3).u64(0).u64(0), 'not-this-format'],
        ['version 1', head(0, 0, 1), 'unsupported-version'],
        ['big-endian files', head(0, 0, 0x03000000), 'unsupported-version'],
        ['a forged tensor count', head(2n ** 63n, 0), 'too-long'],
        ['a forged key count', head(0, 10_000_000), 'too-long'],
        ['a forged key length', head(0, 1).u64(2n ** 60n), 'too-long'],
        ['a key longer than the format allows', head(0, 1).u64(100_000), 'too-long'],
        ['an unknown value type', head(0, 1).key('a', 99), 'malformed'],
        ['deep arrays', head(0, 1).key('a', 9).u32(9).u64(1).u32(9).u64(1).u32(9).u64(1), 'too-long'],
        ['too many dimensions', head(1, 0).text('t').u32(1_000), 'too-long'],
        ['a tensor of impossible size', head(1, 0).text('t').u32(4).u64(2n ** 50n).u64(2n ** 50n).u64(1).u64(1), 'malformed'],
        ['an end in the middle', head(0, 1).u64(5).raw('ab'), 'truncated'],
        ['a jump beyond every file', head(0, 1).key('a', 9).u32(12).u64(2n ** 52n), 'too-long'],
    ])('refuses %s', async (_, writer, problem) => {
        expect(await reading(writer.bytes())).toMatchObject({ ok: false, problem });
    });

    it('tells what it knows when a vocabulary is larger than the budget', async () => {
        const start = head(1, 2).key('general.architecture', 8).text('llama').key('tokenizer.ggml.tokens', 9).u32(8).u64(10_000_000).bytes();
        const file = new Uint8Array(READ_BUDGET_BYTES * 2);
        file.set(start);
        const { read, reads } = fileReader(file);
        expect(await readGguf(read)).toMatchObject({ ok: true, facts: { architecture: 'llama', tensorCount: 1, complete: false } });
        expect(reads.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(READ_BUDGET_BYTES);
    });

    it('jumps over long texts and number lists without reading them', async () => {
        const template = 1_500_000;
        const front = head(0, 2).key('tokenizer.chat_template', 8).u64(template).bytes();
        const back = new GgufWriter().key('general.architecture', 8).text('qwen2').bytes();
        const file = new Uint8Array(front.byteLength + template + back.byteLength);
        file.set(front);
        file.set(back, front.byteLength + template);
        const { read, reads } = fileReader(file);
        expect(await readGguf(read)).toMatchObject({ ok: true, facts: { architecture: 'qwen2', complete: true } });
        expect(reads).toHaveLength(2);
    });

    it('survives any mutation, within its budget', async () => {
        const original = ggufFile();
        const mutation = fc.record({ at: fc.nat(original.byteLength - 1), byte: fc.nat(255) });
        await fc.assert(fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 8 }), fc.nat(original.byteLength), async (mutations, cut) => {
            const file = original.slice(0, cut < 24 ? undefined : cut);
            for (const { at, byte } of mutations) file[at % file.byteLength] = byte;
            const { read, reads } = fileReader(file);
            await readGguf(read);
            expect(reads.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(READ_BUDGET_BYTES);
        }), { numRuns: 400 });
    });

    it('lets a network failure stay one', async () => {
        await expect(readGguf(() => Promise.reject(new Error('offline')))).rejects.toThrow('offline');
    });
});
