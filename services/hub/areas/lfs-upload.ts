import { callTarget, HubShapeError } from '../errors';
import type { RepoRef } from '../repo-id';
import type { Hub } from '../types';
import { ownBytes } from '../wire/own-bytes';
import { LFS_JSON, lfsBatch, partAddresses, type LfsAction, type LfsActions, type LfsName } from './lfs-batch';
import type { ReadRange } from './read-range';

export interface LfsObject extends LfsName {
    /** Its content. Whoever asks for a part may be handed a view of it. */
    readonly read: ReadRange;
}

/** How many bytes of all objects are at Hugging Face, those included that were there before. */
export type UploadProgress = (bytes: number) => void;

/** So many parts are sent at once, … */
const PARTS_AT_ONCE = 4;
/** … as long as they are no more than this together, bytes. A part larger than that is sent alone. */
const BYTES_AT_ONCE = 32 * 1024 * 1024;

interface Upload {
    readonly hub: Hub;
    readonly object: LfsObject;
    readonly sent: (bytes: number) => void;
    readonly signal: AbortSignal;
}

/**
 * Brings contents to LFS, one after the other, and leaves out those that are there. Where the Hub asks for parts, each is read, sent
 * and repeated by itself. Where it does not, an object is one request, which like every one has 20 s: larger ones need a fast line.
 * Which of the two it is, and how large parts are, the Hub decides. They go where the Hub's answer says, without the token unless that is
 * the Hub. What `read` or `onProgress` throws ends the upload. The same upload twice is one.
 */
export async function uploadLfs(hub: Hub, repo: Pick<RepoRef, 'type' | 'id'>, objects: readonly LfsObject[], onProgress?: UploadProgress): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    const once = [...new Map(objects.map((object) => [object.sha256, object])).values()];
    let done = 0;
    try {
        const actions = await lfsBatch(hub, repo, once, signal);
        for (const object of once) {
            const sent = (bytes: number): void => {
                done += bytes;
                onProgress?.(done);
            };
            await uploadOne({ hub, object, sent, signal }, actions.get(object.sha256) ?? {});
        }
    } finally {
        over.abort(new Error('The upload is over.'));
    }
}

async function uploadOne(upload: Upload, { upload: target, verify }: LfsActions): Promise<void> {
    const { object: { size }, sent } = upload;
    if (!target) return sent(size);
    const chunk = target.header?.chunk_size;
    if (chunk === undefined) await sendWhole(upload, target);
    else await sendParts(upload, target, Number(chunk));
    if (verify) await tell(upload, verify, { oid: upload.object.sha256, size });
}

async function sendWhole(upload: Upload, { href, header }: LfsAction): Promise<void> {
    const { object: { size }, sent } = upload;
    await put(upload, href, { from: 0, length: size, header });
    sent(size);
}

/** Hugging Face's own protocol: the header names the length of parts and an address for each, `href` is where it is told that all are there. */
async function sendParts(upload: Upload, action: LfsAction, chunk: number): Promise<void> {
    const { object: { sha256, size }, sent } = upload;
    const addresses = partAddresses(action);
    const fit = Number.isSafeInteger(chunk) && chunk > 0 && addresses.length === Math.ceil(size / chunk) && addresses.every(({ number }, index) => number === index + 1);
    if (!fit) throw new HubShapeError(callTarget('PUT', action.href), 'header.chunk_size', 'expected as many parts as the size needs');
    const parts: { partNumber: number; etag: string }[] = [];
    await aFewAtOnce(addresses, partsAtOnce(chunk), async ({ number, href }) => {
        const from = (number - 1) * chunk;
        const length = Math.min(chunk, size - from);
        const etag = await put(upload, href, { from, length });
        if (etag === null) throw new HubShapeError(callTarget('PUT', href), 'ETag', 'missing');
        parts.push({ partNumber: number, etag });
        sent(length);
    });
    await tell(upload, { href: action.href }, { oid: sha256, parts: parts.sort((a, b) => a.partNumber - b.partNumber) });
}

const partsAtOnce = (chunk: number): number => Math.min(PARTS_AT_ONCE, Math.max(1, Math.floor(BYTES_AT_ONCE / chunk)));

/** Sends bytes of the object, and returns the ETag they got. */
async function put({ hub, object, signal }: Upload, href: string, { from, length, header }: { from: number; length: number; header?: Record<string, string> }): Promise<string | null> {
    const body = await object.read(from, length);
    if (body.length !== length) throw new RangeError(`${body.length} bytes were read instead of ${length}.`);
    const response = await hub.fetchOk(href, { method: 'PUT', headers: { ...header }, body: ownBytes(body), signal });
    await response.body?.cancel();
    return response.headers.get('etag');
}

async function tell({ hub, signal }: Upload, { href, header }: LfsAction, what: object): Promise<void> {
    const response = await hub.fetchOk(href, { method: 'POST', headers: { ...header, ...LFS_JSON }, body: JSON.stringify(what), signal });
    await response.body?.cancel();
}

/** The workers share one iterator, so that each takes the next item that nobody has taken. */
async function aFewAtOnce<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
    const rest = items.values();
    await Promise.all(Array.from({ length: width }, async () => {
        for (const item of rest) await work(item);
    }));
}
