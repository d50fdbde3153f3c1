import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeToken } from '../../../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../../../playground/hub/server';
import { commitChanges, createHub, createHubShared, createRepo, directCarrier, downloadChunks, pathsInfo, preupload, systemClock, uploadLfs, type Clock, type Hub, type LfsObject } from '../../../../services/hub';
import { json, makeHub, rejection, type Reply } from '../fakes';

const REPO = { type: 'model', id: 'alice/pushed' } as const;
const PART = 40_000;

const content = (length: number, seed: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * seed) ^ (index >> 8));

interface Watched extends LfsObject {
    readonly bytes: Uint8Array;
    /** From where and how much was read. */
    readonly reads: [number, number][];
}

function objectOf(bytes: Uint8Array): Watched {
    const reads: [number, number][] = [];
    const read = (from: number, length: number): Promise<Uint8Array> => {
        reads.push([from, length]);
        return Promise.resolve(bytes.subarray(from, from + length));
    };
    return { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length, read, bytes, reads };
}

describe('uploadLfs to the stand-in Hub', () => {
    let standIn: HubServer;
    let seed = 3;

    beforeAll(async () => {
        standIn = await startHub({ uploads: { multipartAbove: 100_000, partBytes: PART } });
        await createRepo(as('alice'), { ...REPO, private: true });
    });
    beforeEach(() => {
        standIn.faults.clear();
        standIn.clearRequests();
        seed += 2;
    });
    afterAll(async () => {
        expect(standIn.violations).toEqual([]);
        await standIn.stop();
    });

    /** Pauses between repetitions are over at once; what limits a request takes its time. */
    const noPauses: Clock = { now: Date.now, sleep: (ms, signal) => (ms < 19_000 ? Promise.resolve() : systemClock.sleep(ms, signal)) };
    function as(name: string, deadline?: number): Hub {
        const urls = { hub: standIn.url, router: standIn.routerUrl, endpoints: standIn.endpointsUrl, viewer: standIn.viewerUrl };
        return createHub({ carrier: directCarrier(fetch), shared: createHubShared(), urls, clock: noPauses, deadline, token: () => Promise.resolve({ id: name, token: fakeToken(name) }) });
    }
    const puts = (): number => standIn.requests.filter(({ method, host }) => method === 'PUT' && host === 'cdn').length;

    async function stored(path: string, size: number): Promise<Buffer> {
        const chunks: Uint8Array[] = [];
        for await (const chunk of downloadChunks(as('alice'), { ...REPO, revision: 'main', path }, { from: 0, size })) chunks.push(chunk);
        return Buffer.concat(chunks);
    }

    it('sends small objects whole and large ones in parts, which a commit then names', async () => {
        const [small, large] = [objectOf(content(90_000, seed)), objectOf(content(4 * PART + 7, seed))];
        const progress: number[] = [];
        await uploadLfs(as('alice'), REPO, [small, large], (bytes) => progress.push(bytes));
        expect(progress[0]).toBe(90_000);
        expect(progress.at(-1)).toBe(90_000 + large.size);
        expect([...progress].sort((a, b) => a - b)).toEqual(progress);
        expect(small.reads).toEqual([[0, 90_000]]);
        expect(large.reads.sort(([a], [b]) => a - b)).toEqual([[0, PART], [PART, PART], [2 * PART, PART], [3 * PART, PART], [4 * PART, 7]]);
        const changes = [small, large].map(({ sha256, size }) => ({ path: `weights/${size}.bin`, lfs: { sha256, size } }));
        const { commitOid } = await commitChanges(as('alice'), REPO, { branch: 'main', summary: 'Weights', changes });
        for (const { bytes, size, sha256 } of [small, large]) {
            expect((await stored(`weights/${size}.bin`, size)).equals(bytes)).toBe(true);
            expect(await pathsInfo(as('alice'), REPO, { revision: commitOid, paths: [`weights/${size}.bin`] })).toMatchObject([{ size, lfs: { oid: sha256, size } }]);
        }
    });

    it('sends the token to nobody but the Hub', async () => {
        await uploadLfs(as('alice'), REPO, [objectOf(content(50_000, seed)), objectOf(content(3 * PART, seed))]);
        expect(puts()).toBe(4);
        expect(standIn.requests.filter(({ hasAuth, host }) => hasAuth && host !== 'hub')).toEqual([]);
    });

    it('sends what is there, or is named twice, no second time', async () => {
        const object = objectOf(content(10_000, seed));
        await uploadLfs(as('alice'), REPO, [object, objectOf(object.bytes)]);
        expect(puts()).toBe(1);
        const progress: number[] = [];
        await uploadLfs(as('alice'), REPO, [object], (bytes) => progress.push(bytes));
        expect(puts()).toBe(1);
        expect(progress).toEqual([10_000]);
    });

    it('repeats a part that did not arrive', async () => {
        standIn.faults.add({ match: 'PUT /repos/*', times: 1, fault: { status: 503 } });
        standIn.faults.add({ match: 'PUT /repos/*', times: 1, fault: { kind: 'down' } });
        const object = objectOf(content(4 * PART, seed));
        const progress: number[] = [];
        await uploadLfs(as('alice'), REPO, [object], (bytes) => progress.push(bytes));
        expect(progress.at(-1)).toBe(object.size);
        await commitChanges(as('alice'), REPO, { branch: 'main', summary: 'Repeated', changes: [{ path: 'repeated.bin', lfs: object }] });
        expect((await stored('repeated.bin', object.size)).equals(object.bytes)).toBe(true);
    });

    it('ends with the refusal of the Hub or of the storage', async () => {
        const object = objectOf(content(4 * PART, seed));
        expect(await rejection(uploadLfs(as('bo'), REPO, [object]))).toMatchObject({ name: 'HubError' });
        standIn.faults.add({ match: 'PUT /repos/*', times: 1, fault: { status: 403 } });
        expect(await rejection(uploadLfs(as('alice'), REPO, [object]))).toMatchObject({ kind: 'forbidden' });
        standIn.faults.add({ match: 'POST /api/complete_multipart', times: 1, fault: { status: 400 } });
        expect(await rejection(uploadLfs(as('alice'), REPO, [object]))).toMatchObject({ kind: 'bad-request' });
        expect(await rejection(uploadLfs(as('alice', Date.now() - 1), REPO, [object]))).toMatchObject({ kind: 'timeout' });
        const other = { ...object, read: () => Promise.resolve(new Uint8Array(3)) };
        expect(await rejection(uploadLfs(as('alice'), REPO, [other]))).toBeInstanceOf(RangeError);
    });

    it('ends with what its caller throws, and sends no further part', async () => {
        const object = objectOf(content(20 * PART, seed));
        const stop = (): void => {
            throw new Error('called off');
        };
        expect(await rejection(uploadLfs(as('alice'), REPO, [object], stop))).toMatchObject({ message: 'called off' });
        expect(object.reads.length).toBeLessThan(10);
    });

    it('learns from the Hub how each file has to be sent', async () => {
        const sample = (text: string): Uint8Array => new TextEncoder().encode(text);
        await commitChanges(as('alice'), REPO, { branch: 'main', summary: 'A card', changes: [{ path: 'README.md', bytes: sample('# A card\n') }] });
        const plans = await preupload(as('alice'), REPO, { revision: 'main', files: [
            { path: 'README.md', size: 9, sample: sample('# A card\n') },
            { path: 'new.safetensors', size: 50_000_000, sample: content(512, 7) },
        ] });
        expect(plans).toMatchObject([{ path: 'README.md', mode: 'regular', ignored: false, oid: expect.stringMatching(/^[0-9a-f]{40}$/) as string }, { path: 'new.safetensors', mode: 'lfs', ignored: false }]);
        expect(plans[1]).not.toHaveProperty('oid');
    });
});

describe('preupload with any answer', () => {
    const files = ['a.bin', 'b.txt'].map((path) => ({ path, size: 1, sample: new Uint8Array(1) }));
    const answered = (...paths: string[]): Hub => makeHub(() => json({ files: paths.map((path) => ({ path, uploadMode: path.endsWith('.bin') ? 'lfs' : 'regular', shouldIgnore: false })) })).hub;

    it('answers in the order of the files, and never without one of them', async () => {
        expect((await preupload(answered('b.txt', 'a.bin'), REPO, { revision: 'main', files })).map(({ path, mode }) => [path, mode])).toEqual([['a.bin', 'lfs'], ['b.txt', 'regular']]);
        expect(await rejection(preupload(answered('a.bin'), REPO, { revision: 'main', files }))).toMatchObject({ kind: 'shape', field: 'files[b.txt]' });
    });
});

describe('uploadLfs with any answer', () => {
    const object = objectOf(content(10, 3));
    const answering = (objects: unknown[]): Reply => ({ method }) => (method === 'POST' ? json({ transfer: 'basic', objects }) : new Response(null));
    const upload = (objects: unknown[]): Promise<unknown> => rejection(uploadLfs(makeHub(answering(objects)).hub, REPO, [object]));

    it('sends the headers that the answer names, and no credentials to others', async () => {
        const header = { 'x-amz-meta': 'given', 'authorization': 'Bearer hf_secret' };
        const { hub, calls } = makeHub(answering([{ oid: object.sha256, size: 10, actions: { upload: { href: 'https://storage.example/put', header } } }]), { token: () => Promise.resolve({ id: 'a', token: 'hf_other' }) });
        await uploadLfs(hub, REPO, [object]);
        expect(calls.map(({ url, headers }) => [url, headers.authorization])).toEqual([['https://huggingface.co/alice/pushed.git/info/lfs/objects/batch', 'Bearer hf_other'], ['https://storage.example/put', undefined]]);
        expect(calls[1]?.headers['x-amz-meta']).toBe('given');
    });

    it('refuses an object as the Hub refuses it', async () => {
        expect(await upload([{ oid: object.sha256, error: { code: 422, message: 'too strange' } }])).toMatchObject({ kind: 'bad-request', status: 422, hubMessage: 'too strange' });
        expect(await upload([{ oid: object.sha256, error: { code: -1, message: 'odd' } }])).toMatchObject({ kind: 'unavailable' });
    });

    it('tells of a refusal without what opens the storage', async () => {
        const signed = 'https://s.example/put?X-Amz-Credential=AKIAEXAMPLE%2F20260101&X-Amz-Security-Token=c2Vzc2lvbg&X-Amz-Signature=0123456789abcdef';
        const refused: Reply = (call, index) => (call.method === 'PUT' ? new Response(`<Error><Code>AccessDenied</Code><Message>Not with ${signed}</Message></Error>`, { status: 403 })
            : answering([{ oid: object.sha256, actions: { upload: { href: signed } } }])(call, index));
        const error = await rejection(uploadLfs(makeHub(refused, { token: () => Promise.resolve({ id: 'a', token: 'hf_other' }) }).hub, REPO, [object]));
        expect(error).toMatchObject({ kind: 'forbidden', hubMessage: expect.stringContaining('AccessDenied') as string });
        expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/AKIAEXAMPLE|c2Vzc2lvbg|0123456789abcdef|hf_other/);
    });

    it('takes no redirect of content to another host', async () => {
        const moved: Reply = (call, index) => (call.method === 'PUT' ? new Response(null, { status: 307, headers: { location: 'https://elsewhere.example/put' } })
            : answering([{ oid: object.sha256, actions: { upload: { href: 'https://s.example/put' } } }])(call, index));
        const { hub, calls } = makeHub(moved);
        expect(await rejection(uploadLfs(hub, REPO, [object]))).toMatchObject({ kind: 'bad-redirect' });
        expect(calls.filter(({ url }) => url.includes('elsewhere'))).toEqual([]);
    });

    it('does nothing with answers that make no sense', async () => {
        const withUpload = (href: string, header?: Record<string, string>): unknown => ({ oid: object.sha256, actions: { upload: { href, header } } });
        const inParts = ([second, to]: [string, string]): unknown => withUpload('https://s.example', { 'chunk_size': '5', '00001': 'https://s.example/1', [second]: to });
        // In the clear, at the Hub with its token, not the second part, the first one twice.
        const odd: [string, string][] = [['00002', 'http://s.example/2'], ['00002', '/2'], ['00003', 'https://s.example/3'], ['1', 'https://s.example/2'], ['00000', 'https://s.example/0']];
        const oddParts = odd.map(inParts);
        for (const objects of [[], ...oddParts.map((parts) => [parts]), [withUpload('http://storage.example/put')], [withUpload('nonsense')], [withUpload('https://s.example', { 'chunk_size': '0' })], [withUpload('https://s.example', { 'chunk_size': '5', '00001': 'https://s.example/1' })], [{ oid: object.sha256, actions: { upload: {} } }]]) {
            expect(await upload(objects)).toMatchObject({ kind: 'shape' });
        }
        // Not a byte of it was sent.
        const { hub, calls } = makeHub(answering([oddParts[0]]));
        await rejection(uploadLfs(hub, REPO, [object]));
        expect(calls.map(({ method }) => method)).toEqual(['POST']);
        // A part without an ETag can't be named when all are there.
        expect(await upload([withUpload('https://s.example', { 'chunk_size': '10', '00001': 'https://s.example/1' })])).toMatchObject({ kind: 'shape' });
    });
});
