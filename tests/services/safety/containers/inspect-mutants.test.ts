import { describe, expect, it } from 'vitest';
import { bufferReader, inspectFile } from '../../../../services/safety';
import { ggufFile, safetensorsFile } from '../header-builders';
import { BENIGN_CONTAINERS } from './benign-containers';
import { MALICIOUS_CONTAINERS, PAYLOAD as PAYLOAD_BYTES, type Container } from './malicious-containers';

const MUTANTS = 12_000;
const PAYLOAD = Buffer.from(PAYLOAD_BYTES);
const HEADERS: readonly Container[] = [
    { label: 'GGUF', path: 'model.gguf', bytes: ggufFile() },
    { label: 'safetensors', path: 'model.safetensors', bytes: safetensorsFile({ a: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] }, b: { dtype: 'U8', shape: [4], data_offsets: [16, 20] } }, 20) },
];

/** The same mutants in each run (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
        state = (state + 0x6d2b_79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
    };
}

/** One to four bytes changed, bytes cut out, doubled or put in, or the end cut off. */
function mutated(original: Uint8Array, random: (below: number) => number): Buffer {
    let bytes = Buffer.from(original);
    for (let count = 1 + random(4); count > 0 && bytes.byteLength > 0; count--) {
        const at = random(bytes.byteLength);
        const length = random(16);
        switch (random(6)) {
            case 0: bytes = bytes.subarray(0, at); break;
            case 1: bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]); break;
            case 2: bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]); break;
            case 3: bytes[at] = 0xff; break;
            case 4: bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8)); break;
            default: bytes[at] = random(256);
        }
    }
    return bytes;
}

const END_RECORD = Buffer.from('PK\x05\x06');
const DIRECTORY_ENTRY = Buffer.from('PK\x01\x02');
const END_RECORD_BYTES = 22;

/** Without its directory an archive is none, for all loaders. */
function isStillThere({ bytes: original }: Container, mutant: Buffer): boolean {
    const end = mutant.lastIndexOf(END_RECORD);
    const wasArchive = Buffer.from(original).includes(END_RECORD);
    return mutant.includes(PAYLOAD) && (!wasArchive || (end !== -1 && end + END_RECORD_BYTES <= mutant.byteLength && mutant.includes(DIRECTORY_ENTRY)));
}

describe('inspectFile on mutants', () => {
    it('comes to a verdict within its bounds, and allows none that still has the payload in it', async () => {
        const random = randomNumbers(20_261_121);
        const originals: readonly Container[] = [...MALICIOUS_CONTAINERS, ...BENIGN_CONTAINERS, ...HEADERS, ...HEADERS, ...HEADERS].filter(({ bytes }) => bytes.byteLength < 4_000);
        const allowed: string[] = [];
        let slowest = 0;
        let mostRead = 0;
        for (let index = 0; index < MUTANTS; index++) {
            const original = originals[index % originals.length];
            if (!original) continue;
            const bytes = mutated(original.bytes, random);
            const began = performance.now();
            const { verdict, bytesRead } = await inspectFile(bufferReader(bytes), { path: original.path, size: bytes.byteLength });
            slowest = Math.max(slowest, performance.now() - began);
            mostRead = Math.max(mostRead, bytesRead / Math.max(1, bytes.byteLength));
            if (verdict === 'allowed' && isStillThere(original, bytes)) allowed.push(`${index} ${original.label}`);
        }
        expect(allowed).toEqual([]);
        expect(mostRead).toBeLessThanOrEqual(1);
        expect(slowest).toBeLessThan(2_000);
    });
});
