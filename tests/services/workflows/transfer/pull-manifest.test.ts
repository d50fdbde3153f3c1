import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downloadCommand, manifestText, namingCommand } from '../../../../services/workflows/transfer/pull-manifest';

const REPO = { type: 'dataset', id: 'acme/data', sha: 'a'.repeat(40) } as const;
const NAME = 'data.manifest.json';
const file = (path: string): { path: string; size: number } => ({ path, size: 1 });

/** What a shell makes of the command's words. */
const wordsOf = (command: string): string[] => execFileSync('sh', ['-c', `hf() { printf '%s\\n' "$@"; }; ${command}`], { encoding: 'utf8' }).trimEnd().split('\n');

describe('the command line of a manifest', () => {
    it('names the files, at the commit, as single words behind the options', () => {
        expect(wordsOf(downloadCommand(REPO, [file('a b.csv'), file('--token=x')], NAME))).toEqual(['download', '--repo-type', 'dataset', '--revision', REPO.sha, '--', REPO.id, 'a b.csv', '--token=x']);
    });

    it('reads names from the manifest where they are many, or hold signs that a chat or a shell would change', () => {
        const many = Array.from({ length: 200 }, (_, index) => file(`part-${index}.parquet`));
        for (const files of [many, [file('a`b')], [file('x@all')], [file('it\'s')]]) {
            expect(namingCommand(REPO, files)).toBeUndefined();
            expect(downloadCommand(REPO, files, '2_data.manifest.json')).toBe(`jq -j '.files[].path + "\\u0000"' 2_data.manifest.json | xargs -0 hf download --repo-type dataset --revision ${REPO.sha} -- acme/data`);
        }
    });

    it('never holds a sign of a path that means something to a shell outside of quotes', () => {
        fc.assert(fc.property(fc.string({ minLength: 1 }), (path) => {
            expect(downloadCommand(REPO, [file(path)], NAME).replace(/'[^']*'/g, '').replace(/ \| xargs/, '')).not.toMatch(/[;&|$`<>(){}*?!\\"#~\n]/);
        }));
    });
});

describe('a manifest', () => {
    it('says commit, sizes and hashes', () => {
        const files = [{ path: 'a.bin', size: 5, sha256: 'b'.repeat(64) }, { path: 'b.md', size: 7, gitBlob: 'c'.repeat(40) }];
        expect(JSON.parse(manifestText(REPO, files, NAME))).toEqual({ version: 1, repo: { type: 'dataset', id: 'acme/data' }, commit: REPO.sha, bytes: 12, command: downloadCommand(REPO, files, NAME), files });
    });

    it('shows whoever opens it each character that a path has, in its order', () => {
        const path = 'x\u202Egpj.exe\u0000\u0085\u2028\u{E0041}';
        const text = manifestText(REPO, [file(path)], NAME);
        expect(text).toContain('x\\u202egpj.exe\\u0000\\u0085\\u2028\\udb40\\udc41"');
        expect(JSON.parse(text)).toMatchObject({ files: [{ path }] });
    });
});
