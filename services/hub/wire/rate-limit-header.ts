/** The state of one rate bucket as an answer states it. */
export interface RateLimitState {
    bucket: string;
    remaining: number;
    /** Until the window restarts, seconds. */
    resetSeconds: number;
    /** Requests per window, from `RateLimit-Policy`. */
    quota?: number;
}

/** Far beyond any quota or window the Hub publishes; larger numbers are noise. */
const MAX_NUMBER_DIGITS = 9;
const STATE = new RegExp(`"([\\w-]{1,64})"\\s*;\\s*r\\s*=\\s*(\\d{1,${MAX_NUMBER_DIGITS}})\\s*;\\s*t\\s*=\\s*(\\d{1,${MAX_NUMBER_DIGITS}})(?!\\d)`);
const QUOTA = new RegExp(`;\\s*q\\s*=\\s*(\\d{1,${MAX_NUMBER_DIGITS}})(?!\\d)`);

/**
 * Reads `RateLimit: "api";r=499;t=212` and `RateLimit-Policy: "fixed window";"api";q=500;w=300`.
 * Source: https://huggingface.co/docs/hub/rate-limits. Undefined when the header is missing or of another form.
 */
export function parseRateLimit(headers: Headers): RateLimitState | undefined {
    const match = STATE.exec(headers.get('ratelimit') ?? '');
    if (!match) return undefined;
    const [, bucket = '', remaining, resetSeconds] = match;
    const quota = QUOTA.exec(headers.get('ratelimit-policy') ?? '')?.[1];
    return {
        bucket,
        remaining: Number(remaining),
        resetSeconds: Number(resetSeconds),
        ...(quota === undefined ? {} : { quota: Number(quota) }),
    };
}

/** `Retry-After` in milliseconds, from seconds or an HTTP date; undefined when it is neither. */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
    if (value === null) return undefined;
    const text = value.trim();
    if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
    // Only a real HTTP date: Date.parse accepts almost anything, "-1" included.
    if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined;
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
