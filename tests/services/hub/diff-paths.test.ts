import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../../playground/hub/text-diff';
import { diffPaths } from '../../../services/hub';

describe('the paths in a diff', () => {
    it.each<[string, string[], string[]]>([
        ['a change', ['diff --git a/x.md b/x.md', 'index 1..2 100644', '--- a/x.md', '+++ b/x.md', '@@ -1 +1 @@', '-a', '+b'], ['x.md']],
        ['a new and a removed file', ['diff --git a/new b/new', 'new file mode 100644', '--- /dev/null', '+++ b/new', '@@ -0,0 +1 @@', '+b', 'diff --git a/old b/old', 'deleted file mode 100644', '--- a/old', '+++ /dev/null', '@@ -1 +0,0 @@', '-a'], ['new', 'old']],
        ['a rename without a change', ['diff --git a/one two b/two three', 'similarity index 100%', 'rename from one two', 'rename to two three'], ['one two', 'two three']],
        ['a binary file, whose name has blanks', ['diff --git a/a b/c.bin b/a b/c.bin', 'index 1..2 100644', 'Binary files a/a b/c.bin and b/a b/c.bin differ'], ['a b/c.bin']],
        ['a changed mode', ['diff --git a/run.sh b/run.sh', 'old mode 100644', 'new mode 100755'], ['run.sh']],
        ['a name in quotes', ['diff --git "a/gr\\303\\266\\303\\237e \\"1\\".txt" "b/gr\\303\\266\\303\\237e \\"1\\".txt"', '--- "a/gr\\303\\266\\303\\237e \\"1\\".txt"', '+++ "b/gr\\303\\266\\303\\237e \\"1\\".txt"', '@@ -1 +1 @@'], ['größe "1".txt']],
        ['a name in quotes on the first line alone', ['diff --git "a/\\303\\244.bin" "b/\\303\\244.bin"', 'Binary files differ'], ['ä.bin']],
        ['content that looks like headers', ['diff --git a/x b/x', '--- a/x', '+++ b/x', '@@ -1,2 +1,2 @@', '--- a/trap', '+++ b/trap', ' diff --git a/trap b/trap'], ['x']],
        ['nothing', [''], []],
    ])('are found in %s', (_what, lines, paths) => {
        expect(diffPaths(lines.join('\n'))).toEqual(paths);
    });

    it('are those that changed, whatever the files hold', () => {
        const line = fc.oneof(fc.string(), fc.constantFrom('diff --git a/t b/t', '-- a/t', '++ b/t', '@@ -1 +1 @@', 'rename from t', ''));
        const text = fc.array(line.map((one) => one.replace(/[\r\n]/g, ' ')), { minLength: 1 }).map((lines) => lines.join('\n'));
        const path = fc.stringMatching(/^[a-z][a-zäß \-.]{0,12}[a-z]$/);
        fc.assert(fc.property(fc.dictionary(path, fc.tuple(fc.option(text, { nil: undefined }), text), { maxKeys: 4 }), (files) => {
            const diff = Object.entries(files).map(([name, [before, after]]) => unifiedDiff(name, before, after)).join('');
            expect(diffPaths(diff).sort()).toEqual(Object.keys(files).sort());
        }));
    });
});
