import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestByName } from '../../../../services/workflows/transfer/newest-by-name';
import { CHANGES, filesToCommit, holdsAll, OBJECTIONS, overrideHelps, pathsToAsk, planPush, planState, type LocalFile, type PlannedFile, type RemoteEntry } from '../../../../services/workflows/transfer/push-plan';
import { isPushPath, pushFolder, pushPath } from '../../../../services/workflows/transfer/push-path';

const sha = (kind: 'sha1' | 'sha256', text: string): string => createHash(kind).update(text).digest('hex');
const local = (path: string, content: string, objections: LocalFile['objections'] = []): LocalFile => ({ path, size: content.length, sha256: sha('sha256', content), gitBlob: sha('sha1', content), objections });
const regular = (path: string, content: string): RemoteEntry => ({ type: 'file', path, oid: sha('sha1', content) });
const large = (path: string, content: string): RemoteEntry => ({ type: 'file', path, oid: sha('sha1', `pointer to ${content}`), lfs: { oid: sha('sha256', content) } });
const changesOf = (plan: readonly PlannedFile[]): string[] => plan.map(({ path, change }) => `${path} ${change}`);

describe('what a push would change', () => {
    it('is told by the hashes of the content, wherever that is kept', () => {
        const files = [local('a', '1'), local('b', '1'), local('c', '1'), local('d', '1'), local('e', '1')];
        const tree = [regular('b', '1'), regular('c', '2'), large('d', '1'), large('e', '2')];
        expect(changesOf(planPush(files, tree))).toEqual(['a new', 'b unchanged', 'c changed', 'd unchanged', 'e changed']);
    });

    it('refuses a file where a folder is, and a folder where a file is', () => {
        const tree: RemoteEntry[] = [{ type: 'directory', path: 'data' }, regular('notes', '1')];
        expect(changesOf(planPush([local('data', '1'), local('notes/a/b', '1'), local('data/x', '1')], tree))).toEqual(['data refused', 'notes/a/b refused', 'data/x new']);
        expect(pathsToAsk([{ path: 'a/b/c' }, { path: 'a/d' }])).toEqual(['a/b/c', 'a', 'a/b', 'a/d']);
    });

    it.each([
        ['ready', [local('a', '1')], false],
        ['unchanged', [local('there', '1')], false],
        ['refused', [local('there', '1'), local('b', '1', ['unsafe'])], true],
        ['ready', [local('a', '1'), local('b', '1', ['damaged'])], false],
        ['stopped', [local('a', '1'), local('b', '1', ['secret'])], true],
        ['stopped', [local('a', '1'), local('b', '1', ['key'])], false],
        ['stopped', [local('a', '1'), local('b', '1', ['key', 'secret'])], false],
        ['refused', [local('b', '1', ['dangerous', 'unsafe'])], false],
    ] as const)('is %s', (state, files, helps) => {
        const plan = planPush(files, [regular('there', '1')]);
        expect(planState(plan)).toBe(state);
        expect(overrideHelps(plan)).toBe(helps);
    });

    const paths = fc.stringMatching(/^[ab](\/[ab]){0,2}$/);
    const files = fc.uniqueArray(fc.record({ path: paths, content: fc.constantFrom('1', '2', '3'), objections: fc.subarray([...OBJECTIONS], { maxLength: 2 }) }), { selector: ({ path }) => path })
        .map((list) => list.map(({ path, content, objections }) => local(path, content, objections)));
    const tree = fc.uniqueArray(
        fc.tuple(paths, fc.constantFrom('1', '2', '3'), fc.constantFrom('regular', 'large', 'directory')).map(([path, content, kind]): RemoteEntry => (kind === 'directory' ? { type: 'directory', path } : kind === 'large' ? large(path, content) : regular(path, content))),
        { selector: ({ path }) => path },
    );

    it('is a partition: each file is exactly one of new, changed, unchanged and refused, and nothing refused is committed', () => {
        fc.assert(fc.property(files, tree, fc.boolean(), (some, any, override) => {
            const plan = planPush(some, any);
            expect(plan.map(({ path }) => path)).toEqual(some.map(({ path }) => path));
            expect(CHANGES.flatMap((change) => plan.filter((file) => file.change === change))).toHaveLength(some.length);
            const committed = filesToCommit(plan, override);
            expect(committed.every(({ difference }) => difference !== 'unchanged')).toBe(true);
            expect(filesToCommit(plan, false).every(({ objections }) => objections.length === 0)).toBe(true);
            expect(committed.some(({ objections }) => objections.some((one) => !['secret', 'unsafe', 'unknown'].includes(one)))).toBe(false);
        }));
    });

    it('is nothing any more once it is committed, as text or in LFS', () => {
        fc.assert(fc.property(files, tree, fc.boolean(), (some, any, lfs) => {
            const committed = filesToCommit(planPush(some, any), true);
            const written = committed.map((file): RemoteEntry => (lfs ? { type: 'file', path: file.path, oid: 'pointer', lfs: { oid: file.sha256 } } : { type: 'file', path: file.path, oid: file.gitBlob }));
            const after = [...any.filter(({ path }) => !committed.some((file) => file.path === path)), ...written];
            expect(holdsAll(committed, after)).toBe(true);
            expect(filesToCommit(planPush(some, after), true).filter(({ path }) => committed.some((file) => file.path === path))).toEqual([]);
        }));
    });
});

describe('the path of a pushed file', () => {
    it.each(['a', 'a/b.txt', '.gitattributes', '.gitignore', 'data/.hidden', 'gît', 'Ünïcode 名前.json', 'a b.txt'])('may be %j', (path) => {
        expect(isPushPath(path)).toBe(true);
    });

    it.each(['', '/a', 'a/', 'a//b', '..', '../a', 'a/../b', '.', 'a/./b', '.git', '.GIT/hooks/pre-commit', 'a/.git/config', '.git ', '.git.', 'git~1', 'a\\b', 'a\nb', 'a\u0000', 'model\u202Etxt.bin', 'a\u200Bb', ' a', 'a ', 'a.', '\uD800', 'x'.repeat(201), `${'x/'.repeat(300)}y`])('may not be %j', (path) => {
        expect(isPushPath(path)).toBe(false);
    });

    it('is below the folder that was typed', () => {
        expect(pushPath(pushFolder(' /data/raw/ '), 'a.csv')).toBe('data/raw/a.csv');
        expect(pushPath(pushFolder('/'), 'a.csv')).toBe('a.csv');
    });
});

describe('files of one name', () => {
    it('are one: the newest, in the place of the first', () => {
        const files = [{ name: 'a', at: 1 }, { name: 'b', at: 2 }, { name: 'a', at: 3 }, { name: 'b', at: 1 }];
        expect(newestByName(files)).toEqual({ files: [{ name: 'a', at: 3 }, { name: 'b', at: 2 }], repeated: ['a', 'b'] });
    });
});
