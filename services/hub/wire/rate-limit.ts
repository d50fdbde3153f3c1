import type { Clock } from '../clock';
import { callTarget, HubError } from '../errors';
import type { RateBudget } from '../types';
import { parseRateLimit, parseRetryAfter } from './rate-limit-header';
import type { Decorator, HubRequest } from './request';

/** How long a command waits for a bucket to reopen unless told otherwise, milliseconds. */
export const WAIT_BUDGET_MS = 5_000;
/** The window may restart up to a second after the whole seconds of `t`. */
const MARGIN_MS = 1_000;
/** First and longest pause after a 429 that says nothing, milliseconds. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 8_000;
/** More accounts than a workspace has at work at once; the oldest ones are forgotten. */
const MAX_BUCKETS = 5_000;

/** Every bucket the process has heard of, by identity, origin and bucket name. */
export class RateLimits {
    readonly #budgets = new Map<string, RateBudget & { identity: string }>();

    record(request: HubRequest, response: Response, now: number): RateBudget | undefined {
        const state = parseRateLimit(response.headers);
        if (!state) return undefined;
        const { bucket, remaining, quota, resetSeconds } = state;
        const budget = { bucket, remaining, quota, resetsAt: now + resetSeconds * 1000 + MARGIN_MS, identity: request.identity };
        const key = bucketKey(request, bucket);
        this.#budgets.delete(key);
        this.#budgets.set(key, budget);
        const oldest = this.#budgets.keys().next();
        if (this.#budgets.size > MAX_BUCKETS && !oldest.done) this.#budgets.delete(oldest.value);
        return budget;
    }

    /** When the bucket of this request reopens, if it is known to be empty. */
    closedUntil(request: HubRequest, now: number): number | undefined {
        const budget = this.#budgets.get(bucketKey(request, guessBucket(request.url)));
        return budget && budget.remaining === 0 && budget.resetsAt > now ? budget.resetsAt : undefined;
    }

    of(identity: string, now: number): RateBudget[] {
        return [...this.#budgets.values()]
            .filter((budget) => budget.identity === identity && budget.resetsAt > now)
            .map(({ bucket, remaining, quota, resetsAt }) => ({ bucket, remaining, quota, resetsAt }));
    }
}

/**
 * Waits for an empty bucket when that fits the request's budget, and otherwise says when it reopens, without asking
 * the Hub in vain. A 429 was not worked on, so any method may be sent again.
 */
export function withRateLimit({ limits, clock }: { limits: RateLimits; clock: Clock }): Decorator {
    return (next) => async (request) => {
        const start = clock.now();
        const waitUntil = Math.min(start + request.waitBudgetMs, request.deadline);
        for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
            const closedUntil = limits.closedUntil(request, clock.now());
            if (closedUntil !== undefined) await waitOrThrow({ request, clock, waitUntil, reopensAt: closedUntil });
            const response = await next(request);
            const now = clock.now();
            const budget = limits.record(request, response, now);
            if (response.status !== 429) return response;
            await response.body?.cancel();
            const retryAfter = parseRetryAfter(response.headers.get('retry-after'), now);
            const reopensAt = budget?.resetsAt ?? (retryAfter === undefined ? undefined : now + retryAfter);
            await waitOrThrow({ request, clock, waitUntil, reopensAt, pauseMs });
        }
    };
}

async function waitOrThrow({ request, clock, waitUntil, reopensAt, pauseMs = 0 }: {
    request: HubRequest;
    clock: Clock;
    waitUntil: number;
    reopensAt: number | undefined;
    pauseMs?: number;
}): Promise<void> {
    const wakeAt = reopensAt ?? clock.now() + pauseMs;
    if (wakeAt > waitUntil) {
        throw new HubError({ kind: 'rate-limited', status: 429, target: callTarget(request.method, request.url), reopensAt });
    }
    // Never less than the pause: a Hub that says "reopens now" for ever must not be asked in a tight loop.
    await clock.sleep(Math.max(wakeAt - clock.now(), pauseMs === 0 ? 0 : FIRST_PAUSE_MS), request.signal);
}

/** The Hub's three buckets by path; another service has one bucket under whatever name it uses. */
function guessBucket(url: string): string {
    const { pathname } = new URL(url);
    if (pathname.startsWith('/api/')) return 'api';
    return /\/(?:resolve|raw)\//.test(pathname) ? 'resolvers' : 'pages';
}

function bucketKey(request: HubRequest, bucket: string): string {
    return `${request.identity}\n${new URL(request.url).origin}\n${bucket}`;
}
