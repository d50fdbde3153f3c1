import type { GateVerdict, Outcome, Requested, Statement } from './fact';
import { executeKey } from './keys';
import type { Attempt, Obstacle, Phase } from './state';

/** How a request came to its end; nothing moves it on. */
export interface End {
    readonly phase: Phase;
    readonly at: number;
    readonly voidedBy?: Obstacle;
}

/** What is known of a request after some of its facts. */
export interface Course {
    readonly request: Requested;
    /** `open`: votes decide what it is. `failed`: only a retry, a success reported late, or a cancellation moves it on. */
    readonly stage: 'open' | 'executing' | 'failed' | End;
    /** What was said while voting was open. */
    readonly statements: readonly Statement[];
    /** What was said during an execution: heard if it fails, too late if it succeeds. */
    readonly late: readonly Statement[];
    readonly asked: readonly string[];
    readonly verdicts: ReadonlyMap<string, GateVerdict>;
    readonly head: string;
    readonly lock?: { readonly by: string; readonly reason: string } | undefined;
    readonly attempts: readonly Attempt[];
    /** Outcomes that the running attempt did not wait for. They may precede its beginning: clocks of two servers differ. */
    readonly unmatched: readonly Outcome[];
}

export function opened(request: Requested): Course {
    return { request, stage: 'open', statements: [], late: [], asked: [], verdicts: new Map(), head: request.sha, attempts: [], unmatched: [] };
}

export function hasEnded({ stage }: Course): boolean {
    return typeof stage === 'object';
}

/** The key of the running or last attempt; while the request is open, of the next one. */
export function currentKey({ request, stage, attempts }: Course): string {
    const next = executeKey(request, attempts.length + 1);
    return stage === 'open' ? next : (attempts.at(-1)?.key ?? next);
}
