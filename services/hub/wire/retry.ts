import pRetry from 'p-retry';
import type { Clock } from '../clock';
import { HubError } from '../errors';
import { parseRetryAfter } from './rate-limit-header';
import type { Decorator, HubRequest, Send } from './request';

/** Pauses before the repetitions: 1, 2, 4, 8, 16 s. */
export const RETRIES = 5;
const FIRST_PAUSE_MS = 1_000;
/** Even a service that asks for more is not waited for longer than this, milliseconds. */
const LONGEST_PAUSE_MS = 60_000;

const WORTH_REPEATING: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);

/** Carries an answer of a failing service through p-retry, which knows errors only. */
class FailedAnswer extends Error {
    constructor(readonly response: Response) {
        super(`status ${response.status}`);
    }
}

/**
 * Repeats idempotent requests that got no answer, or one that says "not now", until one succeeds, the attempts are
 * used up, or the next pause would not fit the handler's deadline. Then the last answer or error is handed on.
 */
export function withRetry({ clock }: { clock: Clock }): Decorator {
    return (next) => async (request) => {
        if (!request.idempotent || request.retries === 0) return next(request);
        try {
            return await pRetry(() => attempt(next, request), {
                retries: request.retries,
                // The pause is taken in onFailedAttempt, by the clock that was handed in.
                minTimeout: 0,
                onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
                    if (retriesLeft > 0) await pause({ error, attemptNumber, request, clock });
                },
                shouldRetry: ({ error }) => isRepeatable(error),
            });
        } catch (error) {
            if (error instanceof FailedAnswer) return error.response;
            throw error;
        }
    };
}

async function attempt(next: Send, request: HubRequest): Promise<Response> {
    const response = await next(request);
    if (WORTH_REPEATING.has(response.status) && !isFinal(response)) throw new FailedAnswer(response);
    return response;
}

/** The dataset viewer answers 500 while it still computes: that takes minutes, not seconds. */
function isFinal(response: Response): boolean {
    return response.headers.has('x-error-code');
}

function isRepeatable(error: unknown): boolean {
    return error instanceof FailedAnswer || (error instanceof HubError && (error.kind === 'unreachable' || error.kind === 'timeout'));
}

async function pause({ error, attemptNumber, request, clock }: {
    error: Error;
    attemptNumber: number;
    request: HubRequest;
    clock: Clock;
}): Promise<void> {
    if (!isRepeatable(error)) return;
    const ms = Math.min(pauseMs(error, attemptNumber, clock), LONGEST_PAUSE_MS);
    // Throwing here ends p-retry with this very error.
    if (clock.now() + ms >= request.deadline) throw error;
    if (error instanceof FailedAnswer) await error.response.body?.cancel();
    await clock.sleep(ms, request.signal);
}

function pauseMs(error: Error, attemptNumber: number, clock: Clock): number {
    const backoff = FIRST_PAUSE_MS * 2 ** (attemptNumber - 1);
    if (!(error instanceof FailedAnswer)) return backoff;
    return Math.max(backoff, parseRetryAfter(error.response.headers.get('retry-after'), clock.now()) ?? 0);
}
