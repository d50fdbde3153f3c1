import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, listed } from '../../../services/deployment/bounded';
import { licenseText } from '../../../services/deployment/card-at';
import { changedKeys, type Config } from '../../../services/deployment/config-changes';
import { changedResults, isWorse } from '../../../services/deployment/evaluation-changes';
import { changedFiles, type FileEntry } from '../../../services/deployment/file-changes';

const file = (path: string, oid: string, size: number): FileEntry => ({ path, oid, size });
const weights = (path: string, oid: string, size: number): FileEntry => ({ path, oid: `pointer of ${oid}`, size, lfs: { oid, size } });

describe('files', () => {
    it('are told apart by their content, and listed by their size', () => {
        const before = [file('README.md', 'a', 10), file('config.json', 'b', 20), weights('model.safetensors', 'c', 1_000), weights('old.bin', 'd', 900)];
        const after = [file('README.md', 'a', 10), file('config.json', 'e', 21), weights('model.safetensors', 'f', 1_000), file('new.txt', 'g', 5)];
        expect(changedFiles(before, after)).toEqual([
            { path: 'model.safetensors', kind: 'changed', before: 1_000, after: 1_000 },
            { path: 'old.bin', kind: 'removed', before: 900 },
            { path: 'config.json', kind: 'changed', before: 20, after: 21 },
            { path: 'new.txt', kind: 'added', after: 5 },
        ]);
    });

    it('are the same in LFS when their content is, whatever their pointers', () => {
        expect(changedFiles([{ ...weights('m', 'c', 9), oid: 'x' }], [{ ...weights('m', 'c', 9), oid: 'y' }])).toEqual([]);
    });

    it('count as changed when nothing tells that they are the same', () => {
        expect(changedFiles([{ path: 'm', size: 1 }], [{ path: 'm', size: 1 }])).toEqual([{ path: 'm', kind: 'changed', before: 1, after: 1 }]);
    });

    it('are, with the changes made, what they are afterwards', () => {
        const tree = fc.uniqueArray(fc.record({ path: fc.constantFrom('a', 'b', 'c/d', '__proto__', 'e'), oid: fc.constantFrom('1', '2'), size: fc.nat(9) }), { selector: ({ path }) => path })
            // A content has one length.
            .map((files) => files.map((entry) => ({ ...entry, oid: `${entry.oid} ${entry.size}` })));
        fc.assert(fc.property(tree, tree, (before, after) => {
            const result = new Map<string, number>(before.map(({ path, size }) => [path, size]));
            for (const change of changedFiles(before, after)) {
                expect(change.before).toBe(result.get(change.path));
                expect(change.kind).toBe(change.before === undefined ? 'added' : change.after === undefined ? 'removed' : 'changed');
                if (change.after === undefined) {
                    result.delete(change.path);
                } else {
                    result.set(change.path, change.after);
                }
            }
            expect([...result].sort()).toEqual(after.map(({ path, size }) => [path, size]).sort());
            expect(changedFiles(after, after)).toEqual([]);
        }));
    });
});

const config = (value: Record<string, unknown>): Config => new Map(Object.entries(value));

describe('keys of a configuration', () => {
    it('differ by value, nested ones as a whole and in any order of their keys', () => {
        const before = config({ layers: 2, name: 'a', rope: { factor: 2, type: 'x' }, gone: null });
        const after = config({ layers: 3, name: 'a', rope: { type: 'x', factor: 2 }, made: [1] });
        expect(changedKeys(before, after)).toEqual([
            { key: 'gone', before: null, after: undefined },
            { key: 'layers', before: 2, after: 3 },
            { key: 'made', before: undefined, after: [1] },
        ]);
    });

    it('are, with the changes made, what they are afterwards', () => {
        const configs = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => new Map(Object.entries(value)));
        fc.assert(fc.property(configs, configs, (before, after) => {
            const result = new Map(before);
            for (const change of changedKeys(before, after)) {
                expect(change.before).toEqual(result.get(change.key));
                if (change.after === undefined) {
                    result.delete(change.key);
                } else {
                    result.set(change.key, change.after);
                }
            }
            // What JSON writes alike (0 and -0) is the same configuration.
            expect(JSON.parse(JSON.stringify(Object.fromEntries(result)))).toEqual(JSON.parse(JSON.stringify(Object.fromEntries(after))));
        }));
    });
});

describe('evaluation results', () => {
    const accuracy = (value: number, benchmark = 'glue'): { benchmark: string; metric: string; value: number } => ({ benchmark, metric: 'accuracy', value });

    it('are compared by name: shared ones first, then new ones, then those that are gone', () => {
        expect(changedResults([accuracy(0.8), accuracy(0.5, 'gone')], [accuracy(0.7, 'new'), accuracy(0.9), { benchmark: 'mmlu', value: 60 }])).toEqual([
            { name: 'glue accuracy', before: 0.8, after: 0.9, lowerIsBetter: false },
            { name: 'new accuracy', after: 0.7, lowerIsBetter: false },
            { name: 'mmlu', after: 60, lowerIsBetter: false },
            { name: 'gone accuracy', before: 0.5, lowerIsBetter: false },
        ]);
    });

    it('that share a name are all compared', () => {
        expect(changedResults([accuracy(1), accuracy(2)], [accuracy(1), accuracy(1.5)]).map(({ name, before, after }) => [name, before, after])).toEqual([['glue accuracy', 1, 1], ['glue accuracy (2)', 2, 1.5]]);
    });

    it.each([
        ['accuracy', 0.9, 0.891, false],
        ['accuracy', 0.9, 0.8909, true],
        ['accuracy', 0.9, 0.95, false],
        ['accuracy', 0, -0.001, true],
        ['spearman', -0.5, -0.51, true],
        ['wer', 0.1, 0.101, false],
        ['wer', 0.1, 0.102, true],
        ['eval_loss', 2, 1.5, false],
        ['eval_loss', 0, 0.001, true],
        ['Word Error Rate', 10, 11, true],
        ['perplexity', 10, 9, false],
        ['CER', 10, 9, false],
        ['power', 10, 9, true],
        ['lossless', 10, 9, true],
    ])('%s from %d to %d: worse is %s', (metric, before, after, worse) => {
        const [change] = changedResults([{ benchmark: 'data', metric, value: before }], [{ benchmark: 'data', metric, value: after }]);
        expect(change && isWorse(change)).toBe(worse);
    });

    it('that only one side has are not worse', () => {
        expect(changedResults([accuracy(1, 'a')], [accuracy(0, 'b')]).filter(isWorse)).toEqual([]);
    });
});

describe('bounds', () => {
    it('tell how much was left out', () => {
        expect(listed([1, 2, 3], 2)).toEqual({ items: [1, 2], more: 1 });
        expect(listed([1], 2)).toEqual({ items: [1], more: 0 });
    });

    it('cut no sign in half', () => {
        fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
            const short = excerpt(text, limit);
            expect(short.length).toBeLessThanOrEqual(limit);
            expect(text.startsWith(short.replace(/…$/, ''))).toBe(true);
            expect(() => encodeURIComponent(short), 'half a surrogate pair').not.toThrow();
        }));
    });

    it('name a licence of the owners\' own', () => {
        expect(licenseText({ licenses: [] })).toBeUndefined();
        expect(licenseText({ licenses: ['mit', 'other'], licenseName: 'house' })).toBe('mit, other (house)');
        expect(licenseText({ licenses: ['mit'], licenseName: 'house' })).toBe('mit');
    });
});
