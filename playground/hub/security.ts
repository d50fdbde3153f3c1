import type { FileScan, PickleImport, Repo, RepoFile } from './model';
import { head } from './revisions';
import type { ScanStatus } from './scan-status';
import { isPickle, pickleImports } from './scanners/pickle-imports';

const ENGINES = { avScan: 'ClamAV', protectAi: 'https://protectai.com/insights/models', jFrog: 'https://jfrog.com' };

const verdict = (status: ScanStatus): { status: ScanStatus } => ({ status });

/** A file in which no scanner found anything to complain about. */
export function cleanScan(pickleImports?: PickleImport[]): FileScan {
    return {
        status: 'safe',
        avScan: { ...verdict('safe'), version: '1.4.2/27600' },
        pickleImportScan: pickleImports ? { status: 'safe', pickleImports, version: '0.0.32' } : verdict('unscanned'),
        jFrogScan: verdict('unscanned'),
        protectAiScan: { ...verdict('safe'), reportLink: ENGINES.protectAi },
    };
}

/** A pickle that runs code on load, as the scanners report it. */
export function unsafeScan(pickleImports: PickleImport[]): FileScan {
    return {
        status: 'unsafe',
        avScan: { ...verdict('safe'), version: '1.4.2/27600' },
        pickleImportScan: { status: 'unsafe', pickleImports, version: '0.0.32' },
        jFrogScan: { ...verdict('unsafe'), message: 'This file contains malicious code.', reportLink: ENGINES.jFrog },
        protectAiScan: { ...verdict('unsafe'), message: 'This file contains unsafe operators.', reportLink: ENGINES.protectAi },
    };
}

/** Files of the newest commit that a scanner flagged; `unscanned` is no issue. */
export function filesWithIssues(repo: Repo, now: number): { path: string; level: ScanStatus }[] {
    return [...head(repo).files.values()].map((file) => ({ path: file.path, level: scanAt(file, now).status })).filter(({ level }) => ['caution', 'suspicious', 'unsafe'].includes(level));
}

/** Whether scanners have come to the end: they have not while a file of the newest commit waits for one. */
export const scansDone = (repo: Repo, now: number): boolean => repo.scansDone && [...head(repo).files.values()].every((file) => scanAt(file, now).status !== 'queued');

/** A file that no scanner has looked at yet. */
export const unscanned = (): FileScan => ({
    status: 'unscanned', avScan: verdict('unscanned'), pickleImportScan: verdict('unscanned'), jFrogScan: verdict('unscanned'), protectAiScan: verdict('unscanned'),
});

/** What the scanners say of a file with that verdict: one of them found what there is to find. */
export function scanWith(status: ScanStatus): FileScan {
    switch (status) {
        case 'safe':
            return cleanScan();
        case 'unscanned':
            return unscanned();
        case 'queued':
            return { ...unscanned(), status, avScan: verdict(status), protectAiScan: verdict(status) };
        case 'error':
            return { ...cleanScan(), status, protectAiScan: { ...verdict(status), message: 'The file could not be scanned.' } };
        default:
            return { ...cleanScan(), status, protectAiScan: { ...verdict(status), message: 'This file contains unsafe operators.', reportLink: ENGINES.protectAi } };
    }
}

/** How long a pushed file waits for the scanners, in milliseconds. Real ones take minutes; this is short enough to be watched. */
const SCAN_MS = 20_000;

/** A file that was pushed at the moment. */
export const pushedScan = (at: number): RepoFile['scan'] => ({ comesAt: at + SCAN_MS });

/** A pickle is judged by what it would import; about other files there is nothing to say. */
function judged({ path, bytes }: RepoFile): FileScan {
    if (!isPickle(path)) {
        return cleanScan();
    }
    const imports = pickleImports(bytes);
    if (imports.some(({ safety }) => safety === 'dangerous')) {
        return unsafeScan(imports);
    }
    const scan = cleanScan(imports);
    return imports.some(({ safety }) => safety === 'suspicious') ? { ...scan, status: 'suspicious', pickleImportScan: { ...scan.pickleImportScan, status: 'suspicious' } } : scan;
}

const verdicts = new WeakMap<RepoFile, FileScan>();

/** What the scanners say of the file at a moment: no timer moves them. */
export function scanAt(file: RepoFile, now: number): FileScan {
    if (!('comesAt' in file.scan)) {
        return file.scan;
    }
    if (now < file.scan.comesAt) {
        return scanWith('queued');
    }
    const known = verdicts.get(file) ?? judged(file);
    verdicts.set(file, known);
    return known;
}
