import { HubError, type Fetched, type HubErrorFacts } from '../hub';

/** A part of a report: what it says, or why it is missing. */
export type Part<T> = ({ readonly ok: true } & Readonly<Fetched<T>>) | { readonly ok: false; readonly facts: Readonly<HubErrorFacts> };

/** The rest of a report is worth more than a part that takes longer, milliseconds: retries alone may take a quarter of a minute. */
export const PART_PATIENCE_MS = 8_000;

/** Waits for a part without which the report can do, but not for long. Errors that are not the Hub's go on. */
export async function part<T>(work: Promise<Fetched<T>>): Promise<Part<T>> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<Part<T>>((resolve) => {
        timer = setTimeout(() => resolve({ ok: false, facts: { kind: 'timeout', target: 'a part of a report' } }), PART_PATIENCE_MS);
    });
    try {
        return await Promise.race([settled(work), late]);
    } finally {
        clearTimeout(timer);
    }
}

async function settled<T>(work: Promise<Fetched<T>>): Promise<Part<T>> {
    try {
        return { ok: true, ...(await work) };
    } catch (error) {
        if (error instanceof HubError) {
            return { ok: false, facts: error.facts };
        }
        throw error;
    }
}

/** The value, or undefined when it is missing. */
export function valueOf<T>(part: Part<T>): T | undefined {
    return part.ok ? part.value : undefined;
}

/** The age of an answer made of several: that of its oldest part. */
export function oldest(...parts: ReadonlyArray<Part<unknown> | Pick<Fetched<unknown>, 'ageMs' | 'stale'>>): { readonly ageMs: number; readonly stale: boolean } {
    const ages = parts.filter((one) => 'ageMs' in one);
    return { ageMs: Math.max(0, ...ages.map(({ ageMs }) => ageMs)), stale: ages.some(({ stale }) => stale) };
}

/** For `--format json`: the value, or the kind of error in its place. */
export function partData(part: Part<unknown>): unknown {
    return part.ok ? part.value : { missing: part.facts.kind };
}
