import type { FileSecurity } from '../hub';
import { classifyFile } from './file-class';
import type { ContentVerdict, FileClass, FileFormat } from './verdict';

/** What the Hub's scanners say, the worst of them. `error` and `unknown` are no more than `pending`: nobody has found it clean. */
export type HubScan = 'safe' | 'pending' | 'caution' | 'suspicious' | 'unsafe' | 'error' | 'unknown';

/** Why a file is refused. */
export type Reason =
    | 'unsafe-format'      // its name is that of a format that runs code
    | 'unknown-format'     // its name says nothing, and no look at it has shown that it is harmless
    | 'unsafe-content'     // its name says nothing, and it is of a format that runs code
    | 'mismatch'           // it is of another format than its name says
    | 'dangerous-import'   // it would run what an attacker wants
    | 'unknown-import'     // it would run what is on no list
    | 'scan-error'         // the look at it came to no end
    | 'hub-caution' | 'hub-suspicious' | 'hub-unsafe';

/** The three verdicts on a file side by side, and what follows from them. */
export interface FileJudgement {
    readonly path: string;
    readonly fileClass: FileClass;
    readonly hub: HubScan;
    readonly own?: ContentVerdict;
    readonly decision: 'take' | 'refuse';
    /** All that speak against it; none when it is taken. */
    readonly reasons: readonly Reason[];
}

interface Evidence {
    readonly path: string;
    /** As tree and paths-info list it with `expand`; undefined for uploads and when nobody asked. */
    readonly hub?: FileSecurity;
    /** Undefined when nobody has looked. */
    readonly own?: ContentVerdict;
}

/**
 * The policy SafeOnly. A name of a harmless format is taken unless something speaks against it; a name that says nothing needs a
 * look that came to an end and found a format that is read here completely; a name of a format that runs code is refused whatever
 * else is said. That nobody has found anything yet never speaks for a file.
 */
export function judgeFile({ path, hub, own }: Evidence): FileJudgement {
    const fileClass = classifyFile(path);
    const scan = hubScan(hub);
    const reasons = [...classReasons(fileClass, own), ...contentReasons(path, fileClass, own), ...scanReasons(scan)];
    return { path, fileClass, hub: scan, ...own && { own }, decision: reasons.length === 0 ? 'take' : 'refuse', reasons };
}

/** Formats that hold no more than values once a look has found no imports in them. Archives may hold anything that is run by others. */
const HARMLESS: ReadonlySet<FileFormat> = new Set(['text', 'safetensors', 'gguf', 'numpy', 'npz']);
const PROGRAMS: ReadonlySet<FileFormat> = new Set(['pickle', 'torch', 'joblib']);

function classReasons(fileClass: FileClass, own: ContentVerdict | undefined): Reason[] {
    if (fileClass === 'unsafe') return ['unsafe-format'];
    if (fileClass === 'safe') return [];
    if (own === undefined) return ['unknown-format'];
    if (PROGRAMS.has(own.format) || own.imports.length > 0) return ['unsafe-content'];
    return HARMLESS.has(own.format) ? [] : ['unknown-format'];
}

function contentReasons(path: string, fileClass: FileClass, own: ContentVerdict | undefined): Reason[] {
    if (own === undefined) return [];
    const reasons: Reason[] = expectedFormats(path, fileClass)?.has(own.format) === false ? ['mismatch'] : [];
    if (own.verdict === 'error') reasons.push('scan-error');
    if (own.verdict === 'dangerous' || own.imports.some(({ safety }) => safety === 'dangerous')) reasons.push('dangerous-import');
    else if (own.imports.some(({ safety }) => safety === 'unknown') || isUnknown(own)) reasons.push('unknown-import');
    return reasons;
}

/** Of a format that has no imports nothing is known to be harmful either: then its name decides. */
function isUnknown({ verdict, format }: ContentVerdict): boolean {
    return verdict === 'unknown' && format !== 'text' && format !== 'other';
}

const BY_EXTENSION: ReadonlyMap<string, ReadonlySet<FileFormat>> = new Map([
    ['safetensors', new Set<FileFormat>(['safetensors'])], ['gguf', new Set<FileFormat>(['gguf'])],
    ['npy', new Set<FileFormat>(['numpy'])], ['npz', new Set<FileFormat>(['npz'])],
]);
/** None of the other harmless formats is one of those that are told by their content. */
const UNREMARKABLE: ReadonlySet<FileFormat> = new Set(['text', 'other']);

/** Undefined when the name does not say. */
function expectedFormats(path: string, fileClass: FileClass): ReadonlySet<FileFormat> | undefined {
    const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
    return BY_EXTENSION.get(extension) ?? (fileClass === 'safe' ? UNREMARKABLE : undefined);
}

function scanReasons(scan: HubScan): Reason[] {
    if (scan === 'caution' || scan === 'suspicious' || scan === 'unsafe') return [`hub-${scan}`];
    return [];
}

const WARNINGS = ['unsafe', 'suspicious', 'caution'] as const;

/**
 * One word for all scanners. What one of them warns of counts, whatever the status as a whole says; a scanner that does not concern
 * itself with the file (`unscanned`) takes nothing from a status that is `safe`.
 */
export function hubScan(security: FileSecurity | undefined): HubScan {
    if (security === undefined) return 'unknown';
    const { status, avScan, pickleImportScan, jFrogScan, protectAiScan, virusTotalScan } = security;
    const single = [avScan, pickleImportScan, jFrogScan, protectAiScan, virusTotalScan].flatMap((scan) => scan?.status ?? []);
    const all = [status, ...single];
    const warning = WARNINGS.find((word) => all.includes(word));
    if (warning) return warning;
    if (all.includes('error')) return 'error';
    if (all.includes('queued') || status === 'unscanned') return 'pending';
    return status === 'safe' && single.every((word) => word === 'safe' || word === 'unscanned') ? 'safe' : 'unknown';
}
