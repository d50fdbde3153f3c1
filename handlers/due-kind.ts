import type { JobCtx } from '../context/job-ctx';

/** How an item went: done for good, or to be done again at a time (ms). */
export type WorkResult = { readonly state: 'done' } | { readonly state: 'again'; readonly at: number };

/** What one kind of due item means. It may run twice: its effects are idempotent. */
export interface DueWork {
    readonly kind: string;
    /** It takes many seconds and waits most of the time: it is done last, and several at the same time. */
    readonly lasting?: boolean;
    /** Somebody waits for it: it is done first, however much else is due for longer. */
    readonly awaited?: boolean;
    run(ctx: JobCtx, subject: string): Promise<WorkResult>;
}
