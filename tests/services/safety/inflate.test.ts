import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflateRaw, MAX_INFLATED_BYTES, unzip } from '../../../services/safety/inflate';

const TEXT = Uint8Array.from({ length: 70_000 }, (_, index) => (index * index) % 251);

describe('inflate', () => {
    it('gives what was compressed', async () => {
        for (const inflated of [inflateRaw(deflateRawSync(TEXT)), unzip(deflateSync(TEXT)), unzip(gzipSync(TEXT))]) {
            const { bytes, problem } = await inflated;
            expect(problem).toBeUndefined();
            expect(Buffer.from(bytes).equals(TEXT)).toBe(true);
        }
    });

    it('gives what came before a missing or broken end, and says so', async () => {
        const packed = deflateRawSync(TEXT);
        const { bytes, problem } = await inflateRaw(packed.subarray(0, packed.byteLength / 2));
        expect(problem).toBe('truncated');
        expect(Buffer.from(TEXT).subarray(0, bytes.byteLength).equals(bytes)).toBe(true);
        expect(await inflateRaw(new TextEncoder().encode('no compressed text'))).toMatchObject({ problem: 'malformed' });
        expect(await inflateRaw(new Uint8Array())).toMatchObject({ problem: 'truncated' });
    });

    it('comes to an end when bytes follow it', async () => {
        const { bytes, problem } = await inflateRaw(Buffer.concat([deflateRawSync(TEXT), new Uint8Array(5_000)]));
        expect(problem).toBeUndefined();
        expect(bytes.byteLength).toBe(TEXT.byteLength);
    });

    it('stops a bomb at its bound', async () => {
        const { bytes, problem } = await inflateRaw(deflateRawSync(new Uint8Array(40_000_000)));
        expect(problem).toBe('too-long');
        expect(bytes.byteLength).toBe(MAX_INFLATED_BYTES);
    });
});
