import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRepo, downloadFile, uploadFiles } from '@huggingface/hub';
import { afterAll, expect, it } from 'vitest';
import { fakeToken } from '../../../../playground/hub/seed/ids';
import type { HubServer } from '../../../../playground/hub/server';
import { startHub } from '../../../../playground/hub/server';

const folder = mkdtempSync(join(tmpdir(), 'hub-uploads-'));
const journal = join(folder, 'journal.jsonl');
const repo = { type: 'model', name: 'alice/kept' } as const;
const weights = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 13) % 256);
const text = 'line\n'.repeat(50_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function withHub<T>(use: (hub: HubServer) => Promise<T>): Promise<T> {
    const hub = await startHub({ journal });
    try {
        return await use(hub);
    } finally {
        await hub.stop();
        expect(hub.violations).toEqual([]);
    }
}

const read = async (hub: HubServer, path: string): Promise<Uint8Array> =>
    new Uint8Array(await (await downloadFile({ hubUrl: hub.url, accessToken: fakeToken('alice'), repo, path }))?.arrayBuffer() ?? new ArrayBuffer());

it('what was pushed is there after a restart, with the bytes beside the journal and not in it', async () => {
    await withHub(async (hub) => {
        const as = { hubUrl: hub.url, accessToken: fakeToken('alice') };
        await createRepo({ ...as, repo, private: true });
        await uploadFiles({ ...as, repo, files: [{ path: 'w.safetensors', content: new Blob([weights]) }, { path: 'long.txt', content: new Blob([text]) }] });
    });
    const kept = readdirSync(`${journal}.objects`).filter((name) => name !== 'incoming');
    expect(kept.flatMap((each) => readdirSync(join(`${journal}.objects`, each)))).toHaveLength(2);
    await withHub(async (hub) => {
        expect(await read(hub, 'w.safetensors')).toEqual(weights);
        expect(new TextDecoder().decode(await read(hub, 'long.txt'))).toBe(text);
        expect(existsSync(join(`${journal}.objects`, 'incoming'))).toBe(false);
    });
});
