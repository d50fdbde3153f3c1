import { HeaderError, type HeaderProblem } from './header-reading';
import type { ContentVerdict, FileFormat, Import, ScanProblem } from './verdict';

/** What one look found; a verdict about the whole file is made of several. */
export type Finding = Omit<ContentVerdict, 'bytesRead'>;

/** Thrown where a look can't go on. */
export class ScanError extends Error {
    constructor(readonly problem: ScanProblem, detail: string) {
        super(detail);
    }
}

/** A message is no place for a whole list. */
export const MAX_IMPORTS = 100;

const PROBLEMS: Readonly<Record<HeaderProblem, ScanProblem>> = {
    'not-this-format': 'malformed',
    'unsupported-version': 'unsupported',
    truncated: 'truncated',
    'too-long': 'too-long',
    budget: 'budget',
    malformed: 'malformed',
};

/** An error outweighs `unknown`, because behind it anything may stand; what is dangerous is so whatever else went wrong. */
const WEIGHT = { dangerous: 3, error: 2, unknown: 1, allowed: 0 } as const;

export function harmless(format: FileFormat, detail?: string): Finding {
    return { format, verdict: 'allowed', imports: [], detail };
}

export function undecided(format: FileFormat, detail: string): Finding {
    return { format, verdict: 'unknown', imports: [], detail };
}

export function failed(format: FileFormat, problem: ScanProblem, detail: string): Finding {
    return { format, verdict: 'error', imports: [], problem, detail };
}

export function failedReading(format: FileFormat, { problem, detail }: { problem: HeaderProblem; detail: string }): Finding {
    return failed(format, PROBLEMS[problem], detail);
}

/** What the file did wrong becomes a finding, what the network did wrong stays an exception. */
export async function findingOf<T>(format: FileFormat, look: () => Promise<T>): Promise<T | Finding> {
    try {
        return await look();
    } catch (error) {
        if (error instanceof ScanError) return failed(format, error.problem, error.message);
        if (error instanceof HeaderError) return failedReading(format, { problem: error.problem, detail: error.message });
        throw error;
    }
}

/** All that was found, under the verdict of the worst; it also gives the problem and its words. The format is the given one. */
export function together(format: FileFormat, findings: readonly Finding[]): Finding {
    const worst = findings.reduce<Finding | undefined>((worse, next) => (worse && WEIGHT[worse.verdict] >= WEIGHT[next.verdict] ? worse : next), undefined);
    const troubled = findings.find(({ problem }) => problem !== undefined);
    return {
        format,
        verdict: worst?.verdict ?? 'allowed',
        imports: mergedImports(findings),
        problem: worst?.problem ?? troubled?.problem,
        detail: worst?.detail ?? troubled?.detail,
    };
}

/** The verdict of the more serious of two readings of the same bytes, and its format. */
export function worseOf(first: Finding, second: Finding): Finding {
    return together(WEIGHT[second.verdict] > WEIGHT[first.verdict] ? second.format : first.format, [first, second]);
}

function mergedImports(findings: readonly Finding[]): Import[] {
    const merged = new Map<string, Import>();
    for (const found of findings.flatMap(({ imports }) => imports)) {
        const key = `${found.module}\n${found.name}`;
        const known = merged.get(key);
        if (!known || WEIGHT[found.safety] > WEIGHT[known.safety]) merged.set(key, found);
    }
    return [...merged.values()].sort((a, b) => WEIGHT[b.safety] - WEIGHT[a.safety]).slice(0, MAX_IMPORTS);
}
