import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Answer } from './harness';
import { as, ask, postJson, useHub } from './harness';
import { ManualTime } from './manual-time';

const time = new ManualTime();
const hub = useHub({ clock: time.clock, uploads: { multipartAbove: 100, partBytes: 50, capacity: 10_000 } });
const REPO = 'alice/notes-classifier';
const LFS = 'application/vnd.git-lfs+json';

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(`${text}\0`));
const named = (bytes: Uint8Array): { oid: string; size: number } => ({ oid: createHash('sha256').update(bytes).digest('hex'), size: bytes.length });

const action = z.object({ href: z.string(), header: z.record(z.string(), z.string()).optional() });
const batchAnswer = z.object({
    transfer: z.string(),
    objects: z.array(z.object({ oid: z.string(), actions: z.object({ upload: action.optional(), verify: action.optional(), download: action.optional() }).optional(), error: z.object({ code: z.number(), message: z.string() }).optional() })),
});

const batch = (objects: object[], { user = 'alice', accept = LFS, operation = 'upload', repo = REPO }: { user?: string; accept?: string; operation?: string; repo?: string } = {}): Promise<Answer> =>
    ask(`${hub().url}/${repo}.git/info/lfs/objects/batch`, postJson({ operation, transfers: ['basic', 'multipart'], objects, hash_algo: 'sha256' }, { headers: { ...as(user).headers, 'Content-Type': LFS, Accept: accept } }));

async function actionsFor(object: { oid: string; size: number }, operation = 'upload'): Promise<z.infer<typeof batchAnswer>['objects'][number]> {
    const [first] = batchAnswer.parse((await batch([object], { operation })).json()).objects;
    if (!first) {
        throw new Error('No object was answered.');
    }
    return first;
}

const put = (href: string | undefined, body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Answer> => ask(href ?? '', { method: 'PUT', body, headers });
const commitLfs = (path: string, object: object, user = 'alice'): Promise<Answer> =>
    ask(`${hub().url}/api/models/${REPO}/commit/main`, postJson({ summary: 'Weights', lfsFiles: [{ path, algo: 'sha256', ...object }] }, as(user)));
const code = ({ text }: Answer): string | undefined => /<Code>(\w+)<\/Code>/.exec(text)?.[1];

describe('the object store', () => {
    it('takes an object at its address and verifies it', async () => {
        const bytes = bytesOf('one');
        const { actions } = await actionsFor(named(bytes));
        expect(new URL(actions?.upload?.href ?? '').origin).toBe(hub().cdnUrl);
        const verify = (): Promise<Answer> => ask(actions?.verify?.href ?? '', postJson(named(bytes), as('alice')));
        expect((await verify()).status).toBe(404);
        expect((await put(actions?.upload?.href, bytes)).headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);
        expect((await verify()).status).toBe(200);
        expect((await actionsFor(named(bytes))).actions).toBeUndefined();
        const download = (await actionsFor(named(bytes), 'download')).actions?.download?.href ?? '';
        expect((await ask(download, { headers: { Range: 'bytes=1-2' } })).text).toBe('ne');
    });

    it('answers bytes that are not the announced ones like any other, but a commit finds none', async () => {
        const object = named(bytesOf('two'));
        expect((await put((await actionsFor(object)).actions?.upload?.href, bytesOf('owt'))).status).toBe(200);
        const refused = await commitLfs('two.bin', object);
        expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('an LFS pointer pointed to a file that does not exist')]);
    });

    it('keeps the objects of each repo to itself', async () => {
        const bytes = bytesOf('three');
        await put((await actionsFor(named(bytes))).actions?.upload?.href, bytes);
        const { objects } = batchAnswer.parse((await batch([named(bytes)], { repo: 'acme/bert-prod' })).json());
        expect(objects[0]?.actions?.upload).toBeDefined();
    });

    it('refuses addresses that are over, forged or for less, and bodies without a length', async () => {
        const bytes = bytesOf('four');
        const href = (await actionsFor(named(bytes))).actions?.upload?.href ?? '';
        expect(code(await put(href.replace(named(bytes).oid, named(bytesOf('other')).oid), bytes))).toBe('SignatureDoesNotMatch');
        const stream = new ReadableStream<Uint8Array>({ start: (controller) => { controller.enqueue(bytes); controller.close(); } });
        const init: RequestInit & { duplex: 'half' } = { method: 'PUT', body: stream, duplex: 'half' };
        expect(code(await ask(href, init))).toBe('NotImplemented');
        time.now += 901_000;
        const late = await put(href, bytes);
        expect([late.status, code(late)]).toEqual([403, 'AccessDenied']);
    });

    it('forgets what came of an upload that broke off', async () => {
        const object = named(bytesOf('y'.repeat(90)));
        const href = (await actionsFor(object)).actions?.upload?.href ?? '';
        hub().clearRequests();
        const sending = request(href, { method: 'PUT', headers: { 'Content-Length': object.size } });
        const ended = new Promise((resolve) => sending.on('error', resolve));
        sending.write('yyy', () => setImmediate(() => sending.destroy(new Error('The client went away.'))));
        await ended;
        await expect.poll(() => hub().requests.map(({ status }) => status)).toEqual([400]);
        expect((await commitLfs('broken.bin', object)).status).toBe(400);
    });

    it('needs every part of an upload as it came', async () => {
        const bytes = bytesOf('x'.repeat(120));
        const upload = (await actionsFor(named(bytes))).actions?.upload;
        const urls = ['00001', '00002', '00003'].map((number) => upload?.header?.[number]);
        expect(upload?.header?.chunk_size).toBe('50');
        const etags: string[] = [];
        for (const [index, href] of urls.entries()) {
            etags.push((await put(href, bytes.slice(index * 50, (index + 1) * 50))).headers.get('etag') ?? '');
        }
        expect(code(await put(urls[0], bytes))).toBe('EntityTooLarge');
        const complete = (tags: string[]): Promise<Answer> => ask(upload?.href ?? '', postJson({ oid: named(bytes).oid, parts: tags.map((etag, index) => ({ partNumber: index + 1, etag })) }));
        expect((await complete(etags.slice(0, 2))).status).toBe(400);
        expect((await complete([...etags.slice(0, 2), '"0"'])).status).toBe(400);
        expect((await complete(etags)).status).toBe(200);
        expect((await complete(etags)).status).toBe(404);
        expect((await commitLfs('parts.bin', named(bytes))).status).toBe(200);
    });
});

describe('the batch call', () => {
    it('says of each object what is wrong with it', async () => {
        const { objects } = batchAnswer.parse((await batch([{ oid: 'x', size: 1 }, { oid: 'a'.repeat(64), size: 10_001 }])).json());
        expect(objects.map(({ error }) => error?.code)).toEqual([422, 507]);
        expect((await actionsFor({ oid: 'b'.repeat(64), size: 1 }, 'download')).error?.code).toBe(404);
    });

    it.each([['bo', 404], ['dave', 404], ['expiring', 403]])('is not for %s: %i', async (user, status) => {
        expect((await batch([named(bytesOf('five'))], { user })).status).toBe(status);
    });

    it('is, like what follows it, not for those who only read', async () => {
        const repo = 'acme/bert-prod';
        expect((await batch([named(bytesOf('five'))], { user: 'bo', repo })).status).toBe(403);
        expect((await batch([named(bytesOf('five'))], { user: 'bo', repo, operation: 'download' })).status).toBe(200);
        expect((await ask(`${hub().url}/${repo}.git/info/lfs/objects/verify`, postJson(named(bytesOf('five')), as('bo')))).status).toBe(403);
    });

    it('speaks its own media type only', async () => {
        expect((await batch([named(bytesOf('six'))], { accept: 'application/json' })).status).toBe(406);
        expect((await batch([])).status).toBe(422);
    });
});

describe('a file after it was pushed', () => {
    const scan = async (path: string): Promise<unknown> =>
        z.tuple([z.object({ securityFileStatus: z.object({ status: z.string() }) })]).parse((await ask(`${hub().url}/api/models/${REPO}/paths-info/main`, postJson({ paths: [path], expand: true }, as('alice')))).json())[0].securityFileStatus.status;

    it.each([
        ['safe', 'clean.bin', '\x80\x02ccollections\nOrderedDict\n.'],
        ['unsafe', 'evil.bin', '\x80\x02cposix\nsystem\n.'],
        ['suspicious', 'odd.pkl', '\x80\x02cmy.module\nThing\n.'],
        ['safe', 'posix.safetensors', 'cposix\nsystem\n'],
    ])('waits for the scanners, which call it %s: %s', async (verdict, path, text) => {
        const bytes = new Uint8Array(Buffer.from(`${text}\0`, 'latin1'));
        await put((await actionsFor(named(bytes))).actions?.upload?.href, bytes);
        expect((await commitLfs(path, named(bytes))).status).toBe(200);
        expect(await scan(path)).toBe('queued');
        time.now += 20_000;
        expect(await scan(path)).toBe(verdict);
    });
});

describe('a quota of commits', () => {
    it('is met by a planned 429', async () => {
        hub().faults.add({ match: 'POST /api/*/commit/*', times: 1, fault: { kind: 'rate-limited', resetSeconds: 30 } });
        const refused = await commitLfs('none.bin', named(bytesOf('one')));
        expect([refused.status, refused.headers.get('ratelimit')]).toEqual([429, '"api";r=0;t=30']);
    });
});
