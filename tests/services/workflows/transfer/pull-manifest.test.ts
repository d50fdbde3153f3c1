import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downloadCommand, manifestText } from '../../../../services/workflows/transfer/pull-manifest';

const REPO = { type: 'dataset', id: 'acme/data', sha: 'a'.repeat(40) } as const;
const file = (path: string): { path: string; size: number } => ({ path, size: 1 });

/** What a shell makes of the command's words. */
const wordsOf = (command: string): string[] => execFileSync('sh', ['-c', `hf() { printf '%s\\n' "$@"; }; ${command}`], { encoding: 'utf8' }).trimEnd().split('\n');

describe('the command line of a manifest', () => {
    it('names the files, at the commit, as single words behind the options', () => {
        expect(wordsOf(downloadCommand(REPO, [file('a b.csv'), file('--token=x')]))).toEqual(['download', '--repo-type', 'dataset', '--revision', REPO.sha, '--', REPO.id, 'a b.csv', '--token=x']);
    });

    it('reads names from the manifest where they are many, or hold signs that a chat or a shell would change', () => {
        const many = Array.from({ length: 200 }, (_, index) => file(`part-${index}.parquet`));
        for (const files of [many, [file('a`b')], [file('x@all')], [file('it\'s')]]) {
            expect(downloadCommand(REPO, files)).toBe(`jq -j '.files[].path + "\\u0000"' data.manifest.json | xargs -0 hf download --repo-type dataset --revision ${REPO.sha} -- acme/data`);
        }
    });

    it('never holds a sign of a path that means something to a shell outside of quotes', () => {
        fc.assert(fc.property(fc.string({ minLength: 1 }), (path) => {
            expect(downloadCommand(REPO, [file(path)]).replace(/'[^']*'/g, '').replace(/ \| xargs/, '')).not.toMatch(/[;&|$`<>(){}*?!\\"#~\n]/);
        }));
    });
});

it('a manifest says commit, sizes and hashes', () => {
    const files = [{ path: 'a.bin', size: 5, sha256: 'b'.repeat(64) }, { path: 'b.md', size: 7, gitBlob: 'c'.repeat(40) }];
    expect(JSON.parse(manifestText(REPO, files))).toEqual({ version: 1, repo: { type: 'dataset', id: 'acme/data' }, commit: REPO.sha, bytes: 12, command: downloadCommand(REPO, files), files });
});
