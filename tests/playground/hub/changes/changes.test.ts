import { describe, expect, it } from 'vitest';
import type { HubChangeInput } from '../../../../playground/hub/changes/hub-change';
import { hubChange } from '../../../../playground/hub/changes/hub-change';
import { ChangeRefused } from '../../../../playground/hub/changes/refused';
import { SPACE_STAGES } from '../../../../playground/hub/space-stages';
import { as, ask, postJson, useHub } from '../harness';
import { ManualTime } from '../manual-time';
import { openStream } from '../open-stream';

const time = new ManualTime();
const hub = useHub({ clock: time.clock, scheduler: time.scheduler });
const get = async (path: string, user = 'alice'): Promise<unknown> => (await ask(hub().url + path, as(user))).json();

const MODEL = { type: 'model', id: 'acme/bert-staging' } as const;
const commit = (facts: Partial<Extract<HubChangeInput, { kind: 'commit' }>> = {}): HubChangeInput =>
    ({ kind: 'commit', repo: MODEL, title: 'A commit', author: 'alice', files: [{ path: 'a.txt', content: 'one' }], ...facts });

describe('commit', () => {
    it('moves the head, the dates and the files', async () => {
        const before = await get('/api/models/acme/bert-staging');
        hub().change(commit({ files: [{ path: 'a.txt', content: 'one' }, { path: 'docs/b.txt', content: 'two' }] }));
        const after = await get('/api/models/acme/bert-staging');
        expect(after).toMatchObject({ lastModified: new Date(time.now).toISOString(), siblings: expect.arrayContaining([{ rfilename: 'docs/b.txt' }]) as unknown });
        expect(after).not.toMatchObject({ sha: (before as { sha: string }).sha });
        expect(await get('/api/models/acme/bert-staging/commits/main?limit=1')).toMatchObject([{ id: (after as { sha: string }).sha, title: 'A commit', authors: [{ user: 'alice' }] }]);
        expect((await ask(`${hub().url}/acme/bert-staging/raw/main/docs/b.txt`, as('alice'))).text).toBe('two');
    });

    it('with a new card changes what the repo says of itself', async () => {
        hub().change(commit({ files: [{ path: 'README.md', content: '---\nlicense: mit\n---\n# Card\n' }] }));
        expect(await get('/api/models/acme/bert-staging')).toMatchObject({ cardData: { license: 'mit' }, tags: expect.arrayContaining(['license:mit', 'region:us']) as unknown });
        hub().change(commit({ files: [{ path: 'README.md', content: '---\nlicense: apache-2.0\ndatasets: [nyu-mll/glue]\npipeline_tag: fill-mask\n---\n' }] }));
        const changed = await get('/api/models/acme/bert-staging');
        expect(changed).toMatchObject({ pipeline_tag: 'fill-mask', tags: expect.arrayContaining(['license:apache-2.0', 'dataset:nyu-mll/glue', 'fill-mask']) as unknown });
        expect((changed as { tags: string[] }).tags).not.toContain('license:mit');
        hub().change(commit({ files: [{ path: 'README.md', content: '---\n: [\n---\n# Card\n' }] }));
        expect(await get('/api/models/acme/bert-staging')).not.toHaveProperty('cardData');
    });

    it.each([
        [{ author: 'bo' }, 'may not write'], [{ author: 'dave' }, 'may not write'], [{ branch: 'none' }, 'no such revision'], [{ repo: { type: 'space', id: 'acme/nope' } as const }, 'There is no space'],
    ])('%j is refused', (facts, why) => {
        expect(() => hub().change(commit(facts))).toThrow(ChangeRefused);
        expect(() => hub().change(commit(facts))).toThrow(why);
    });

    it.each(['/etc/passwd', '../up', 'a/../b', 'a//b', 'a/', '.git/config', 'a\\b', 'a\nb', ''])('the path %j is no path', (path) => {
        expect(hubChange.safeParse(commit({ files: [{ path, content: '' }] })).success).toBe(false);
    });
});

describe('Spaces', () => {
    const stage = async (name = 'acme/demo'): Promise<unknown> => await get(`/api/spaces/${name}/runtime`);

    it.each(SPACE_STAGES)('stands at %s, with hardware only where it holds some', async (wanted) => {
        hub().change({ kind: 'space-stage', space: 'acme/demo', stage: wanted, errorMessage: 'why' });
        const up = /^(RUNNING|APP_STARTING)/.test(wanted) && wanted !== 'RUNTIME_ERROR';
        const runtime = await stage();
        expect(runtime).toMatchObject({ stage: wanted, hardware: { current: up ? 'cpu-basic' : null, requested: 'cpu-basic' } });
        expect((runtime as { errorMessage?: string }).errorMessage).toBe(/ERROR|NO_APP/.test(wanted) ? 'why' : undefined);
    });

    it('build, start and run after a commit, by the clock alone', async () => {
        hub().change(commit({ repo: { type: 'space', id: 'acme/demo' } }));
        const seen: unknown[] = [await stage()];
        for (const seconds of [20, 10]) {
            time.now += seconds * 1000;
            seen.push(await stage());
        }
        expect(seen).toMatchObject([{ stage: 'BUILDING', hardware: { current: null } }, { stage: 'APP_STARTING' }, { stage: 'RUNNING', hardware: { current: 'cpu-basic' }, replicas: { current: 1 } }]);
        expect(seen[2]).toMatchObject({ sha: hub().state.findRepo('space', 'acme/demo')?.branches.get('main') });
        const listed = await get('/api/spaces?author=acme&expand=runtime');
        expect(listed).toContainEqual(expect.objectContaining({ id: 'acme/demo', runtime: expect.objectContaining({ stage: 'RUNNING' }) as unknown }));
    });

    it('stay paused after a commit, and static ones have nothing to build', async () => {
        hub().change(commit({ repo: { type: 'space', id: 'acme/annotator' } }));
        hub().change(commit({ repo: { type: 'space', id: 'huggingface/hf-docs-search' }, author: 'huggingface' }));
        expect([await stage('acme/annotator'), await stage('huggingface/hf-docs-search')]).toMatchObject([{ stage: 'PAUSED' }, { stage: 'RUNNING', hardware: { current: null, requested: null } }]);
    });
});

describe('pull requests', () => {
    const repo = { type: 'model', id: 'acme/embedder' } as const;
    const open = (path: string, content: string): number => {
        hub().change({ kind: 'open-pull-request', repo, title: 'Change a file', author: 'bo', files: [{ path, content }] });
        return hub().state.findRepo('model', repo.id)?.discussions.at(-1)?.num ?? 0;
    };
    const settle = (num: number, status: 'merged' | 'closed' | 'open', by: string) => () => hub().change({ kind: 'pull-request-status', repo, num, status, by });

    it('merge beside what happened on main meanwhile', async () => {
        const num = open('pr.txt', 'from the pull request');
        hub().change(commit({ repo, files: [{ path: 'main.txt', content: 'from main' }] }));
        settle(num, 'merged', 'alice')();
        for (const [path, text] of [['pr.txt', 'from the pull request'], ['main.txt', 'from main']]) {
            expect((await ask(`${hub().url}/acme/embedder/raw/main/${path}`, as('alice'))).text).toBe(text);
        }
        expect(await get('/api/models/acme/embedder/commits/main?limit=1')).toMatchObject([{ title: `Change a file (#${num})` }]);
    });

    it('do not merge over a conflict, without the right to write, or twice', () => {
        const num = open('both.txt', 'theirs');
        expect(settle(num, 'merged', 'bo')).toThrow('may not write');
        hub().change(commit({ repo, files: [{ path: 'both.txt', content: 'ours' }] }));
        expect(settle(num, 'merged', 'alice')).toThrow('conflicts in both.txt');
        settle(num, 'closed', 'bo')();
        expect(settle(num, 'closed', 'bo')).toThrow('is closed');
        expect(settle(num, 'merged', 'alice')).toThrow('is closed');
        settle(num, 'open', 'alice')();
        expect(settle(num, 'open', 'dave')).toThrow(ChangeRefused);
    });
});

describe('credits', () => {
    const chat = (headers: Record<string, string> = {}): ReturnType<typeof ask> => ask(`${hub().routerUrl}/v1/chat/completions`,
        postJson({ model: 'Qwen/Qwen2.5-7B-Instruct', messages: [{ role: 'user', content: 'hi' }] }, { headers: { ...as('alice').headers, ...headers } }));

    it('out: the router wants payment from this account and no other; back in: it works again', async () => {
        hub().change({ kind: 'credits', account: 'acme', out: true });
        const billed = await chat({ 'X-HF-Bill-To': 'acme' });
        expect([billed.status, billed.text]).toEqual([402, expect.stringContaining('You have exceeded your monthly included credits for Inference Providers')]);
        expect((await chat()).status).toBe(200);
        hub().change({ kind: 'credits', account: 'acme', out: false });
        expect((await chat({ 'X-HF-Bill-To': 'acme' })).status).toBe(200);
        expect(() => hub().change({ kind: 'credits', account: 'nobody', out: true })).toThrow('no user or organisation');
    });
});

describe('trouble', () => {
    const hosts = (): string[] => [`${hub().url}/api/models?limit=1`, `${hub().cdnUrl}/x`, `${hub().routerUrl}/v1/models`, `${hub().endpointsUrl}/endpoint/acme`, `${hub().viewerUrl}/is-valid?dataset=rajpurkar/squad`];

    it('down: what was open is cut off as well', async () => {
        const stream = await openStream(`${hub().url}/api/spaces/acme/demo/events`);
        await stream.first(1);
        hub().change({ kind: 'trouble', trouble: 'down' });
        await expect(stream.untilEnd()).rejects.toThrow('terminated');
        hub().change({ kind: 'trouble', trouble: 'none' });
    });

    it('rate-limited: every host says so and when it ends; rules of tests stay', async () => {
        hub().faults.add({ match: 'GET /api/models', times: 1, fault: { status: 503 } });
        hub().change({ kind: 'trouble', trouble: 'down' });
        await Promise.all(hosts().map((url) => expect(ask(url)).rejects.toThrow('fetch failed')));
        hub().change({ kind: 'trouble', trouble: 'none' });
        expect((await ask(`${hub().url}/api/models?limit=1`)).status).toBe(503);
        hub().change({ kind: 'trouble', trouble: 'rate-limited' });
        for (const url of hosts()) {
            const answer = await ask(url);
            const left = 300 - (Math.floor(time.now / 1000) % 300);
            expect([answer.status, answer.headers.get('ratelimit')]).toEqual([429, expect.stringMatching(new RegExp(`^"(api|pages)";r=0;t=${left}$`))]);
            expect(answer.headers.get('ratelimit-policy')).toMatch(/^"fixed window";"(api|pages)";q=\d+;w=300$/);
        }
        hub().change({ kind: 'trouble', trouble: 'none' });
        expect((await ask(hosts()[0] ?? '')).status).toBe(200);
    });
});
