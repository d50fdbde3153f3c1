import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { matchesGlob } from '../../../../services/workflows/watching';

describe('matchesGlob', () => {
    it.each([
        ['README.md', 'README.md', true],
        ['README.md', 'docs/README.md', false],
        ['*.md', 'README.md', true],
        ['*.md', 'docs/README.md', false],
        ['**.md', 'docs/README.md', true],
        ['**/*.md', 'README.md', true],
        ['**/*.md', 'a/b/README.md', true],
        ['**/x', 'abx', false],
        ['a/**/b', 'a/b', true],
        ['a/**/b', 'a/c/d/b', true],
        ['a/**/b', 'a/cb', false],
        ['weights/**', 'weights/a/b.bin', true],
        ['weights/*', 'weights/a/b.bin', false],
        ['weights/*', 'weights/', true],
        ['a.c', 'abc', false],
        ['*', '', true],
        ['', '', true],
        ['', 'a', false],
        ['**', 'any/thing', true],
        ['release-*/v?', 'release-1/v?', true],
    ])('%s and %s: %s', (pattern, text, fits) => {
        expect(matchesGlob(pattern, text)).toBe(fits);
    });

    it('is what the regular expression says', () => {
        const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 8 });
        const patterns = fc.array(fc.constantFrom('a', 'b', '/', '.', '*', '**', '**/'), { maxLength: 6 }).map((parts) => parts.join(''));
        fc.assert(fc.property(patterns, letters, (pattern, text) => {
            const source = (pattern.match(/\*\*\/|\*{2,}|[^]/g) ?? []).map((part) => ({ '**/': '(?:.*/)?', '*': '[^/]*', '.': '\\.' })[part] ?? (part.startsWith('**') ? '.*' : part)).join('');
            expect(matchesGlob(pattern, text)).toBe(new RegExp(`^${source}$`, 's').test(text));
        }), { numRuns: 2000 });
    });

    it('takes no longer for a pattern that a backtracking matcher would never be done with', () => {
        const started = performance.now();
        expect(matchesGlob(`${'*a'.repeat(50)}b`, 'a'.repeat(2000))).toBe(false);
        expect(matchesGlob(`${'**/'.repeat(30)}b`, 'a/'.repeat(1000))).toBe(false);
        expect(performance.now() - started).toBeLessThan(2000);
    });
});
