import type { Carrier } from './carrier';
import { systemClock, type Clock } from './clock';
import { HubClient } from './hub-client';
import type { HubShared } from './shared';
import type { Hub } from './types';
import { HUGGING_FACE, trustedOrigins, type HubUrls } from './urls';
import { onceToken, type Token, type TokenSource } from './wire/bearer';
import { compose } from './wire/compose';
import { WAIT_BUDGET_MS } from './wire/rate-limit';
import { RETRIES } from './wire/retry';

export interface HubOptions {
    /** Moves the requests: `directCarrier(fetch)`, the workspace's, or `autoCarrier(…).send`. */
    carrier: Carrier;
    /** One per process. */
    shared: HubShared;
    /** Read lazily, once. Left out = anonymous. */
    token?: TokenSource;
    urls?: Partial<HubUrls>;
    clock?: Clock;
    /** When the handler must be done, milliseconds since the epoch. No request, pause or retry goes beyond it. */
    deadline?: number;
    /** How long a rate limit may be waited for, milliseconds. */
    waitBudgetMs?: number;
    /** How often a call that failed for a moment is repeated. */
    retries?: number;
}

/** Hugging Face as one user sees it, for the length of one handler. */
export function createHub(options: HubOptions): Hub {
    const { carrier, shared, clock = systemClock } = options;
    const urls = { ...HUGGING_FACE, ...options.urls };
    const token = onceToken(options.token ?? (() => Promise.resolve(undefined)));
    const send = compose({ carrier, shared, token, clock, origins: trustedOrigins(urls) });
    const limits = {
        deadline: options.deadline ?? Number.POSITIVE_INFINITY,
        waitBudgetMs: options.waitBudgetMs ?? WAIT_BUDGET_MS,
        retries: options.retries ?? RETRIES,
    };
    const as = (other: Token): Hub => createHub({ ...options, token: () => Promise.resolve(other) });
    return new HubClient({ urls, send, token, shared, clock, limits, as });
}
