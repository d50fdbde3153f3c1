import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePath, filePath, findHubLinks, isRevision, parseHubUrl, parseRepoRef, repoIdProblem, type RepoType } from '../../../services/hub';

describe('repoIdProblem', () => {
    it.each(['gpt2', 'acme/demo', 'a/b', 'Acme_1/de.mo-2', 'x'.repeat(96)])('takes %s', (id) => expect(repoIdProblem(id)).toBeUndefined());

    it.each([
        ['', 'empty'], ['/demo', 'empty'], ['acme/', 'empty'], ['a/b/c', 'too-many-slashes'], ['x'.repeat(97), 'too-long'],
        ['ac me/demo', 'characters'], ['acme/démo', 'characters'], ['acme/de--mo', 'dashes-or-dots'], ['acme/..', 'dashes-or-dots'],
        ['-acme/demo', 'edges'], ['acme/demo.', 'edges'], ['acme/demo.git', 'git-suffix'],
    ])('refuses %j: %s', (id, problem) => expect(repoIdProblem(id)).toBe(problem));

    it('accepts nothing that could leave its place in a path', () => {
        fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
            const id = `${a}/${b}`;
            if (repoIdProblem(id) !== undefined) return;
            expect(new URL(`https://h/api/models/${id}`).pathname).toBe(`/api/models/${id}`);
        }));
    });
});

const name = fc.stringMatching(/^[a-z0-9](?:[a-z0-9_]{0,8}[a-z0-9])?$/).map((text) => `n${text}`);
const TYPES: [RepoType, string][] = [['model', ''], ['dataset', 'datasets/'], ['space', 'spaces/']];

describe('parseHubUrl', () => {
    it('reads every repository link back', () => {
        const host = fc.constantFrom('huggingface.co', 'hf.co', 'www.huggingface.co');
        const file = fc.array(fc.string({ minLength: 1, maxLength: 6 }).filter((part) => part !== '.' && part !== '..' && !part.includes('/')), { minLength: 1, maxLength: 3 });
        const revisions = fc.constantFrom('main', 'v1.0', 'refs/pr/3', 'a'.repeat(40));
        const parts = fc.record({ kind: fc.constantFrom(...TYPES), id: fc.tuple(name, name).map((names) => names.join('/')), at: host, revision: revisions, path: file });
        fc.assert(fc.property(parts, ({ kind: [type, prefix], id, at, revision, path }) => {
            expect(parseHubUrl(`https://${at}/${prefix}${id}`)).toEqual({ kind: 'repo', type, id });
            const url = `https://${at}/${prefix}${id}/blob/${encodeURIComponent(revision)}/${path.map(encodeURIComponent).join('/')}`;
            const expected = path.join('/').split('/').includes('..') ? { kind: 'repo', type, id } : { kind: 'repo', type, id, revision, path: path.join('/') };
            expect(parseHubUrl(url)).toMatchObject(expected);
        }));
    });

    it.each([
        ['https://huggingface.co/acme/demo/tree/refs/pr/3/sub', { kind: 'repo', type: 'model', id: 'acme/demo', revision: 'refs/pr/3', path: 'sub' }],
        ['https://huggingface.co/acme/demo/tree/refs%2Fpr%2F3', { kind: 'repo', type: 'model', id: 'acme/demo', revision: 'refs/pr/3' }],
        ['https://huggingface.co/acme/demo/discussions/4', { kind: 'repo', type: 'model', id: 'acme/demo' }],
        ['https://huggingface.co/gpt2/blob/main/config.json', { kind: 'repo', type: 'model', id: 'gpt2', revision: 'main', path: 'config.json' }],
        ['https://huggingface.co/collections/acme/best-64f9a55bb3115b4f513ec026', { kind: 'collection', slug: 'acme/best-64f9a55bb3115b4f513ec026' }],
        ['https://hf.co/papers/2401.12345', { kind: 'paper', id: '2401.12345' }],
    ])('%s', (url, link) => expect(parseHubUrl(url)).toEqual(link));

    it.each([
        'https://huggingface.co/', 'https://huggingface.co/docs/hub', 'https://huggingface.co/settings/tokens', 'https://evil.example/acme/demo',
        'https://huggingface.co.evil.example/acme/demo', 'ftp://huggingface.co/acme/demo', 'https://huggingface.co/%E0%A4%A/x', 'https://huggingface.co/papers/x',
    ])('is no place of ours: %s', (url) => expect(parseHubUrl(url)).toBeUndefined());

    it('never throws', () => {
        fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string().map((tail) => `https://huggingface.co/${tail}`)), (text) => {
            const link = parseHubUrl(text);
            if (link?.kind === 'repo') expect(repoIdProblem(link.id)).toBeUndefined();
        }));
    });
});

describe('parseRepoRef', () => {
    it.each([
        ['acme/demo', 'space', { type: 'space', id: 'acme/demo' }],
        [' gpt2 ', 'model', { type: 'model', id: 'gpt2' }],
        ['datasets/acme/demo', 'model', { type: 'dataset', id: 'acme/demo' }],
        ['hf.co/spaces/acme/demo', 'model', { type: 'space', id: 'acme/demo' }],
    ] as const)('%s', (text, type, expected) => expect(parseRepoRef(text, type)).toMatchObject(expected));

    it('refuses the rest', () => expect(['', 'a b', 'a/b/c', 'https://evil.example/a/b'].map((text) => parseRepoRef(text))).toEqual([undefined, undefined, undefined, undefined]));
});

describe('findHubLinks', () => {
    it('finds each target once, in order, without the punctuation after it', () => {
        const text = 'see https://hf.co/acme/demo, (https://huggingface.co/datasets/acme/data)! and https://huggingface.co/acme/demo/tree/main. https://huggingface.co/gpt2';
        expect(findHubLinks(text).map((link) => (link.kind === 'repo' ? `${link.type} ${link.id}` : link.kind))).toEqual(['model acme/demo', 'dataset acme/data']);
    });

    it('is bounded', () => {
        const many = Array.from({ length: 100 }, (_, index) => `https://hf.co/acme/m${index}`).join(' ');
        expect(findHubLinks(many)).toHaveLength(5);
        expect(findHubLinks(`${' '.repeat(20_000)}https://hf.co/acme/late`)).toEqual([]);
    });
});

describe('paths', () => {
    it('encodes revision and segments', () => {
        expect(filePath({ type: 'dataset', id: 'acme/data' }, 'refs/pr/3', 'a b/#1.txt')).toBe('/datasets/acme/data/resolve/refs%2Fpr%2F3/a%20b/%231.txt');
        expect(() => encodePath('a/../b')).toThrow(RangeError);
    });

    it('knows revisions', () => {
        expect(['main', 'refs/pr/3', 'v1.0', 'feature/x-1'].every(isRevision)).toBe(true);
        expect(['', '../x', 'a..b', '/x', 'x/', 'a b', '-x', 'x'.repeat(201)].some(isRevision)).toBe(false);
    });
});
