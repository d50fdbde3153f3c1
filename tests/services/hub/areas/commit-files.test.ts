import { downloadFile } from '@huggingface/hub';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../../playground/hub/server';
import { commitFiles, createHub, createHubShared, directCarrier, holdsFile, listRefs, systemClock, type Hub } from '../../../../services/hub';

const DATASET = { type: 'dataset', id: 'acme/support-tickets' } as const;

let standIn: HubServer;
let alice: Hub;

beforeAll(async () => {
    standIn = await startHub();
    alice = as('alice');
});
afterAll(async () => {
    await standIn.stop();
    expect(standIn.violations).toEqual([]);
});

function as(name: string): Hub {
    const urls = { hub: standIn.url, router: standIn.routerUrl, endpoints: standIn.endpointsUrl, viewer: standIn.viewerUrl };
    return createHub({ carrier: directCarrier(fetch), shared: createHubShared(), urls, clock: systemClock, deadline: Date.now() + 10_000, token: () => Promise.resolve({ id: name, token: fakeToken(name) }) });
}

const head = async (): Promise<string> => (await listRefs(alice, DATASET, { fresh: true })).value.branches.find(({ name }) => name === 'main')?.targetCommit ?? '';

describe('commitFiles', () => {
    it('commits text of any kind, which is then there byte for byte', async () => {
        const content = 'Für 東京 👩‍🔬\r\n"quoted" \\ {"key":"header"}\n';
        const before = await head();
        const sha = await commitFiles(alice, DATASET, { branch: 'main', summary: 'A record', files: [{ path: 'a folder/ä.md', content }], parentCommit: before });
        expect(sha).toBe(await head());
        const file = await downloadFile({ hubUrl: standIn.url, accessToken: fakeToken('alice'), repo: { type: 'dataset', name: DATASET.id }, path: 'a folder/ä.md' });
        expect(await file?.text()).toBe(content);
        expect(await holdsFile(alice, { ...DATASET, revision: sha }, { path: 'a folder/ä.md', content })).toBe(true);
        expect(await holdsFile(alice, { ...DATASET, revision: sha }, { path: 'a folder/ä.md', content: `${content} ` })).toBe(false);
        expect(await holdsFile(alice, { ...DATASET, revision: before }, { path: 'a folder/ä.md', content })).toBe(false);
    });

    it('shows what it has done to whoever asks next', async () => {
        const before = (await listRefs(alice, DATASET)).value.branches;
        await commitFiles(alice, DATASET, { branch: 'main', summary: 'Another', files: [{ path: 'b.md', content: 'b' }] });
        expect((await listRefs(alice, DATASET)).value.branches).not.toEqual(before);
    });

    it('refuses a branch that has moved on, and whoever may not write', async () => {
        const commit = { branch: 'main', summary: 'Late', files: [{ path: 'c.md', content: 'c' }] };
        await expect(commitFiles(alice, DATASET, { ...commit, parentCommit: '0'.repeat(40) })).rejects.toMatchObject({ status: 412 });
        await expect(commitFiles(as('bo'), DATASET, commit)).rejects.toMatchObject({ status: 403 });
    });

    it('refuses what is too large without asking', async () => {
        standIn.clearRequests();
        await expect(commitFiles(alice, DATASET, { branch: 'main', summary: 'Large', files: [{ path: 'a', content: 'a' }, { path: 'b', content: 'ä'.repeat(500_000) }] })).rejects.toThrow(RangeError);
        expect(standIn.requests).toEqual([]);
    });
});
