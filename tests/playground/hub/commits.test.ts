import { commit, downloadFile, HubApiError, listCommits, listFiles } from '@huggingface/hub';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fakeToken } from '../../../playground/hub/seed/ids';
import type { Answer } from './harness';
import { as, ask, postJson, useHub } from './harness';
import { useReceiver } from './receiver';

const receiver = useReceiver();
const hub = useHub();
const DATASET = 'acme/support-tickets';
const dataset = { type: 'dataset', name: DATASET } as const;
const at = (user: string): { hubUrl: string; accessToken: string } => ({ hubUrl: hub().url, accessToken: fakeToken(user) });

const lines = (...entries: unknown[]): string => entries.map((entry) => JSON.stringify(entry)).join('\n');
const header = (value: object = {}): object => ({ key: 'header', value: { summary: 'A change', ...value } });
const file = (path: string, content: string, value: object = {}): object => ({ key: 'file', value: { path, content, ...value } });
const push = (body: string, { user = 'alice', rev = 'main', query = '', repo = `/api/datasets/${DATASET}` } = {}): Promise<Answer> =>
    ask(`${hub().url}${repo}/commit/${rev}${query}`, { method: 'POST', body, headers: { ...as(user).headers, 'Content-Type': 'application/x-ndjson' } });

const answer = z.object({ success: z.literal(true), commitOid: z.string().regex(/^[0-9a-f]{40}$/), commitUrl: z.url(), hookOutput: z.string(), pullRequestUrl: z.string().optional() });
const textOf = async (path: string, revision = 'main'): Promise<string | undefined> => (await downloadFile({ ...at('alice'), repo: dataset, path, revision }))?.text();
const outcome = ({ status, headers }: Answer): unknown[] => [status, headers.get('x-error-code')];

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
    const all: T[] = [];
    for await (const item of items) {
        all.push(item);
    }
    return all;
}

async function head(): Promise<string> {
    return z.object({ sha: z.string() }).parse((await ask(`${hub().url}/api/datasets/${DATASET}`, as('alice'))).json()).sha;
}

beforeAll(async () => {
    expect((await ask(`${hub().url}/api/settings/webhooks`, postJson({ watched: [{ type: 'dataset', name: DATASET }], domains: ['repo'], url: receiver.url }, as('alice')))).status).toBe(200);
});

describe('commits by the Hub\'s own client', () => {
    it('add, change and delete small files', async () => {
        const made = await commit({
            ...at('alice'), repo: dataset, title: 'Two records', description: 'from a test', useXet: false,
            operations: [{ operation: 'addOrUpdate', path: 'deployments/a.md', content: new Blob(['# Für a\n']) }, { operation: 'addOrUpdate', path: 'b.bin', content: new Blob([new Uint8Array([0, 255, 10])]) }],
        });
        expect(made?.commit.oid).toBe(await head());
        expect(await textOf('deployments/a.md')).toBe('# Für a\n');
        expect(new Uint8Array(await (await downloadFile({ ...at('alice'), repo: dataset, path: 'b.bin' }))?.arrayBuffer() ?? new ArrayBuffer())).toEqual(new Uint8Array([0, 255, 10]));
        await commit({ ...at('alice'), repo: dataset, title: 'Fewer', parentCommit: await head(), operations: [{ operation: 'delete', path: 'b.bin' }] });
        expect((await collect(listFiles({ ...at('alice'), repo: dataset, recursive: true }))).map(({ path }) => path)).not.toContain('b.bin');
        const [last, before] = await collect(listCommits({ ...at('alice'), repo: dataset, batchSize: 50 }));
        expect([last?.title, before?.title, before?.message]).toEqual(['Fewer', 'Two records', 'from a test']);
    });

    it('become a pull request', async () => {
        const before = await head();
        const made = await commit({ ...at('bo'), repo: dataset, title: 'A proposal', isPullRequest: true, operations: [{ operation: 'addOrUpdate', path: 'c.md', content: new Blob(['c']) }] }).catch((error: unknown) => error);
        expect(made).toBeInstanceOf(HubApiError);
        const proposed = await commit({ ...at('alice'), repo: dataset, title: 'A proposal', isPullRequest: true, operations: [{ operation: 'addOrUpdate', path: 'c.md', content: new Blob(['c']) }] });
        expect(await head()).toBe(before);
        const num = /\/discussions\/(\d+)$/.exec(proposed?.pullRequestUrl ?? '')?.[1];
        expect(await textOf('c.md', `refs/pr/${num}`)).toBe('c');
        expect((await ask(`${hub().url}/api/datasets/${DATASET}/discussions/${num}`, as('alice'))).json()).toMatchObject({ title: 'A proposal', isPullRequest: true, status: 'open', author: { name: 'alice' } });
    });

    it('fail when the branch has moved on', async () => {
        const parentCommit = await head();
        const one = (): Promise<unknown> => commit({ ...at('alice'), repo: dataset, title: 'One', parentCommit, operations: [{ operation: 'addOrUpdate', path: 'd.md', content: new Blob(['d']) }] });
        await one();
        await expect(one()).rejects.toMatchObject({ statusCode: 412 });
    });
});

describe('commits line by line', () => {
    it('tell webhooks, and answer as published', async () => {
        await hub().deliveries.settled();
        receiver.received.splice(0);
        const oldSha = await head();
        const { commitOid, commitUrl } = answer.parse((await push(lines(header({ parentCommit: oldSha }), file('e.md', 'e')))).json());
        expect(commitUrl).toBe(`${hub().url}/datasets/${DATASET}/commit/${commitOid}`);
        await hub().deliveries.settled();
        expect(receiver.received.map(({ body }) => body)).toMatchObject([{ event: { scope: 'repo.content' }, updatedRefs: [{ ref: 'refs/heads/main', oldSha, newSha: commitOid }] }]);
    });

    it('move files, and delete files and folders under each of their names', async () => {
        expect((await push(lines(header(), file('f/one.md', 'one'), file('f/two.md', 'two'), file('g.md', 'Zw==', { encoding: 'base64' })))).status).toBe(200);
        expect((await push(lines(header(), { key: 'file', value: { path: 'h.md', oldPath: 'g.md' } }, { key: 'deletedFolder', value: { path: 'f/' } }))).status).toBe(200);
        expect([await textOf('h.md'), await textOf('g.md'), await textOf('f/one.md')]).toEqual(['g', undefined, undefined]);
        expect((await push(lines(header(), { key: 'deletedEntry', value: { path: 'h.md' } }))).status).toBe(200);
        expect(await textOf('h.md')).toBeUndefined();
    });

    it('take plain JSON as well', async () => {
        const sent = await ask(`${hub().url}/api/datasets/${DATASET}/commit/main`, postJson({ summary: 'By JSON', files: [{ path: 'i.md', content: 'i' }], deletedEntries: [] }, as('alice')));
        expect(answer.parse(sent.json()).commitOid).toBe(await head());
    });

    it.each<[string, string, unknown[]]>([
        ['no JSON', 'text', [400, null]],
        ['no header', lines(file('a.md', 'a')), [400, null]],
        ['two headers', lines(header(), header()), [400, null]],
        ['no summary', lines({ key: 'header', value: { summary: '' } }), [400, null]],
        ['an unknown key', lines(header(), { key: 'other', value: {} }), [400, null]],
        ['a path that climbs', lines(header(), file('../a', 'a')), [400, null]],
        ['a file without content', lines(header(), { key: 'file', value: { path: 'a.md' } }), [400, null]],
        ['a large file', lines(header(), file('a.md', 'a'.repeat(10 * 1024 * 1024 + 1))), [400, null]],
        ['a large file that was not uploaded', lines(header(), { key: 'lfsFile', value: { path: 'a', algo: 'sha256', oid: '0'.repeat(64), size: 1 } }), [400, null]],
        ['what is not there', lines(header(), { key: 'deletedEntry', value: { path: 'none.md' } }), [404, 'EntryNotFound']],
        ['moving what is not there', lines(header(), { key: 'file', value: { path: 'a.md', oldPath: 'none.md' } }), [404, 'EntryNotFound']],
        ['a card with wrong metadata', lines(header(), file('README.md', '---\nlicense: none-such\n---\n')), [400, null]],
        ['a card with metadata that is no YAML', lines(header(), file('README.md', '---\ntags: [\n---\n')), [400, null]],
        ['another parent', lines(header({ parentCommit: '0'.repeat(40) }), file('a.md', 'a')), [412, null]],
    ])('refuse %s, and change nothing', async (_what, body, wanted) => {
        const before = await head();
        expect(outcome(await push(body))).toEqual(wanted);
        expect(await head()).toBe(before);
    });

    it('refuse a revision that is no branch', async () => {
        expect(outcome(await push(lines(header()), { rev: 'none' }))).toEqual([404, 'RevisionNotFound']);
        expect(outcome(await push(lines(header()), { rev: await head() }))).toEqual([404, 'RevisionNotFound']);
        expect(outcome(await push(lines(header({ parentCommit: '0'.repeat(40) })), { query: '?create_pr=1' }))).toEqual([404, 'RevisionNotFound']);
    });
});

describe('who may', () => {
    it.each([['bo', 403], ['carol', 403], ['sec', 403], ['dave', 404], ['expiring', 403], ['service', 200]])('%s: %i', async (user, status) => {
        expect((await push(lines(header(), file('who.md', user)), { user })).status).toBe(status);
        expect((await ask(`${hub().url}/api/datasets/${DATASET}/preupload/main`, postJson({ files: [] }, as(user)))).status).toBe(status);
    });

    it('nobody without a login, and nobody where nothing is', async () => {
        expect((await ask(`${hub().url}/api/datasets/${DATASET}/commit/main`, postJson({ summary: 'x' }))).status).toBe(401);
        expect(outcome(await push(lines(header()), { repo: '/api/datasets/acme/none' }))).toEqual([404, 'RepoNotFound']);
        expect((await push(lines(header()), { repo: '/api/datasets/rajpurkar/squad' })).status).toBe(403);
    });
});

describe('preupload', () => {
    it('sends small files inline, names known ones, and refuses other bodies', async () => {
        const ask422 = await ask(`${hub().url}/api/datasets/${DATASET}/preupload/main`, postJson({ files: [{ path: 'a' }] }, as('alice')));
        expect(ask422.status).toBe(422);
        const { files } = z.object({ files: z.array(z.unknown()) }).parse((await ask(`${hub().url}/api/datasets/${DATASET}/preupload/main`, postJson({ files: [{ path: 'README.md', size: 1, sample: '' }, { path: 'new.bin', size: 2 ** 21, sample: '' }] }, as('alice')))).json());
        expect(files).toEqual([{ path: 'README.md', uploadMode: 'regular', shouldIgnore: false, oid: expect.stringMatching(/^[0-9a-f]{40}$/) as unknown }, { path: 'new.bin', uploadMode: 'lfs', shouldIgnore: false }]);
    });
});
