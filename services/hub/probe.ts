import type { Carrier } from './carrier';

/** What became of one cheap request to a service. Times in milliseconds. */
export type Probe =
    | {
          readonly state: 'answered';
          readonly status: number;
          readonly ms: number;
          /** How far the other clock is ahead of ours, by the answer's `Date`; it counts whole seconds. */
          readonly skewMs: number | undefined;
      }
    | { readonly state: 'unreachable' }
    | { readonly state: 'silent' };

export interface ProbeParts {
    readonly carrier: Carrier;
    readonly clock: () => number;
    /** How long to wait for an answer, milliseconds. */
    readonly patience: number;
}

/** Asks once, without a token and without repeating. Any answer counts, whatever its status. */
export async function probe(url: string, { carrier, clock, patience }: ProbeParts): Promise<Probe> {
    const aborter = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<Probe>((resolve) => {
        timer = setTimeout(() => resolve({ state: 'silent' }), patience);
    });
    const start = clock();
    const asked = carrier(url, { method: 'GET', headers: { accept: 'application/json' }, signal: aborter.signal }).then(
        (response) => answered(response, start, clock()),
        (): Probe => ({ state: 'unreachable' }),
    );
    try {
        return await Promise.race([asked, silence]);
    } finally {
        clearTimeout(timer);
        aborter.abort();
    }
}

function answered(response: Response, start: number, end: number): Probe {
    const date = Date.parse(response.headers.get('date') ?? '');
    // The header was written about halfway, and stands for a second of which the middle is the best guess.
    const skewMs = Number.isNaN(date) ? undefined : date + 500 - (start + end) / 2;
    return { state: 'answered', status: response.status, ms: end - start, skewMs };
}
