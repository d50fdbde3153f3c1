import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadFile, uploadFile } from '@huggingface/hub';
import { fakeToken } from '../../playground/hub/seed/ids';
import { commitChanges, createHub, createHubShared, directCarrier, downloadChunks, fileHasher, preupload, uploadLfs, type Hub, type ReadRange } from '../../services/hub';
import type { TransferMeasure, TransferOptions } from './figures';

const REPO = { type: 'model', id: 'alice/transfers' } as const;
const TOKEN = fakeToken('alice');
const RUNS = 3;
const SMALL_BYTES = 1_000_000;
const HASHED_AT_ONCE = 1024 * 1024;
const SAMPLE_MS = 5;

/** Passes a file so often through one client, in this process, and prints how long it took and how much memory. */
async function main(options: TransferOptions): Promise<TransferMeasure> {
    const folder = await mkdtemp(join(tmpdir(), 'hf-teamflow-transfer-'));
    try {
        const transfer = options.direction === 'download' ? downloads(options) : uploads(options, folder);
        await transfer(SMALL_BYTES);
        const memory = watchMemory();
        const times: number[] = [];
        for (let run = 0; run < RUNS; run++) times.push(await transfer(options.fileBytes));
        const median = times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
        return { bytesPerSecond: options.fileBytes / (median / 1000), peakBytes: memory.stop() };
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

/** Milliseconds. */
type Transfer = (bytes: number) => Promise<number>;

/** How much the process grows beyond what it is now. */
function watchMemory(): { readonly stop: () => number } {
    const before = process.memoryUsage.rss();
    let peak = before;
    const look = (): void => {
        peak = Math.max(peak, process.memoryUsage.rss());
    };
    const timer = setInterval(look, SAMPLE_MS);
    return {
        stop: () => {
            look();
            clearInterval(timer);
            return peak - before;
        },
    };
}

function ourHub({ urls }: TransferOptions): Hub {
    return createHub({ carrier: directCarrier(fetch), shared: createHubShared(), urls, token: () => Promise.resolve({ id: 'alice', token: TOKEN }) });
}

/** The last so many bytes of the file. */
function downloads(options: TransferOptions): Transfer {
    const hub = ourHub(options);
    const file = { ...REPO, revision: 'main', path: 'weights.bin' };
    const ours = (from: number): AsyncIterable<Uint8Array> => downloadChunks(hub, file, { from, size: options.fileBytes });
    return async (bytes) => {
        const from = options.fileBytes - bytes;
        const started = performance.now();
        const came = await lengthOf(options.client === 'ours' ? ours(from) : await theirs(options, from));
        if (came !== bytes) throw new Error(`${came} bytes came instead of ${bytes}.`);
        return performance.now() - started;
    };
}

async function theirs({ urls }: TransferOptions, from: number): Promise<AsyncIterable<Uint8Array>> {
    const file = await downloadFile({ hubUrl: urls.hub, accessToken: TOKEN, repo: REPO.id, path: 'weights.bin', xet: false });
    if (!file) throw new Error('The file is not there.');
    return piecesOf(file.slice(from).stream());
}

/** The types of streams in browsers know no iteration. */
async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
    const reader = stream.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

async function lengthOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
    let length = 0;
    for await (const chunk of chunks) length += chunk.length;
    return length;
}

/** From a file on disk to a commit, all that is between included: hashing, the plan, the content, the commit. */
function uploads(options: TransferOptions, folder: string): Transfer {
    const hub = ourHub(options);
    return async (bytes) => {
        const path = join(folder, 'weights.bin');
        await writeFile(path, randomBytes(bytes));
        const started = performance.now();
        await (options.client === 'ours' ? uploadOurs(hub, path, bytes) : uploadTheirs(options, path));
        return performance.now() - started;
    };
}

async function uploadTheirs({ urls }: TransferOptions, path: string): Promise<void> {
    await uploadFile({ hubUrl: urls.hub, accessToken: TOKEN, repo: REPO.id, file: { path: 'uploaded.bin', content: await openAsBlob(path) }, useXet: false });
}

async function uploadOurs(hub: Hub, path: string, size: number): Promise<void> {
    const file = await open(path);
    try {
        const read = readerOf(file);
        const hasher = fileHasher(size);
        for (let at = 0; at < size; at += HASHED_AT_ONCE) hasher.update(await read(at, Math.min(HASHED_AT_ONCE, size - at)));
        const { sha256 } = hasher.digest();
        await preupload(hub, REPO, { revision: 'main', files: [{ path: 'uploaded.bin', size, sample: await read(0, 512) }] });
        await uploadLfs(hub, REPO, [{ sha256, size, read }]);
        await commitChanges(hub, REPO, { branch: 'main', summary: 'Upload', changes: [{ path: 'uploaded.bin', lfs: { sha256, size } }] });
    } finally {
        await file.close();
    }
}

function readerOf(file: FileHandle): ReadRange {
    return async (from, length) => {
        const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, from);
        return buffer.subarray(0, bytesRead);
    };
}

process.stdout.write(`${JSON.stringify(await main(JSON.parse(process.argv[2] ?? '{}') as TransferOptions))}\n`);
