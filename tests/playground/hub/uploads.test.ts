import { createHash } from 'node:crypto';
import { downloadFile, uploadFiles } from '@huggingface/hub';
import { describe, expect, it } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { useHub } from './harness';

/** Uploads by the Hub's own JavaScript client, unchanged, against the stand-in. */
const hub = useHub({ uploads: { multipartAbove: 100_000, partBytes: 40_000 } });
const repo = { type: 'model', name: 'alice/notes-classifier' } as const;
const at = (user: string): { hubUrl: string; accessToken: string } => ({ hubUrl: hub().url, accessToken: fakeToken(user) });

/** Bytes that no text holds, and that differ by `seed`. */
const bytesOf = (size: number, seed: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, index) => (index * 31 + seed * 7 + (index >> 8)) % 256);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function downloaded(path: string, revision = 'main'): Promise<string | undefined> {
    const blob = await downloadFile({ ...at('alice'), repo, path, revision });
    return blob ? sha256(new Uint8Array(await blob.arrayBuffer())) : undefined;
}

describe('files sent by @huggingface/hub', () => {
    it.each([
        ['a text', 'notes.txt', new TextEncoder().encode('hello\n')],
        ['a large file at once', 'weights.safetensors', bytesOf(90_000, 1)],
        ['a large file in parts', 'parts/weights.bin', bytesOf(130_001, 2)],
    ])('come back the same: %s', async (_what, path, bytes) => {
        await uploadFiles({ ...at('alice'), repo, files: [{ path, content: new Blob([bytes]) }] });
        expect(await downloaded(path)).toBe(sha256(bytes));
    });
});
