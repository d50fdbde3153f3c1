import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fakeToken } from '../../../playground/hub/seed/ids';
import type { Answer } from './harness';
import { as, ask, postJson, useHub } from './harness';
import { ManualTime } from './manual-time';

const time = new ManualTime();
const hub = useHub({ clock: time.clock });
const MODEL = 'acme/embedder';

async function order(environment: Record<string, string>, secret = 'alice'): Promise<string> {
    const body = { dockerImage: 'python:3.12', command: ['python', 'convert.py'], flavor: 'cpu-basic', environment, secrets: { HF_TOKEN: fakeToken(secret) } };
    return z.object({ id: z.string() }).parse((await ask(`${hub().url}/api/jobs/acme`, postJson(body, as('alice')))).json()).id;
}

const get = (path: string): Promise<Answer> => ask(`${hub().url}${path}`, as('alice'));
const stage = async (id: string): Promise<unknown> => z.object({ status: z.object({ stage: z.string() }) }).parse((await get(`/api/jobs/acme/${id}`)).json()).status.stage;
const paths = async (repo: string): Promise<string[]> => z.array(z.object({ path: z.string() })).parse((await get(`/api/models/${repo}/tree/main`)).json()).map(({ path }) => path);

async function newRepo(name: string): Promise<string> {
    await ask(`${hub().url}/api/repos/create`, postJson({ name, organization: 'acme', private: true }, as('alice')));
    return `acme/${name}`;
}

describe('a job that makes files', () => {
    it('puts them into its repo when it completes, and tells how far it is', async () => {
        const repo = await newRepo('made');
        const id = await order({ MODEL, OUTPUT_REPO: repo, OUTPUT_FILES: 'embedder-Q4_K_M.gguf, model.safetensors, config.json' });
        time.now += 60_000;
        expect(await stage(id)).toBe('RUNNING');
        expect(await paths(repo)).toEqual(['.gitattributes']);
        time.now += 64_000;
        expect(await stage(id)).toBe('COMPLETED');
        const log = (await get(`/api/jobs/acme/${id}/logs`)).text;
        expect([...log.matchAll(/\[convert\] (\d+)\/10 /g)].map(([, step]) => Number(step))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        expect(log).not.toContain(fakeToken('alice'));
        expect(await paths(repo)).toEqual(['.gitattributes', 'config.json', 'embedder-Q4_K_M.gguf', 'model.safetensors']);
        const [commit] = z.array(z.object({ title: z.string() })).parse((await get(`/api/models/${repo}/commits/main`)).json());
        expect(commit?.title).toBe('Convert acme/embedder');
        const gguf = await ask((await get(`/${repo}/resolve/main/embedder-Q4_K_M.gguf`)).headers.get('location') ?? '', { headers: { Range: 'bytes=0-3' } });
        expect(gguf.text).toBe('GGUF');
        expect(await get(`/api/jobs/acme/${id}`).then(({ text }) => text)).not.toContain('delivers');
    });

    it('does so once, also when it is asked for again later', async () => {
        const repo = await newRepo('once');
        await order({ MODEL, OUTPUT_REPO: repo, OUTPUT_FILES: 'a.gguf' });
        time.now += 200_000;
        await paths(repo);
        time.now += 200_000;
        expect(z.array(z.unknown()).parse((await get(`/api/models/${repo}/commits/main`)).json())).toHaveLength(2);
    });

    it('reads the revision that was ordered, also when the model has moved on', async () => {
        const source = await newRepo('moving');
        const push = async (content: string): Promise<string> =>
            z.object({ commitOid: z.string() }).parse((await ask(`${hub().url}/api/models/${source}/commit/main`, postJson({ summary: 'Config', files: [{ path: 'config.json', content }] }, as('alice')))).json()).commitOid;
        const [older, repo] = [await push('{"old":1}'), await newRepo('of-older')];
        await push('{"new":1}');
        await order({ MODEL: source, REVISION: older, OUTPUT_REPO: repo, OUTPUT_FILES: 'config.json' });
        time.now += 200_000;
        expect((await get(`/${repo}/resolve/main/config.json`)).text).toBe('{"old":1}');
    });

    it('makes nothing of a model that is another one by then', async () => {
        const [source, repo] = [await newRepo('replaced'), await newRepo('of-replaced')];
        await order({ MODEL: source, OUTPUT_REPO: repo, OUTPUT_FILES: 'a.gguf' });
        await ask(`${hub().url}/api/repos/delete`, { ...postJson({ name: 'replaced', organization: 'acme' }, as('alice')), method: 'DELETE' });
        time.now += 1_000;
        await newRepo('replaced');
        time.now += 200_000;
        expect(await paths(repo)).toEqual(['.gitattributes']);
    });

    it.each([
        ['whose token may not write', 'bo', '403 Forbidden'],
        ['whose token is unknown', 'revoked', '401 Client Error'],
    ])('fails in its container, %s', async (_what, secret, says) => {
        const repo = await newRepo(`refused-${secret}`);
        const id = await order({ MODEL, OUTPUT_REPO: repo, OUTPUT_FILES: 'a.gguf' }, secret);
        time.now += 200_000;
        expect(await stage(id)).toBe('ERROR');
        expect((await get(`/api/jobs/acme/${id}/logs`)).text).toContain(says);
        expect(await paths(repo)).toEqual(['.gitattributes']);
    });

    it.each([
        ['a gated model that the token does not open', { MODEL: 'meta-llama/Llama-3.2-1B' }, '403 Forbidden: Access to model meta-llama/Llama-3.2-1B is restricted'],
        ['a private model of somebody else', { MODEL: 'dave/hidden' }, '404 Client Error: Repository not found'],
        ['a revision that is not there', { REVISION: '0'.repeat(40) }, '404 Client Error: Invalid rev id'],
        ['a file that is not there', { INPUT_FILES: 'config.json,none.bin' }, '404 Client Error: Entry not found: none.bin'],
    ])('fails in its container, of %s', async (what, more, says) => {
        const hidden = await ask(`${hub().url}/api/repos/create`, postJson({ name: 'hidden', private: true }, as('dave')));
        expect([200, 409]).toContain(hidden.status);
        const repo = await newRepo(what.replaceAll(' ', '-'));
        const id = await order({ MODEL, OUTPUT_REPO: repo, OUTPUT_FILES: 'a.gguf', ...more });
        time.now += 200_000;
        expect([await stage(id), await paths(repo)]).toEqual(['ERROR', ['.gitattributes']]);
        expect((await get(`/api/jobs/acme/${id}/logs`)).text).toContain(says);
    });

    it('fails without a repo to put them into, and does nothing when it was stopped', async () => {
        const missing = await order({ MODEL, OUTPUT_REPO: 'acme/none', OUTPUT_FILES: 'a.gguf' });
        const repo = await newRepo('stopped');
        const stopped = await order({ MODEL, OUTPUT_REPO: repo, OUTPUT_FILES: 'a.gguf' });
        time.now += 10_000;
        await ask(`${hub().url}/api/jobs/acme/${stopped}/cancel`, postJson({}, as('alice')));
        time.now += 200_000;
        expect([await stage(missing), await stage(stopped), await paths(repo)]).toEqual(['ERROR', 'CANCELED', ['.gitattributes']]);
    });
});
