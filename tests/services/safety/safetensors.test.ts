import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../services/safety';
import { READ_BUDGET_BYTES } from '../../../services/safety/bounded-reader';
import { MAX_HEADER_BYTES, MAX_TENSORS } from '../../../services/safety/safetensors';
import { fileReader, safetensorsFile } from './header-builders';

const HEADER = {
    __metadata__: { format: 'pt' },
    a: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
    b: { dtype: 'BF16', shape: [4], data_offsets: [24, 32] },
    scalar: { dtype: 'I64', shape: [], data_offsets: [32, 40] },
};

function reading(header: unknown, dataBytes = 0, fileSize?: number) {
    return readSafetensors(fileReader(safetensorsFile(header, dataBytes)).read, fileSize);
}

describe('readSafetensors', () => {
    it('counts parameters by dtype, and reads the head only', async () => {
        const file = safetensorsFile(HEADER, 40);
        expect(await readSafetensors(fileReader(file).read, file.byteLength)).toEqual({
            ok: true,
            facts: {
                format: 'safetensors', tensorCount: 3, parameters: { F32: 6, BF16: 4, I64: 1 }, totalParameters: 11,
                metadata: { format: 'pt' }, headerBytes: file.byteLength - 48, dataBytes: 40,
            },
        });
    });

    it.each([
        ['a hole', { a: { dtype: 'U8', shape: [2], data_offsets: [1, 3] } }, 'malformed'],
        ['an overlap', { a: { dtype: 'U8', shape: [2], data_offsets: [0, 2] }, b: { dtype: 'U8', shape: [2], data_offsets: [1, 3] } }, 'malformed'],
        ['a size that fits no shape', { a: { dtype: 'F32', shape: [2], data_offsets: [0, 2] } }, 'malformed'],
        ['a negative size', { a: { dtype: 'U8', shape: [-1], data_offsets: [0, 0] } }, 'malformed'],
        ['an overflowing shape', { a: { dtype: 'U8', shape: [2 ** 40, 2 ** 40], data_offsets: [0, 1] } }, 'malformed'],
        ['too many dimensions', { a: { dtype: 'U8', shape: Array.from({ length: 99 }, () => 1), data_offsets: [0, 1] } }, 'too-long'],
        ['an unknown dtype', { a: { dtype: 'Q4', shape: [1], data_offsets: [0, 1] } }, 'malformed'],
        ['metadata that is no text', { __metadata__: { a: 1 } }, 'malformed'],
        ['a list', '[1]', 'not-this-format'],
        ['a blank first', ' {}', 'not-this-format'],
        ['broken JSON', '{"a":', 'malformed'],
    ])('refuses %s', async (_, header, problem) => {
        expect(await reading(header)).toMatchObject({ ok: false, problem });
    });

    it('refuses a file that is longer or shorter than its header says', async () => {
        const file = safetensorsFile(HEADER, 40);
        expect(await reading(HEADER, 40, file.byteLength + 1)).toMatchObject({ ok: false, problem: 'malformed' });
    });

    it('never fetches what a forged length asks for', async () => {
        for (const length of [BigInt(MAX_HEADER_BYTES) + 1n, 2n ** 40n, 2n ** 64n - 1n]) {
            const file = new Uint8Array(100);
            new DataView(file.buffer).setBigUint64(0, length, true);
            const { read, reads } = fileReader(file);
            expect(await readSafetensors(read)).toMatchObject({ ok: false, problem: 'too-long' });
            expect(reads).toHaveLength(1);
        }
    });

    it('refuses more tensors than any model has', async () => {
        const header = Object.fromEntries(Array.from({ length: MAX_TENSORS + 1 }, (_, index) => [index.toString(36), 0]));
        expect(await reading(header)).toMatchObject({ ok: false, problem: 'too-long' });
    });

    it('reports a file that ends in its header', async () => {
        expect(await readSafetensors(fileReader(safetensorsFile(HEADER).slice(0, 60)).read)).toMatchObject({ ok: false, problem: 'truncated' });
        expect(await readSafetensors(fileReader(new Uint8Array()).read)).toMatchObject({ ok: false, problem: 'truncated' });
    });

    it('is not fooled by names of the language', async () => {
        const result = await reading('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"constructor":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}');
        // Both claim the same byte: whoever overlooks one of them sees no overlap.
        expect(result).toMatchObject({ ok: false, problem: 'malformed' });
        expect(Object.hasOwn(Object.prototype, 'dtype')).toBe(false);
    });

    it('survives any mutation of a header, within its budget', async () => {
        const original = safetensorsFile(HEADER, 40);
        const mutation = fc.record({ at: fc.nat(original.byteLength - 1), byte: fc.nat(255) });
        await fc.assert(fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 12 }), fc.nat(original.byteLength), async (mutations, cut) => {
            const file = original.slice(0, cut < 8 ? undefined : cut);
            for (const { at, byte } of mutations) file[at % file.byteLength] = byte;
            const { read, reads } = fileReader(file);
            const result = await readSafetensors(read);
            expect(reads.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(READ_BUDGET_BYTES);
            if (result.ok) expect(result.facts.totalParameters).toBeGreaterThanOrEqual(0);
        }), { numRuns: 400 });
    });
});
