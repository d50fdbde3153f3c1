import { describe, expect, it } from 'vitest';
import type { FileSecurity } from '../../../services/hub';
import { judgeFile, type ContentVerdict, type FileClass, type FileFormat, type HubScan, type Import, type Reason } from '../../../services/safety';
import { hubScan } from '../../../services/safety/judge-file';

const PATHS: Readonly<Record<FileClass, string>> = { safe: 'config.json', unsafe: 'model.pkl', unknown: 'weights.dat' };
const HUB: readonly HubScan[] = ['safe', 'pending', 'caution', 'suspicious', 'unsafe', 'error', 'unknown'];
const FORMATS: readonly FileFormat[] = ['pickle', 'torch', 'numpy', 'npz', 'joblib', 'zip', 'safetensors', 'gguf', 'text', 'other'];
const VERDICTS: readonly ContentVerdict['verdict'][] = ['allowed', 'unknown', 'dangerous', 'error'];

const security = (status: string): FileSecurity => ({ status });
const wire = (scan: HubScan): FileSecurity | undefined => scan === 'unknown' ? undefined : security(scan === 'pending' ? 'queued' : scan);
const look = (format: FileFormat, verdict: ContentVerdict['verdict'], imports: readonly Import[] = []): ContentVerdict => ({ format, verdict, imports, bytesRead: 100 });

/** The rule of SafeOnly, in one place: a file is taken exactly in these cases. */
function isTaken(fileClass: FileClass, hub: HubScan, own: ContentVerdict | undefined): boolean {
    if (fileClass === 'unsafe') return false;
    if (hub === 'caution' || hub === 'suspicious' || hub === 'unsafe') return false;
    if (own === undefined) return fileClass === 'safe';
    if (own.verdict === 'dangerous' || own.verdict === 'error') return false;
    if (fileClass === 'safe') return own.format === 'text' || own.format === 'other';
    if (own.format === 'text') return true;
    return own.verdict === 'allowed' && ['safetensors', 'gguf', 'numpy', 'npz'].includes(own.format);
}

describe('the judgement on a file', () => {
    it('is the rule, for every class, word of the Hub, format and verdict', () => {
        let cases = 0;
        for (const [fileClass, path] of Object.entries(PATHS) as [FileClass, string][]) {
            for (const hub of HUB) {
                for (const own of [undefined, ...FORMATS.flatMap((format) => VERDICTS.map((verdict) => look(format, verdict)))]) {
                    const judgement = judgeFile({ path, hub: wire(hub), own });
                    const taken = isTaken(fileClass, hub, own);
                    expect(judgement, `${fileClass} ${hub} ${own?.format} ${own?.verdict}`).toMatchObject({ path, fileClass, hub, decision: taken ? 'take' : 'refuse' });
                    expect(judgement.reasons.length > 0).toBe(!taken);
                    expect(judgement.own).toBe(own);
                    cases += 1;
                }
            }
        }
        expect(cases).toBe(3 * 7 * 41);
    });

    it.each<[string, { path: string; own?: ContentVerdict; hub?: FileSecurity }, readonly Reason[]]>([
        ['a pickle, however clean', { path: 'model.bin', own: look('torch', 'allowed'), hub: security('safe') }, ['unsafe-format']],
        ['a pickle that is called otherwise', { path: 'model.safetensors', own: look('pickle', 'dangerous'), hub: security('safe') }, ['mismatch', 'dangerous-import']],
        ['a JSON file with a pickle in it', { path: 'config.json', own: look('pickle', 'allowed'), hub: security('safe') }, ['mismatch']],
        ['JSON that is called safetensors', { path: 'model.safetensors', own: look('text', 'allowed') }, ['mismatch']],
        ['broken safetensors', { path: 'model.safetensors', own: { ...look('safetensors', 'error'), problem: 'malformed' } }, ['scan-error']],
        ['a pickle without a name that says so', { path: 'model.weights', own: look('pickle', 'allowed') }, ['unsafe-content']],
        ['an array that holds objects', { path: 'data.npy', own: look('numpy', 'allowed', [{ module: 'numpy.core.multiarray', name: '_reconstruct', safety: 'allowed' }]) }, ['unsafe-content']],
        ['an array that is none', { path: 'data.npy', own: look('text', 'allowed') }, ['mismatch']],
        ['an import that is on no list', { path: 'data.npz', own: look('npz', 'unknown', [{ module: 'acme', name: 'Thing', safety: 'unknown' }]) }, ['unsafe-content', 'unknown-import']],
        ['an archive, which may hold anything', { path: 'model.keras', own: look('zip', 'allowed'), hub: security('safe') }, ['unknown-format']],
        ['a format that is not read here', { path: 'model.h5', own: look('other', 'allowed'), hub: security('safe') }, ['unknown-format']],
        ['what nobody has looked at', { path: 'model.h5', hub: security('safe') }, ['unknown-format']],
        ['what a scanner of the Hub warns of', { path: 'model.gguf', own: look('gguf', 'allowed'), hub: security('suspicious') }, ['hub-suspicious']],
        ['everything at once', { path: 'model.pkl', own: look('pickle', 'dangerous'), hub: security('unsafe') }, ['unsafe-format', 'dangerous-import', 'hub-unsafe']],
    ])('refuses %s', (_what, evidence, reasons) => {
        expect(judgeFile(evidence)).toMatchObject({ decision: 'refuse', reasons });
    });

    it.each<[string, ContentVerdict | undefined]>([
        ['model.safetensors', look('safetensors', 'allowed')], ['MODEL.GGUF', look('gguf', 'allowed')], ['data.npy', look('numpy', 'allowed')], ['model.onnx', look('other', 'unknown')], ['README.md', undefined], ['app.py', look('text', 'allowed')],
    ])('takes %s', (path, own) => {
        expect(judgeFile({ path, own })).toMatchObject({ hub: 'unknown', decision: 'take', reasons: [] });
    });
});

describe('the word of the Hub’s scanners', () => {
    const scan = (status: string) => ({ status });
    it.each<[FileSecurity | undefined, HubScan]>([
        [undefined, 'unknown'],
        [{ status: 'safe', avScan: scan('safe'), jFrogScan: scan('unscanned'), pickleImportScan: null }, 'safe'],
        [{ status: 'safe', avScan: scan('queued') }, 'pending'],
        [{ status: 'unscanned' }, 'pending'],
        [{ status: 'queued' }, 'pending'],
        [{ status: 'safe', protectAiScan: scan('unsafe') }, 'unsafe'],
        [{ status: 'queued', virusTotalScan: scan('suspicious') }, 'suspicious'],
        [{ status: 'safe', jFrogScan: scan('caution'), avScan: scan('error') }, 'caution'],
        [{ status: 'safe', avScan: scan('error') }, 'error'],
        [{ status: 'innocuous' }, 'unknown'],
        [{ status: 'safe', avScan: scan('malicious') }, 'unknown'],
    ])('%j is %s', (wired, word) => expect(hubScan(wired)).toBe(word));
});
