/** Rocket.Chat waits five seconds for the answer to a click or a form; the store needs some of them. Milliseconds. */
export const ANSWER_WITHIN_MS = 3000;

/** What the work came to, or that it was not done in time. */
export type Timed<T> = { readonly inTime: true; readonly value: T } | { readonly inTime: false };

/** Waits for the work, but no longer than `ms`; then its signal is aborted, and what becomes of it counts no more. */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<Timed<T>> {
    const aborter = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<Timed<T>>((resolve) => {
        timer = setTimeout(() => resolve({ inTime: false }), ms);
    });
    try {
        return await Promise.race([work(aborter.signal).then((value): Timed<T> => ({ inTime: true, value })), late]);
    } finally {
        clearTimeout(timer);
        aborter.abort();
    }
}
