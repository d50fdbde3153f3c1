import type { Carrier } from '../carrier';
import { abortReason, type Clock } from '../clock';
import { callTarget, HubError } from '../errors';
import { readBounded } from './read-bounded';
import type { HubRequest, Send } from './request';

/** The longest a single request may take, milliseconds: a handler of the host lives 30 s. */
export const REQUEST_TIMEOUT_MS = 20_000;

/**
 * Sends through the carrier, and turns everything that is not an answer into a HubError: no connection, no answer in
 * time, a body that never ends. A streamed body (no `maxBytes`) is timed up to its headers only.
 */
export function withTimeout({ carrier, clock }: { carrier: Carrier; clock: Clock }): Send {
    return async (request) => {
        const limit = Math.min(REQUEST_TIMEOUT_MS, request.deadline - clock.now());
        if (limit <= 0) throw timeoutError(request);
        const aborter = new AbortController();
        const abort = (): void => aborter.abort(abortReason(request.signal));
        request.signal?.throwIfAborted();
        request.signal?.addEventListener('abort', abort, { once: true });
        const timer = new AbortController();
        const expiry = clock.sleep(limit, timer.signal).then(() => 'expired' as const, () => 'cancelled' as const);
        const work = exchange(carrier, request, aborter.signal);
        try {
            return await firstOf({ work, expiry, aborter, request });
        } finally {
            timer.abort();
            if (request.maxBytes !== undefined) request.signal?.removeEventListener('abort', abort);
        }
    };
}

async function firstOf({ work, expiry, aborter, request }: {
    work: Promise<Response>;
    expiry: Promise<'expired' | 'cancelled'>;
    aborter: AbortController;
    request: HubRequest;
}): Promise<Response> {
    const cancelled = new Promise<never>((_, reject) => {
        aborter.signal.addEventListener('abort', () => reject(abortReason(aborter.signal)), { once: true });
    });
    const expired = expiry.then((outcome) => {
        if (outcome === 'cancelled') return work;
        const error = timeoutError(request);
        aborter.abort(error);
        throw error;
    });
    return Promise.race([work, expired, cancelled]);
}

async function exchange(carrier: Carrier, request: HubRequest, signal: AbortSignal): Promise<Response> {
    const { url, method, headers, body, maxBytes } = request;
    try {
        const response = await carrier(url, { method, headers: { ...headers }, body, signal });
        return maxBytes === undefined ? response : await readBounded(response, maxBytes, callTarget(method, url));
    } catch (error) {
        if (signal.aborted) throw abortReason(signal);
        if (error instanceof HubError) throw error;
        throw new HubError({ kind: 'unreachable', target: callTarget(method, url), hubMessage: connectionProblem(error) });
    }
}

/** `ENOTFOUND`, `ECONNREFUSED`, a certificate problem: the code under `cause` says more than "fetch failed". */
function connectionProblem(error: unknown): string {
    if (!(error instanceof Error)) return 'no connection';
    const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return `${error.message}${cause}`;
}

function timeoutError({ method, url }: HubRequest): HubError {
    return new HubError({ kind: 'timeout', target: callTarget(method, url) });
}
