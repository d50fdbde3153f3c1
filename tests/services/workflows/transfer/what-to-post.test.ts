import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_POSTED_BYTES, MAX_POSTED_FILES, uniqueNames, whatToPost } from '../../../../services/workflows/transfer/what-to-post';

const file = (path: string, size: number): { path: string; size: number } => ({ path, size });
const pathsOf = (files: readonly { path: string; size: number }[], limit: number): string[] => [...whatToPost(files, limit).keys()].map(({ path }) => path);

describe('what is posted', () => {
    it('is what fits, the smallest first; an empty file is none', () => {
        expect(pathsOf([file('b', 20), file('big', 101), file('empty', 0), file('a', 10)], 100)).toEqual(['a', 'b']);
        expect(pathsOf([file('a', 1)], 0)).toEqual([]);
    });

    it('is nothing when there are too many files, and no more than a room should hold', () => {
        const files = (count: number, size: number): { path: string; size: number }[] => Array.from({ length: count }, (_, index) => file(`f${index}`, size));
        expect([MAX_POSTED_FILES, MAX_POSTED_FILES + 1].map((count) => pathsOf(files(count, 1), 5).length)).toEqual([MAX_POSTED_FILES, 0]);
        expect(pathsOf(files(10, MAX_POSTED_BYTES / 4), MAX_POSTED_BYTES)).toHaveLength(4);
    });

    it('has names that nobody takes for one another', () => {
        expect(uniqueNames(['config.json', 'a/config.json', 'b/Config.json', 'a_config.json'])).toEqual(['config.json', 'a_config.json', 'b_Config.json', '2_a_config.json']);
        const path = fc.array(fc.constantFrom('a', 'A', 'b', 'a_b', '2_a'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
        fc.assert(fc.property(fc.uniqueArray(path), (paths) => {
            const names = uniqueNames(paths);
            expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(paths.length);
            expect(names.some((name) => name.includes('/'))).toBe(false);
        }));
    });

    it('has names that read as what they are, however a stranger named the files', () => {
        expect(uniqueNames(['a/photo\u202Egpj.pkl', 'b\n.txt', 'w.pkl\u200b', '..\\..\\x.bat', '\ud800.md'])).toEqual(['photo_gpj.pkl', 'b_.txt', 'w.pkl_', '.._.._x.bat', '_.md']);
        expect(uniqueNames(['a/caf\u00e9.md', 'b/cafe\u0301.md'])).toEqual(['caf\u00e9.md', 'b_cafe\u0301.md']);
    });

    it('has names that a file system takes, with their ending, and still tells them apart', () => {
        const long = ['é', '界', '😀'].map((letter) => `${letter.repeat(300)}.safetensors`);
        const names = uniqueNames([...long, ...long]);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) {
            expect(Buffer.byteLength(name)).toBeLessThan(220);
            expect(name).toMatch(/^[^\p{Cs}]+…[^\p{Cs}]+\.safetensors$/u);
        }
    });
});
