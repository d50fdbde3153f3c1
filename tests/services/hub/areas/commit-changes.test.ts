import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../../playground/hub/server';
import { commitChanges, createHub, createHubShared, directCarrier, holdsFile, listRefs, MAX_COMMIT_BYTES, systemClock, type Hub } from '../../../../services/hub';

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
    return createHub({ carrier: directCarrier(fetch), shared: createHubShared(), urls, clock: systemClock, token: () => Promise.resolve({ id: name, token: fakeToken(name) }) });
}

const head = async (): Promise<string> => (await listRefs(alice, DATASET, { fresh: true })).value.branches.find(({ name }) => name === 'main')?.targetCommit ?? '';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

async function contentOf(path: string, revision = 'main'): Promise<Uint8Array | undefined> {
    const answer = await fetch(`${standIn.url}/datasets/${DATASET.id}/resolve/${revision}/${path}`, { headers: { authorization: `Bearer ${fakeToken('alice')}` } });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
}

describe('commitChanges', () => {
    it('commits text of any kind, which is then there byte for byte', async () => {
        const bytes = text('Für 東京 👩‍🔬\r\n"quoted" \\ {"key":"header"}\n');
        const before = await head();
        const { commitOid, commitUrl, pullRequestUrl } = await commitChanges(alice, DATASET, { branch: 'main', summary: 'A record', changes: [{ path: 'a folder/ä.md', bytes }], parentCommit: before });
        expect(commitOid).toBe(await head());
        expect(commitUrl).toBe(`${standIn.url}/datasets/${DATASET.id}/commit/${commitOid}`);
        expect(pullRequestUrl).toBeUndefined();
        expect(await contentOf('a folder/ä.md')).toEqual(bytes);
        expect(await holdsFile(alice, { ...DATASET, revision: commitOid }, { path: 'a folder/ä.md', bytes })).toBe(true);
        expect(await holdsFile(alice, { ...DATASET, revision: commitOid }, { path: 'a folder/ä.md', bytes: bytes.subarray(1) })).toBe(false);
        expect(await holdsFile(alice, { ...DATASET, revision: before }, { path: 'a folder/ä.md', bytes })).toBe(false);
    });

    it('commits contents of any length, and takes files away', async () => {
        // Around the length that is encoded at once, and the three bytes of a group of base64.
        const files = [0, 1, 2, 3, 49_151, 49_152, 49_153, 100_001].map((length) => ({ path: `lengths/${length}.txt`, bytes: Uint8Array.from({ length }, (_, index) => 65 + (index % 26)) }));
        await commitChanges(alice, DATASET, { branch: 'main', summary: 'Lengths', changes: files });
        for (const { path, bytes } of files) expect(await contentOf(path)).toEqual(bytes);
        await commitChanges(alice, DATASET, { branch: 'main', summary: 'Fewer', changes: [{ path: 'lengths/3.txt', deleted: true }] });
        expect(await contentOf('lengths/3.txt')).toBeUndefined();
        expect(await contentOf('lengths/2.txt')).toBeDefined();
    });

    it('opens a pull request, which leaves the branch as it was', async () => {
        const before = await head();
        const { commitOid, pullRequestUrl } = await commitChanges(alice, DATASET, { branch: 'main', summary: 'Asked for', description: 'Why', createPr: true, parentCommit: before, changes: [{ path: 'pr.md', bytes: text('pr') }] });
        expect(pullRequestUrl).toMatch(/\/discussions\/\d+$/);
        expect(await head()).toBe(before);
        expect(await contentOf('pr.md', commitOid)).toEqual(text('pr'));
    });

    it('shows what it has done to whoever asks next', async () => {
        const before = (await listRefs(alice, DATASET)).value.branches;
        await commitChanges(alice, DATASET, { branch: 'main', summary: 'Another', changes: [{ path: 'b.md', bytes: text('b') }] });
        expect((await listRefs(alice, DATASET)).value.branches).not.toEqual(before);
    });

    it('tells the refusals apart', async () => {
        const commit = { branch: 'main', summary: 'Late', changes: [{ path: 'c.md', bytes: text('c') }] };
        await expect(commitChanges(alice, DATASET, { ...commit, parentCommit: '0'.repeat(40) })).rejects.toMatchObject({ kind: 'conflict', status: 412 });
        await expect(commitChanges(alice, DATASET, { ...commit, branch: 'gone' })).rejects.toMatchObject({ kind: 'revision-not-found', status: 404 });
        await expect(commitChanges(alice, { type: 'dataset', id: 'acme/no-such' }, commit)).rejects.toMatchObject({ kind: 'repo-not-found', status: 404 });
        await expect(commitChanges(as('bo'), DATASET, commit)).rejects.toMatchObject({ status: 403 });
        for (const [status, kind] of [[409, 'conflict'], [413, 'bad-request'], [422, 'bad-request']] as const) {
            standIn.faults.add({ match: 'POST /api/datasets/*/commit/main', times: 1, fault: { status } });
            await expect(commitChanges(alice, DATASET, commit)).rejects.toMatchObject({ kind, status });
        }
    });

    it('takes no answer for a commit that says it was none', async () => {
        standIn.faults.add({ match: 'POST /api/datasets/*/commit/main', times: 1, fault: { status: 200, body: { success: false, commitOid: '', commitUrl: '', hookOutput: 'declined' } } });
        await expect(commitChanges(alice, DATASET, { branch: 'main', summary: 'None', changes: [{ path: 'd.md', bytes: text('d') }] })).rejects.toMatchObject({ kind: 'shape' });
    });

    it('refuses what is too large without asking', async () => {
        standIn.clearRequests();
        const changes = [{ path: 'a', bytes: text('a') }, { path: 'b', bytes: new Uint8Array(MAX_COMMIT_BYTES) }];
        await expect(commitChanges(alice, DATASET, { branch: 'main', summary: 'Large', changes })).rejects.toThrow(RangeError);
        expect(standIn.requests).toEqual([]);
    });
});
