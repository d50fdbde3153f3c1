import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ggufFile } from '../../../../playground/hub/bytes/gguf';
import { safetensorsFile } from '../../../../playground/hub/bytes/safetensors';
import { SparseBytes } from '../../../../playground/hub/bytes/sparse';
import { bufferReader, inspectFile, type ContentVerdict } from '../../../../services/safety';
import { READ_BUDGET_BYTES } from '../../../../services/safety/bounded-reader';
import { MAX_REQUESTS } from '../../../../services/safety/metered-source';
import { tensor } from '../pickle/benign-pickles';
import { pickled } from '../pickle/pickler';
import { BENIGN_CONTAINERS } from './benign-containers';
import { npy, npyHeader } from './builders';
import { MALICIOUS_CONTAINERS } from './malicious-containers';
import { zip, type Part } from './zip-builder';

const TEN_GIGABYTES = 10_000_000_000;
const SYSTEM = /^(posix|os)\.system$/;

function inspected(path: string, bytes: Uint8Array): Promise<ContentVerdict> {
    return inspectFile(bufferReader(bytes), { path, size: bytes.byteLength });
}

/** The verdict on a file that is nearly all zeros, what was read for it in truth, and in how many requests. */
async function inspectedSparse(path: string, file: SparseBytes): Promise<ContentVerdict & { read: number; requests: number }> {
    let read = 0;
    let requests = 0;
    const verdict = await inspectFile((from, length) => {
        read += length;
        requests++;
        return Promise.resolve(file.read(from, from + length));
    }, { path, size: file.size });
    return { ...verdict, read, requests };
}

/** An archive with nothing in its last file. */
function withHole(parts: readonly Part[], hole: number): SparseBytes {
    const bytes = zip(parts, { wide: true });
    const at = Buffer.from(bytes).indexOf('PK\x01\x02');
    return new SparseBytes(bytes.byteLength + hole, [{ offset: 0, bytes: bytes.subarray(0, at) }, { offset: at + hole, bytes: bytes.subarray(at) }]);
}

describe('inspectFile', () => {
    it.each(MALICIOUS_CONTAINERS)('does not allow $label', async ({ path, bytes, verdict }) => {
        const found = await inspected(path, bytes);
        expect(found.verdict).toBe(verdict);
        if (verdict === 'dangerous') expect(found.imports.map(({ module, name }) => `${module}.${name}`)).toContainEqual(expect.stringMatching(SYSTEM));
        else expect(found.problem).toBeDefined();
    });

    it.each(BENIGN_CONTAINERS)('sees what $label is', async ({ path, bytes, format, verdict }) => {
        expect(await inspected(path, bytes)).toMatchObject({ format, verdict });
    });

    it.each(['c', 'a text', 'a text in quotes'])('does not allow a path of attributes that is longer than what is kept of a name, with anything behind: %s', async (form) => {
        const path = `${'path.os.'.repeat(40)}system`;
        const [length, global] = [Buffer.alloc(4), 'U\x02os'];
        length.writeUInt32LE(path.length);
        const lookup = form === 'c' ? `cos\n${path}\n` : `${global}${form === 'a text' ? `X${length.toString('latin1')}${path}` : `S'${path}'\n`}\x93`;
        const bytes = Buffer.from(`N0\x80\x04${lookup}(S'id'\ntR.\xff`, 'latin1');
        expect(await inspected('model.bin', bytes)).toMatchObject({ format: 'pickle', verdict: 'dangerous', imports: [{ module: 'os' }] });
    });

    it('says what is wrong with a safetensors file that is none', async () => {
        expect(await inspected('model.safetensors', new TextEncoder().encode('not weights, but a text'))).toMatchObject({ format: 'safetensors', verdict: 'error', problem: 'too-long' });
    });

    it('passes on what the network does wrong', async () => {
        await expect(inspectFile(() => Promise.reject(new Error('no connection')), { path: 'a.bin', size: 10 })).rejects.toThrow('no connection');
    });

    it('takes a file that ends before its size for cut off', async () => {
        expect(await inspectFile(bufferReader(new Uint8Array(10)), { path: 'a.bin', size: 100 })).toMatchObject({ verdict: 'error', problem: 'truncated' });
    });
});

describe('what inspectFile reads', () => {
    const tensors = [{ name: 'weight', shape: [50_000, 50_000] }];
    const dataPickle = pickled({ dict: [['weight', tensor('0', [50_000, 50_000])]] }, 2);
    const storage: Part = { name: 'model/data/0', bytes: new Uint8Array(), wide: true, hole: TEN_GIGABYTES };
    const array = npy(npyHeader("'<f4'", '(50000, 50000)'), new Uint8Array());

    it.each([
        ['model.safetensors', safetensorsFile(tensors, 'F32'), 'safetensors'],
        ['model.gguf', ggufFile({ name: 'Large', architecture: 'llama', contextLength: 8192, layers: 1, hidden: 50_000 }, [{ name: 'weight', shape: [100_000, 100_000] }], 'Q8_0'), 'gguf'],
        ['model.pt', withHole([{ name: 'model/data.pkl', bytes: dataPickle, wide: true }, storage], TEN_GIGABYTES), 'torch'],
        ['array.npy', new SparseBytes(array.byteLength + TEN_GIGABYTES, [{ offset: 0, bytes: array }]), 'numpy'],
    ])('is half a megabyte at most of a %s of ten gigabytes', async (path, file, format) => {
        const { read, requests, ...verdict } = await inspectedSparse(path, file);
        expect(verdict).toMatchObject({ format, verdict: 'allowed', bytesRead: read });
        expect(file.size).toBeGreaterThan(TEN_GIGABYTES - 1);
        expect(read).toBeLessThanOrEqual(512 * 1024);
        expect(requests).toBeLessThanOrEqual(8);
    });

    it('is within the budget for a large vocabulary, and what lies beyond is said', async () => {
        const words = Array.from({ length: 3_000 }, (_, index) => ({ name: `layer.${index}.${'x'.repeat(1_000)}`, shape: [2, 2] }));
        const file = ggufFile({ name: 'Wordy', architecture: 'llama', contextLength: 8192, layers: 1, hidden: 8 }, words, 'Q8_0');
        const { read, detail, verdict } = await inspectedSparse('model.gguf', file);
        expect(verdict).toBe('allowed');
        expect(detail).toContain('beyond');
        expect(read).toBeLessThanOrEqual(READ_BUDGET_BYTES);
    });

    it('is a request for each file of an archive, and no more than a look may make', async () => {
        const parts = Array.from({ length: 3_000 }, (_, index): Part => ({ name: `${index}`, bytes: new Uint8Array(100_000) }));
        const { read, requests, verdict } = await inspectedSparse('many.zip', SparseBytes.of(zip(parts)));
        expect(verdict).toBe('error');
        expect(read).toBeLessThanOrEqual(READ_BUDGET_BYTES);
        expect(requests).toBeLessThanOrEqual(MAX_REQUESTS);
    });

    it('leaves the numbers of a large model alone', async () => {
        const storages = Array.from({ length: 2_000 }, (_, index): Part => ({ name: `model/data/${index}`, bytes: new Uint8Array(20_000) }));
        const { requests, verdict } = await inspectedSparse('model.pt', SparseBytes.of(zip([{ name: 'model/data.pkl', bytes: dataPickle }, ...storages])));
        expect(verdict).toBe('allowed');
        expect(requests).toBeLessThanOrEqual(30);
    });

    it.each([
        ['a zip', zip([{ name: 'data.pkl', bytes: new Uint8Array(200_000_000), deflate: true }]), 'budget'],
        ['a zip that lies about its size', zip([{ name: 'data.pkl', bytes: new Uint8Array(200_000_000), deflate: true, central: { size: 100 }, local: { size: 100 } }]), 'too-long'],
        ['a zip in a zip', zip([{ name: 'x', deflate: true, bytes: zip([{ name: 'data.pkl', bytes: Buffer.concat([Buffer.from([0x80, 2]), deflateRawSync(new Uint8Array(50_000_000))]) }]) }]), 'malformed'],
    ])('is no bomb: %s', async (_, bytes, problem) => {
        const began = performance.now();
        expect(await inspected('model.pt', bytes)).toMatchObject({ verdict: 'error', problem });
        expect(performance.now() - began).toBeLessThan(2_000);
    });

    it.each([
        ['archives that unpack to megabytes', Array.from({ length: 6 }, (_, index): Part => ({ name: `${index}.npy`, deflate: true, bytes: zip([{ name: 'a.npy', bytes: new Uint8Array(7_000_000) }]) }))],
        ['long pickles', Array.from({ length: 4 }, (_, index): Part => ({ name: `${index}.npy`, deflate: true, bytes: Buffer.concat([Buffer.from([0x80, 2]), Buffer.from(`${'N0'.repeat(400_000)}N.`)]) }))],
        ['archives in archives', Array.from({ length: 40 }, (_, index): Part => ({ name: `${index}.npy`, bytes: zip(Array.from({ length: 40 }, (__, inner): Part => ({ name: `${inner}`, bytes: Buffer.from('text') }))) }))],
    ])('spends no more on many parts than on one: %s', async (_, parts) => {
        const found = await inspected('arrays.npz', zip(parts));
        expect(found).toMatchObject({ verdict: 'error', problem: 'budget' });
        expect(found.detail).toContain('too long');
    });

    it('is no bomb: gzip', async () => {
        const bytes = gzipSync(Buffer.concat([Buffer.from([0x80, 4]), new Uint8Array(100_000_000)]));
        expect((await inspected('model.joblib', bytes)).verdict).toBe('error');
    });
});
