import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startHub } from '../../../playground/hub/server';
import { as, ask, postJson, useHub } from './harness';

const clock = { now: Date.UTC(2025, 5, 1) };
const hub = useHub({ clock: () => clock.now });
const GPT2 = '/openai-community/gpt2';
const BIG = '/Qwen/Qwen2.5-7B-Instruct/resolve/main/model-00001-of-00004.safetensors';

async function locationOf(path: string, user?: string): Promise<string> {
    return (await ask(hub().url + path, user ? as(user) : {})).headers.get('location') ?? '';
}

const bytes = async (url: string, range: string): Promise<Uint8Array> => new Uint8Array(await (await fetch(url, { headers: { Range: range } })).arrayBuffer());

describe('text files', () => {
    it('come from the Hub itself, whole, in part, or not at all when unchanged', async () => {
        const url = `${hub().url}${GPT2}/resolve/main/config.json`;
        const whole = await ask(url);
        const etag = whole.headers.get('etag') ?? '';
        expect([whole.status, whole.headers.get('accept-ranges'), whole.headers.get('x-repo-commit')?.length]).toEqual([200, 'bytes', 40]);
        expect(etag).toBe(`"${createHash('sha1').update(`blob ${whole.text.length}\0${whole.text}`).digest('hex')}"`);
        const part = await ask(url, { headers: { Range: 'bytes=2-5' } });
        expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, whole.text.slice(2, 6), `bytes 2-5/${whole.text.length}`]);
        expect((await ask(url, { headers: { Range: 'bytes=-4' } })).text).toBe(whole.text.slice(-4));
        const beyond = await ask(url, { headers: { Range: 'bytes=999999-' } });
        expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${whole.text.length}`]);
        expect((await ask(url, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    });

    it('of data sets and Spaces have a prefix', async () => {
        expect((await ask(`${hub().url}/spaces/acme/demo/resolve/main/app.py`)).text).toContain('import gradio');
        expect((await ask(`${hub().url}/datasets/openai/gsm8k/resolve/main/README.md`)).text).toContain('task_categories');
        expect((await ask(`${hub().url}/acme/demo/resolve/main/app.py`, as('alice'))).headers.get('x-error-code')).toBe('RepoNotFound');
    });

    it('HEAD sends the headers alone', async () => {
        const answer = await ask(`${hub().url}${GPT2}/resolve/main/config.json`, { method: 'HEAD' });
        expect([answer.status, answer.text, Number(answer.headers.get('content-length')) > 100]).toEqual([200, '', true]);
    });
});

describe('large files', () => {
    it('redirect to a signed address on the second origin', async () => {
        const answer = await ask(`${hub().url}/acme/bert-prod/resolve/main/model.safetensors`, { ...as('alice'), method: 'HEAD' });
        const location = new URL(answer.headers.get('location') ?? '');
        expect([answer.status, location.origin]).toEqual([302, hub().cdnUrl]);
        expect([...location.searchParams.keys()]).toEqual(['response-content-disposition', 'Expires', 'Signature', 'Key-Pair-Id']);
        const file = await fetch(location);
        const content = Buffer.from(await file.arrayBuffer());
        expect(String(content.length)).toBe(answer.headers.get('x-linked-size'));
        expect(`"${createHash('sha256').update(content).digest('hex')}"`).toBe(answer.headers.get('x-linked-etag'));
    });

    it('a signature opens one file for an hour', async () => {
        const location = await locationOf('/acme/bert-prod/resolve/main/model.safetensors', 'alice');
        expect((await ask(location.replace(/Signature=./, 'Signature=_'))).status).toBe(403);
        clock.now += 3_601_000;
        expect((await ask(location)).status).toBe(403);
    });

    it('are refused, and reported, when the bearer is sent along', async () => {
        const own = await startHub();
        const { headers } = await ask(`${own.url}${BIG}`);
        const leaked = await ask(headers.get('location') ?? '', as('alice'));
        expect(leaked.status).toBe(400);
        expect((await ask(`${own.cdnUrl}/repos/an/upload`, { method: 'PUT', body: 'x', ...as('alice') })).status).toBe(400);
        expect(own.violations).toEqual(['GET', 'PUT'].map((method) => expect.stringContaining(`Authorization header was sent to the download host: ${method} `) as unknown));
        await own.stop();
    });

    it('are as large as they say: gigabytes read by range hold a true header and zeros', async () => {
        const url = await locationOf(BIG);
        const probe = await fetch(url, { headers: { Range: 'bytes=0-7' } });
        const size = Number(probe.headers.get('content-range')?.split('/')[1]);
        expect(size).toBeGreaterThan(4_000_000_000);
        const length = Number(new DataView(await probe.arrayBuffer()).getBigUint64(0, true));
        const header = z.record(z.string(), z.looseObject({})).parse(JSON.parse(new TextDecoder().decode(await bytes(url, `bytes=8-${7 + length}`))));
        const ends = Object.values(header).map((tensor) => z.object({ data_offsets: z.tuple([z.number(), z.number()]).optional() }).parse(tensor).data_offsets?.[1] ?? 0);
        expect(8 + length + Math.max(...ends)).toBe(size);
        expect(Array.from(await bytes(url, `bytes=${size - 16}-`))).toEqual(Array(16).fill(0));
    });

    it('raw gives the pointer git keeps', async () => {
        const { text } = await ask(`${hub().url}/acme/bert-prod/raw/main/model.safetensors`, as('alice'));
        expect(text).toMatch(/^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:[0-9a-f]{64}\nsize \d+\n$/);
    });
});

describe('tree and history', () => {
    it('pages a tree by its link and adds up its size', async () => {
        const first = await ask(`${hub().url}/api/models${GPT2}/tree/main?limit=2`);
        expect(first.headers.get('link')).toContain('rel="next"');
        const entries = z.array(z.object({ path: z.string(), size: z.number() }));
        const all = entries.parse((await ask(`${hub().url}/api/models${GPT2}/tree/main?recursive=true`)).json());
        const { size } = z.object({ size: z.number() }).parse((await ask(`${hub().url}/api/models${GPT2}/treesize/main/`)).json());
        expect(size).toBe(all.reduce((sum, entry) => sum + entry.size, 0));
    });

    it('lists folders first, and what they hold', async () => {
        const root = (await ask(`${hub().url}/api/datasets/nyu-mll/glue/tree/main`)).json();
        expect(root).toMatchObject([{ type: 'directory', path: 'mrpc' }, { type: 'directory', path: 'sst2' }, { path: '.gitattributes' }, { path: 'README.md' }]);
        expect((await ask(`${hub().url}/api/datasets/nyu-mll/glue/tree/main/sst2`)).json()).toMatchObject([{ path: 'sst2/train-00000-of-00001.parquet' }]);
        expect((await ask(`${hub().url}/api/datasets/nyu-mll/glue/paths-info/main`, postJson({ paths: ['sst2', 'nope'] }))).json()).toMatchObject([{ type: 'directory', path: 'sst2' }]);
        expect((await ask(`${hub().url}/api/datasets/nyu-mll/glue/paths-info/main`, postJson({ paths: Array.from({ length: 2001 }, () => 'sst2') }))).status).toBe(400);
    });

    it('an older revision has the older files', async () => {
        const commits = z.array(z.object({ id: z.string() })).parse((await ask(`${hub().url}/api/models${GPT2}/commits/main`)).json());
        const [head, middle, first] = commits.map(({ id }) => id);
        expect((await ask(`${hub().url}/api/models${GPT2}/tree/${first}`)).json()).toMatchObject([{ path: '.gitattributes' }]);
        expect((await ask(`${hub().url}/api/models${GPT2}/revision/${first}`)).json()).toMatchObject({ sha: first, siblings: [{ rfilename: '.gitattributes' }] });
        expect((await ask(`${hub().url}${GPT2}/resolve/${first}/config.json`)).headers.get('x-error-code')).toBe('EntryNotFound');
        expect((await ask(`${hub().url}/api/models${GPT2}/revision/v1.0?expand=sha`)).json()).toMatchObject({ sha: middle });
        const diff = (await ask(`${hub().url}/api/models${GPT2}/compare/${middle}..${head}?raw=1`)).text;
        expect(diff).toContain('+++ b/README.md');
        expect(diff.match(/^diff --git/gm)).toHaveLength(1);
    });

    it('commits page by number and say how many there are', async () => {
        const answer = await ask(`${hub().url}/api/models${GPT2}/commits/main?limit=2`);
        expect([answer.headers.get('x-total-count'), answer.headers.get('link')?.includes('p=1')]).toEqual(['3', true]);
        expect((await ask(`${hub().url}/api/models${GPT2}/commits/main?limit=2&p=1`)).json()).toHaveLength(1);
    });

    it('pull requests are refs, encoded in a path', async () => {
        const refs = z.object({ pullRequests: z.array(z.object({ ref: z.string() })) }).parse((await ask(`${hub().url}/api/models/acme/bert-prod/refs?include_prs=1`, as('alice'))).json());
        expect(refs.pullRequests.map(({ ref }) => ref)).toEqual(['refs/pr/3']);
        expect((await ask(`${hub().url}/api/models/acme/bert-prod/revision/refs%2Fpr%2F3`, as('alice'))).status).toBe(200);
    });

    it('a dangerous pickle is flagged and its bytes are what the scanners say', async () => {
        expect((await ask(`${hub().url}/api/models/ykilcher/totally-harmless-model/scan`)).json()).toEqual({ scansDone: true, filesWithIssues: [{ path: 'pytorch_model.bin', level: 'unsafe' }] });
        const content = await bytes(await locationOf('/ykilcher/totally-harmless-model/resolve/main/pytorch_model.bin'), 'bytes=0-');
        expect(new TextDecoder('latin1').decode(content)).toContain('cposix\nsystem\n');
    });
});
