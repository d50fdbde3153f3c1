import { createHash } from 'node:crypto';
import { commit, createRepo, deleteFile, downloadFile, HubApiError, listFiles, uploadFiles } from '@huggingface/hub';
import { describe, expect, it } from 'vitest';
import { fakeToken } from '../../../playground/hub/seed/ids';
import { useHub } from './harness';

/** Uploads by the Hub's own JavaScript client, unchanged and with its own choice of transfers, against the stand-in. */
const hub = useHub({ uploads: { multipartAbove: 100_000, partBytes: 40_000 } });
const repo = { type: 'model', name: 'alice/notes-classifier' } as const;
const at = (user: string): { hubUrl: string; accessToken: string } => ({ hubUrl: hub().url, accessToken: fakeToken(user) });

/** Bytes that no text holds, and that differ by `seed`. */
const bytesOf = (size: number, seed: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, index) => (index * 31 + seed * 7 + (index >> 8)) % 256);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function downloaded(path: string, revision = 'main', name: string = repo.name): Promise<string | undefined> {
    const blob = await downloadFile({ ...at('alice'), repo: { type: 'model', name }, path, revision });
    return blob ? sha256(new Uint8Array(await blob.arrayBuffer())) : undefined;
}

async function entry(path: string): Promise<unknown> {
    for await (const file of listFiles({ ...at('alice'), repo, recursive: true })) {
        if (file.path === path) {
            return file;
        }
    }
    return undefined;
}

const FILES: [string, string, Uint8Array<ArrayBuffer>][] = [
    ['a text', 'notes.txt', new TextEncoder().encode('hello\n')],
    ['a large file at once', 'weights.safetensors', bytesOf(90_000, 1)],
    ['a large file in parts', 'parts/weights.bin', bytesOf(130_001, 2)],
];

describe('files sent by @huggingface/hub', () => {
    it.each(FILES)('come back the same: %s', async (_what, path, bytes) => {
        hub().clearRequests();
        await uploadFiles({ ...at('alice'), repo, files: [{ path, content: new Blob([bytes]) }] });
        expect(await downloaded(path)).toBe(sha256(bytes));
        expect(hub().requests.some(({ path: asked }) => asked.includes('xet'))).toBe(false);
        if (bytes.length > 1000) {
            expect(await entry(path)).toMatchObject({ size: bytes.length, lfs: { oid: sha256(bytes), size: bytes.length } });
        }
    });

    it('in parts take as many requests as there are parts, and one more', async () => {
        hub().clearRequests();
        const bytes = bytesOf(130_001, 3);
        await uploadFiles({ ...at('alice'), repo, files: [{ path: 'four.bin', content: new Blob([bytes]) }] });
        expect(hub().requests.filter(({ method }) => method === 'PUT')).toHaveLength(4);
        expect(hub().requests.find(({ path }) => path === '/api/complete_multipart')).toMatchObject({ status: 200, hasAuth: false });
    });

    it('are not sent again when the repo has them', async () => {
        const content = new Blob([FILES[1]?.[2] ?? new Uint8Array()]);
        hub().clearRequests();
        await uploadFiles({ ...at('alice'), repo, files: [{ path: 'again.safetensors', content }] });
        expect(hub().requests.filter(({ method }) => method === 'PUT')).toEqual([]);
        expect(await downloaded('again.safetensors')).toBe(FILES[1] && sha256(FILES[1][2]));
    });

    it('become a pull request, and are deleted', async () => {
        const bytes = bytesOf(2_000, 4);
        const made = await commit({ ...at('alice'), repo, title: 'Weights', isPullRequest: true, operations: [{ operation: 'addOrUpdate', path: 'proposed.bin', content: new Blob([bytes]) }] });
        expect(await downloaded('proposed.bin')).toBeUndefined();
        expect(await downloaded('proposed.bin', `refs/pr/${/\d+$/.exec(made?.pullRequestUrl ?? '')?.[0]}`)).toBe(sha256(bytes));
        await deleteFile({ ...at('alice'), repo, path: 'notes.txt' });
        expect(await downloaded('notes.txt')).toBeUndefined();
    });

    it('go into a new repo, which can be made once', async () => {
        const fresh = { type: 'model', name: 'alice/fresh' } as const;
        const bytes = bytesOf(5_000, 5);
        expect(await createRepo({ ...at('alice'), repo: fresh, private: true, license: 'mit' })).toMatchObject({ repoUrl: `${hub().url}/alice/fresh` });
        await uploadFiles({ ...at('alice'), repo: fresh, files: [{ path: 'a.gguf', content: new Blob([bytes]) }] });
        expect(await downloaded('a.gguf', 'main', fresh.name)).toBe(sha256(bytes));
        const attributes = await (await downloadFile({ ...at('alice'), repo: fresh, path: '.gitattributes' }))?.text();
        expect(attributes).toMatch(/\*\.safetensors filter=lfs[^]*\na\.gguf filter=lfs diff=lfs merge=lfs -text\n$/);
        const again = await createRepo({ ...at('alice'), repo: fresh }).catch((error: unknown) => error);
        expect(again instanceof HubApiError && [again.statusCode, again.data]).toEqual([409, { error: 'You already created this model repo: alice/fresh', url: `${hub().url}/alice/fresh` }]);
    });
});
