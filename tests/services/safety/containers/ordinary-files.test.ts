import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bufferReader, inspectFile, type ContentVerdict } from '../../../../services/safety';

const DATA_BYTES = 700;

function inspected(path: string, bytes: Uint8Array): Promise<ContentVerdict> {
    return inspectFile(bufferReader(bytes), { path, size: bytes.byteLength });
}

/** With a header of so many bytes, filled up with blanks as writers do. */
function safetensors(headerBytes: number, data: Uint8Array): Uint8Array {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(headerBytes));
    const header = JSON.stringify({ a: { dtype: 'U8', shape: [data.byteLength], data_offsets: [0, data.byteLength] } });
    return Buffer.concat([length, Buffer.from(header.padEnd(headerBytes)), data]);
}

/** Writers align the header: every low byte of that kind, and behind it each byte that is an opcode, a digit, or a sign. */
const headerBytes = fc.tuple(fc.nat(31), fc.constantFrom(0, 1, ...Buffer.from(' +-0159FGILPSTUVX[]acdegijloprstu}').values())).map(([low, high]) => high * 256 + low * 8).filter((bytes) => bytes > 80);
const randomBytes = fc.uint8Array({ minLength: DATA_BYTES, maxLength: DATA_BYTES });
const data = fc.oneof(fc.constant(new Uint8Array(DATA_BYTES)), randomBytes);

const MAGICS: Record<string, readonly number[]> = {
    'table.parquet': [0x50, 0x41, 0x52, 0x31],
    'picture.png': [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13],
    'picture.jpg': [0xff, 0xd8, 0xff, 0xe0],
    'sound.wav': [...Buffer.from('RIFF')],
    'table.arrow': [...Buffer.from('ARROW1\0\0')],
};

const TEXTS: Record<string, string> = {
    'list of files': 'config.json\nmodel.safetensors\nREADME.md\n',
    'requirements': 'click\nrequests\ntorch\n',
    'more requirements': 'cython\nruamel.yaml\nnumpy\n',
    'functions': 'cos\nsin\ntan\n',
    'vocabulary': 'cat\nload\nI\n.\nL\n',
    'table of numbers': 'I,L,F\n1,2,3.5\n-4,5,6e7\n',
    'numbers behind letters': 'L1\nI2\nF3\n',
    'tokens': '{"version": "1.0", "model": {"vocab": {"cos": 1, "system": 2}}}\n',
    'prose': '(c) The authors\ncopy\nit. Then go on.\n',
};

describe('ordinary files', () => {
    it('are weights, whatever the length of their header is read as', async () => {
        await fc.assert(fc.asyncProperty(headerBytes, data, async (length, bytes) => {
            expect(await inspected('model.safetensors', safetensors(length, bytes))).toMatchObject({ format: 'safetensors', verdict: 'allowed' });
        }), { numRuns: 300 });
    });

    it.each(Object.entries(MAGICS))('are of no known harm: %s', async (path, magic) => {
        await fc.assert(fc.asyncProperty(randomBytes, async (bytes) => {
            expect(await inspected(path, Uint8Array.from([...magic, ...bytes]))).toMatchObject({ format: 'other', verdict: 'unknown' });
        }), { numRuns: 100 });
    });

    it.each(Object.entries(TEXTS))('are texts: %s', async (_name, text) => {
        expect(await inspected('a.txt', Buffer.from(text))).toMatchObject({ format: 'text', verdict: 'allowed' });
    });
});
