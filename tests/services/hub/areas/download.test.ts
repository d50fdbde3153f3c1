import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SparseBytes } from '../../../../playground/hub/bytes/sparse';
import { fakeToken } from '../../../../playground/hub/seed/ids';
import { makeRepo } from '../../../../playground/hub/seed/repo';
import { startHub, type HubServer } from '../../../../playground/hub/server';
import { createHub, createHubShared, directCarrier, downloadChunks, systemClock, type Carrier, type Clock, type Hub, type HubOptions } from '../../../../services/hub';
import { STALL_MS } from '../../../../services/hub/areas/file-pieces';
import { FakeClock, makeHub, rejection, settle, type Reply } from '../fakes';

const SIZE = 1_000_003;
const CONTENT = Uint8Array.from({ length: SIZE }, (_, index) => (index * 31) ^ (index >> 8));
const FILE = { type: 'model', id: 'acme/weights', revision: 'a'.repeat(40), path: 'a folder/weights.bin' } as const;

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
    const all: Uint8Array[] = [];
    for await (const chunk of chunks) all.push(chunk);
    return all;
}

/** Whether these chunks are the content from a byte on; to compare a million bytes by `toEqual` takes seconds. */
const isContent = (chunks: readonly Uint8Array[], from = 0): boolean => Buffer.concat(chunks).equals(CONTENT.subarray(from));

type Asked = Parameters<Reply>[0];

function spanOf({ headers }: Asked): [number, number] {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    return [Number(first), Number(last) + 1];
}

/** What a server makes of a request for part of the file. */
const bodyOf = (call: Asked): Uint8Array<ArrayBuffer> => CONTENT.slice(...spanOf(call));
function headOf(call: Asked): { status: number; headers: Record<string, string> } {
    const [first, end] = spanOf(call);
    return { status: 206, headers: { 'content-range': `bytes ${first}-${end - 1}/${SIZE}`, 'etag': '"one"' } };
}

const ranged: Reply = (call) => new Response(bodyOf(call), headOf(call));

/** Pauses between repetitions are over at once; what limits a request takes its time. */
const noPauses: Clock = { now: Date.now, sleep: (ms, signal) => (ms < STALL_MS ? Promise.resolve() : systemClock.sleep(ms, signal)) };

/** Ends with an error after so many bytes. */
function breaksAfter(response: Response, bytes: number): Response {
    let left = bytes;
    const reader = response.body?.getReader();
    const body = new ReadableStream<Uint8Array>({
        pull: async (controller) => {
            const piece = left > 0 ? (await reader?.read())?.value?.subarray(0, left) : undefined;
            if (!piece) return controller.error(new TypeError('terminated'));
            left -= piece.length;
            controller.enqueue(piece);
        },
    });
    return new Response(body, { status: response.status, headers: response.headers });
}

describe('downloadChunks from any server', () => {
    it('hands on chunks of one length in their order, however the answer is cut', async () => {
        const { hub } = makeHub(ranged);
        const chunks = await read(downloadChunks(hub, FILE, { from: 0, size: SIZE, chunkBytes: 100_000 }));
        expect(chunks.map(({ length }) => length)).toEqual([...Array.from({ length: 10 }, () => 100_000), 3]);
        expect(isContent(chunks)).toBe(true);
    });

    it('asks for no more than sixteen mebibytes at once', async () => {
        const size = 40_000_000;
        const { hub, calls } = makeHub((call) => {
            const [first, end] = spanOf(call);
            return new Response(new Uint8Array(end - first), { status: 206, headers: { 'content-range': `bytes ${first}-${end - 1}/${size}` } });
        });
        const chunks = await read(downloadChunks(hub, FILE, { from: 0, size, chunkBytes: 15_000_000 }));
        expect(chunks.map(({ length }) => length)).toEqual([15_000_000, 15_000_000, 10_000_000]);
        expect(calls.map((call) => spanOf(call)[1] - spanOf(call)[0])).toEqual([16_777_216, 16_777_216, 6_445_568]);
    });

    it('goes on from where an earlier reading stopped, and asks nothing for what is complete', async () => {
        const { hub, calls } = makeHub(ranged);
        expect(isContent(await read(downloadChunks(hub, FILE, { from: 999_000, size: SIZE })), 999_000)).toBe(true);
        expect(calls.map(({ headers }) => headers.range)).toEqual([`bytes=999000-${SIZE - 1}`]);
        expect(await read(downloadChunks(hub, FILE, { from: SIZE, size: SIZE }))).toEqual([]);
        expect(calls).toHaveLength(1);
    });

    it('takes no more from the connection than it is asked for', async () => {
        let taken = 0;
        const { hub } = makeHub((call) => new Response(new ReadableStream<Uint8Array>({
            pull: (controller) => {
                controller.enqueue(CONTENT.slice(taken, taken + 1_000));
                taken += 1_000;
            },
        }), headOf(call)));
        const chunks = downloadChunks(hub, FILE, { from: 0, size: SIZE, chunkBytes: 10_000 });
        for (let count = 1; count <= 5; count++) {
            await chunks.next();
            await settle();
            expect(taken).toBeLessThanOrEqual(count * 10_000 + 2_000);
        }
        await chunks.return();
    });

    it('continues an answer that breaks off from where it broke', async () => {
        const { hub, calls } = makeHub((call, index) => (index < 6 ? breaksAfter(new Response(bodyOf(call), headOf(call)), 7_000) : ranged(call, index)));
        const chunks = await read(downloadChunks(hub, FILE, { from: 0, size: SIZE, chunkBytes: SIZE }));
        expect(isContent(chunks)).toBe(true);
        expect(calls.map(({ headers }) => headers.range)).toEqual([0, 1, 2, 3, 4, 5, 6].map((broken) => `bytes=${broken * 7_000}-${SIZE - 1}`));
    });

    it('asks for the rest of a part that is shorter than what it asked for', async () => {
        const { hub, calls } = makeHub((call) => {
            const [first, end] = spanOf(call);
            const last = Math.min(end, first + 400_000);
            return new Response(CONTENT.slice(first, last), { status: 206, headers: { 'content-range': `bytes ${first}-${last - 1}/${SIZE}` } });
        });
        expect(isContent(await read(downloadChunks(hub, FILE, { from: 0, size: SIZE, chunkBytes: 300_000 })))).toBe(true);
        expect(calls.map((call) => spanOf(call)[0])).toEqual([0, 400_000, 800_000]);
    });

    it('takes no more of a longer answer than it asked for', async () => {
        const { hub } = makeHub((call) => new Response(Buffer.concat([bodyOf(call), new Uint8Array(1_000)]), headOf(call)));
        expect(isContent(await read(downloadChunks(hub, FILE, { from: 0, size: SIZE, chunkBytes: 300_000 })))).toBe(true);
    });

    it('gives up on a server that breaks off without bringing anything', async () => {
        const { hub, calls } = makeHub((call) => breaksAfter(new Response(bodyOf(call), headOf(call)), 0));
        expect(await rejection(read(downloadChunks(hub, FILE, { from: 0, size: SIZE, chunkBytes: SIZE })))).toMatchObject({ kind: 'unreachable' });
        expect(calls).toHaveLength(4);
    });

    it('leaves an answer that stalls', async () => {
        const clock = new FakeClock();
        const { hub, calls } = makeHub((call, index) => (index === 0 ? new Response(new ReadableStream<Uint8Array>(), headOf(call)) : ranged(call, index)), { clock });
        const reading = read(downloadChunks(hub, FILE, { from: 0, size: SIZE, chunkBytes: SIZE, clock }));
        await settle();
        expect(calls).toHaveLength(1);
        await clock.advance(STALL_MS);
        await clock.advance(STALL_MS);
        expect(isContent(await reading)).toBe(true);
    });

    it('takes the file as a whole, once, from a server that knows no ranges', async () => {
        const { hub, calls } = makeHub(() => new Response(CONTENT.slice(), { headers: { 'content-length': String(SIZE), etag: '"one"' } }));
        const chunks = await read(downloadChunks(hub, FILE, { from: 5, size: SIZE, chunkBytes: 300_000 }));
        expect(chunks.map(({ length }) => length)).toEqual([300_000, 300_000, 300_000, SIZE - 5 - 900_000]);
        expect(isContent(chunks, 5)).toBe(true);
        expect(calls).toHaveLength(1);
    });

    it('tells when the file is not the one it was', async () => {
        const otherEtag = makeHub((call, index) => breaksAfter(new Response(bodyOf(call), { status: 206, headers: { ...headOf(call).headers, etag: `"${index}"` } }), 7_000));
        expect(await rejection(read(downloadChunks(otherEtag.hub, FILE, { from: 0, size: SIZE })))).toMatchObject({ kind: 'conflict' });
        for (const size of [SIZE - 1, SIZE + 1]) {
            expect(await rejection(read(downloadChunks(makeHub(ranged).hub, FILE, { from: 0, size })))).toMatchObject({ kind: 'conflict' });
            const whole = makeHub(() => new Response(CONTENT.slice(), { headers: { 'content-length': String(SIZE) } }));
            expect(await rejection(read(downloadChunks(whole.hub, FILE, { from: 0, size })))).toMatchObject({ kind: 'conflict' });
        }
        const shorter = makeHub(() => new Response('Range Not Satisfiable', { status: 416, headers: { 'content-range': 'bytes */5' } }));
        expect(await rejection(read(downloadChunks(shorter.hub, FILE, { from: 5, size: SIZE })))).toMatchObject({ kind: 'conflict' });
    });

    it('takes no other part than the one it asked for', async () => {
        const { hub } = makeHub((call) => new Response(bodyOf(call), { status: 206, headers: { 'content-range': `bytes 1-${SIZE - 1}/${SIZE}` } }));
        expect(await rejection(read(downloadChunks(hub, FILE, { from: 0, size: SIZE })))).toMatchObject({ kind: 'shape' });
    });

    it('ends all requests when the reader leaves, or is called off', async () => {
        const { hub, calls } = makeHub(ranged);
        for await (const chunk of downloadChunks(hub, FILE, { from: 0, size: SIZE, chunkBytes: 10_000 })) {
            expect(chunk).toHaveLength(10_000);
            break;
        }
        expect(calls.every(({ signal }) => signal?.aborted)).toBe(true);
        const caller = new AbortController();
        const chunks = downloadChunks(makeHub(ranged).hub, FILE, { from: 0, size: SIZE, chunkBytes: 10_000, signal: caller.signal });
        await chunks.next();
        caller.abort(new Error('called off'));
        expect(await rejection(read(chunks))).toMatchObject({ message: 'called off' });
    });

    it.each([[-1, 5, 1], [6, 5, 1], [0, 1.5, 1], [0, 5, 0], [Number.NaN, 5, 1]])('refuses to read from %d of %d by %d', async (from, size, chunkBytes) => {
        expect(await rejection(read(downloadChunks(makeHub(ranged).hub, FILE, { from, size, chunkBytes })))).toBeInstanceOf(RangeError);
    });
});

describe('downloadChunks from the stand-in Hub', () => {
    let standIn: HubServer;
    let ahead = 0;

    beforeAll(async () => {
        standIn = await startHub({ clock: () => Date.now() + ahead });
        standIn.state.addRepo(makeRepo({ type: 'model', id: 'acme/weights', private: true, tags: [], files: [{ path: FILE.path, content: SparseBytes.of(CONTENT) }, { path: 'notes.txt', content: 'small' }] }));
    });
    beforeEach(() => {
        standIn.faults.clear();
        standIn.clearRequests();
    });
    afterAll(async () => {
        expect(standIn.violations).toEqual([]);
        await standIn.stop();
    });

    const main = { ...FILE, revision: 'main' };
    function alice({ carrier = directCarrier(fetch), ...more }: Partial<HubOptions> = {}): Hub {
        const urls = { hub: standIn.url, router: standIn.routerUrl, endpoints: standIn.endpointsUrl, viewer: standIn.viewerUrl };
        return createHub({ carrier, shared: createHubShared(), urls, clock: noPauses, token: () => Promise.resolve({ id: 'alice', token: fakeToken('alice') }), ...more });
    }

    it('follows to the storage without the token', async () => {
        const chunks = await read(downloadChunks(alice(), main, { from: 0, size: SIZE, chunkBytes: 250_000 }));
        expect(isContent(chunks)).toBe(true);
        expect(standIn.requests.filter(({ host }) => host === 'cdn').map(({ hasAuth, status }) => [hasAuth, status])).toEqual([[false, 206]]);
        expect(standIn.requests.filter(({ host }) => host === 'hub').every(({ hasAuth }) => hasAuth)).toBe(true);
    });

    it('reads what git itself keeps as well', async () => {
        const chunks = await read(downloadChunks(alice(), { ...main, path: 'notes.txt' }, { from: 0, size: 5 }));
        expect(Buffer.concat(chunks).toString()).toBe('small');
    });

    it('lives with broken connections and failing storage', async () => {
        standIn.faults.add({ match: 'GET /repos/*', times: 2, fault: { kind: 'cut', afterBytes: 70_000 } });
        standIn.faults.add({ match: 'GET /repos/*', times: 1, fault: { status: 503 } });
        standIn.faults.add({ match: 'GET /repos/*', times: 1, fault: { kind: 'down' } });
        expect(isContent(await read(downloadChunks(alice(), main, { from: 0, size: SIZE, chunkBytes: 250_000 })))).toBe(true);
    });

    it('asks for a new address when the old one has run out in between', async () => {
        const chunks = downloadChunks(alice(), main, { from: 0, size: SIZE, chunkBytes: 100_000 });
        const first = await chunks.next();
        ahead += 2 * 3_600_000;
        expect(isContent([...(first.done ? [] : [first.value]), ...await read(chunks)])).toBe(true);
    });

    it('reads over a way that hands over whole answers only', async () => {
        const buffered: Carrier = async (url, init) => {
            const answer = await directCarrier(fetch)(url, init);
            return new Response(answer.status === 302 ? null : await answer.arrayBuffer(), { status: answer.status, headers: answer.headers });
        };
        expect(isContent(await read(downloadChunks(alice({ carrier: buffered }), main, { from: 10, size: SIZE, chunkBytes: 250_000 })), 10)).toBe(true);
    });

    it('says what the Hub says of files that are not there, or not for everybody', async () => {
        expect(await rejection(read(downloadChunks(alice(), { ...main, path: 'none' }, { from: 0, size: 5 })))).toMatchObject({ kind: 'entry-not-found' });
        expect(await rejection(read(downloadChunks(alice({ token: () => Promise.resolve(undefined) }), main, { from: 0, size: 5 })))).toMatchObject({ kind: 'not-found-or-private' });
        expect(await rejection(read(downloadChunks(alice({ deadline: Date.now() - 1 }), main, { from: 0, size: 5 })))).toMatchObject({ kind: 'timeout' });
    });
});
