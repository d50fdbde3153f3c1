import { describe, expect, it } from 'vitest';
import { judgeFile, type ContentVerdict, type SecretFinding } from '../../services/safety';
import { SECRET_SHAPES } from '../../services/safety/secrets/find-secrets';
import { LOCALES } from '../../ui/catalogue';
import { fileVerdictLines, secretLines } from '../../ui/file-verdict-view';
import { language } from '../../ui/language';
import { truncateMiddle } from '../../ui/text';

const en = language('en');
const CLEAN: ContentVerdict = { format: 'safetensors', verdict: 'allowed', imports: [], bytesRead: 100 };
const DANGEROUS: ContentVerdict = { format: 'pickle', verdict: 'dangerous', imports: [{ module: 'posix', name: 'system', safety: 'dangerous' }, { module: 'collections', name: 'OrderedDict', safety: 'allowed' }], bytesRead: 100 };
const BROKEN: ContentVerdict = { format: 'zip', verdict: 'error', problem: 'too-long', imports: [], bytesRead: 100 };

describe('fileVerdictLines', () => {
    it('tells name, scanners and content side by side, and names what would be called', () => {
        const [line] = fileVerdictLines([judgeFile({ path: 'pytorch_model.bin', hub: { status: 'unsafe' }, own: DANGEROUS })], en);
        expect(line).toBe('- ⛔ `pytorch_model.bin` · name: can run code when it is loaded · Hugging Face: unsafe · content: pickle, *dangerous* · calls `posix.system`');
    });

    it('leaves the scanners out for uploads, which they do not know', () => {
        expect(fileVerdictLines([judgeFile({ path: 'a.safetensors', own: CLEAN })], en, { uploads: true })).toEqual(['- ✅ `a.safetensors` · name: holds data only · content: safetensors, nothing harmful found']);
    });

    it('marks what holds a key, unless it would do harm as well', () => {
        const lines = fileVerdictLines([judgeFile({ path: 'a.json' }), judgeFile({ path: 'b.json' }), judgeFile({ path: 'c.bin', own: DANGEROUS })], en, { keys: new Set(['a.json', 'c.bin']) });
        expect(lines.map((line) => line.split(' · ')[0])).toEqual(['- ⛔ `c.bin`', '- 🔑 `a.json`', '- ✅ `b.json`']);
    });

    it('says why a look came to no end, and when there was none', () => {
        expect(fileVerdictLines([judgeFile({ path: 'a.zip', own: BROKEN })], en)[0]).toContain('not looked through to the end: it is out of bounds');
        expect(fileVerdictLines([judgeFile({ path: 'a.json' })], en)[0]).toContain('content: not looked at');
    });

    it('puts the worst first and counts the rest', () => {
        const fine = Array.from({ length: 20 }, (_, n) => judgeFile({ path: `fine-${n}.json` }));
        const unsafe = judgeFile({ path: 'weights.bin' });
        const lie = judgeFile({ path: 'lie.safetensors', own: DANGEROUS });
        const lines = fileVerdictLines([...fine, unsafe, lie], en, { limit: 3 });
        expect(lines[0]).toContain('*not what its name says*');
        expect(lines[1]).toContain('weights.bin');
        expect(lines.slice(3)).toEqual(['… and 19 more files, fine so far']);
        expect(fileVerdictLines([unsafe, lie], en, { limit: 1 })[1]).toBe('… and 1 more file, 1 of them refused');
    });

    it('cuts long names in the middle and lets no name out of its place', () => {
        const line = fileVerdictLines([judgeFile({ path: `folder/${'x'.repeat(300)}/\`@all\nmodel.safetensors` })], en)[0] ?? '';
        expect(line.length).toBeLessThan(200);
        expect(line).toContain('model.safetensors`');
        expect(line.split('\n')).toHaveLength(1);
        expect(line.match(/`/g)).toHaveLength(2);
    });

    it.each(LOCALES)('speaks %s', (locale) => {
        const lines = [...fileVerdictLines([judgeFile({ path: 'a.bin', own: DANGEROUS }), judgeFile({ path: 'b.zip', own: BROKEN })], language(locale), { limit: 1 }), ...secretLines([KEY], language(locale))];
        expect(lines.join()).not.toMatch(/safety\.|\{/);
    });
});

const KEY: SecretFinding = { path: 'conf/.env', line: 3, kind: 'aws-key', masked: 'AKIA…', weight: 'block', overridable: false };

describe('secretLines', () => {
    it('names place and kind, what stops a push before what only looks like a key', () => {
        const named: SecretFinding = { path: 'id_rsa', kind: 'private-key-file', masked: '', weight: 'warn', overridable: true };
        expect(secretLines([named, KEY], en)).toEqual(['- 🔑 `conf/.env`, line 3: AWS key `AKIA…`', '- ⚠️ `id_rsa`: file for a private key']);
        expect(secretLines([KEY, KEY, KEY], en, 1)[1]).toBe('… and 2 more places');
    });

    it('keeps the id of a kind that another version found', () => {
        expect(secretLines([{ ...KEY, kind: 'moon-key' }], en)).toEqual(['- 🔑 `conf/.env`, line 3: `moon-key` `AKIA…`']);
    });

    it.each(LOCALES)('names every kind of shape that is looked for in %s', (locale) => {
        const kinds = [...new Set(SECRET_SHAPES.map(({ kind }) => kind))];
        const lines = secretLines(kinds.map((kind) => ({ ...KEY, kind })), language(locale), kinds.length);
        expect(lines.filter((line, index) => line.includes(`\`${kinds[index]}\``) || /[{}]/.test(line))).toEqual([]);
        expect(new Set(lines).size).toBe(kinds.length);
    });
});

describe('truncateMiddle', () => {
    it.each([['abcdefghij', 5, 'ab…ij'], ['short', 5, 'short'], ['a😀😀😀b', 5, 'a…b']])('%s to %i', (text, limit, cut) => {
        expect(truncateMiddle(text, limit)).toBe(cut);
    });
});
