import type { FileScan, PickleImport, Repo } from './model';
import { head } from './revisions';
import type { ScanStatus } from './scan-status';

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
export function filesWithIssues(repo: Repo): { path: string; level: ScanStatus }[] {
    return [...head(repo).files.values()]
        .filter(({ scan }) => ['caution', 'suspicious', 'unsafe'].includes(scan.status))
        .map(({ path, scan }) => ({ path, level: scan.status }));
}

/** Whether scanners have come to the end: they have not while a file of the newest commit waits for one. */
export const scansDone = (repo: Repo): boolean => repo.scansDone && [...head(repo).files.values()].every(({ scan }) => scan.status !== 'queued');

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
