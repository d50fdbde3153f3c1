import { abortReason, type Clock } from '../clock';
import { isPassing } from '../errors';
import { ByteLru } from './byte-lru';
import type { HubRequest, Send } from './request';

/** An answer and how old it is. */
export interface Answer {
    response: Response;
    ageMs: number;
    stale: boolean;
}

export type CachedSend = (request: HubRequest) => Promise<Answer>;

interface Kept {
    status: number;
    headers: [string, string][];
    body: Uint8Array<ArrayBuffer>;
    at: number;
    bytes: number;
}

/** Room for about two thousand ordinary answers; the host gives an app no more than it needs. */
export const CACHE_BYTES = 16 * 1024 * 1024;
/** What an entry costs besides its body: key, headers, objects. */
const ENTRY_OVERHEAD_BYTES = 1024;
/** Headers that change the answer and therefore belong to the key. */
const KEY_HEADERS = ['accept', 'range'];

/** The answers the process has kept, and the requests that are under way. */
export class HubCache {
    readonly #kept: ByteLru<Kept>;
    readonly #flights = new Map<string, Promise<Kept>>();
    /** Raised by `forget`: an answer that was asked for before a write must not be kept after it. */
    #generation = 0;

    constructor(maxBytes: number = CACHE_BYTES) {
        this.#kept = new ByteLru(maxBytes);
    }

    get bytes(): number { return this.#kept.bytes; }

    lookUp(key: string): Kept | undefined {
        return this.#kept.get(key);
    }

    /** One request per key at a time; everybody who asks meanwhile gets its answer. */
    fly(key: string, ask: () => Promise<Kept>): Promise<Kept> {
        const underWay = this.#flights.get(key);
        if (underWay) return underWay;
        const generation = this.#generation;
        const flight = ask().then((kept) => {
            if (isOk(kept.status) && generation === this.#generation) this.#kept.set(key, kept);
            if (isRefused(kept.status)) this.#kept.delete(key);
            return kept;
        }).finally(() => {
            if (this.#flights.get(key) === flight) this.#flights.delete(key);
        });
        this.#flights.set(key, flight);
        return flight;
    }

    forget(part: string): void {
        this.#generation++;
        this.#flights.clear();
        this.#kept.deleteWhere((key) => key.includes(part));
    }
}

/**
 * Answers from memory while an answer is fresh, asks once when many ask at once, and when the Hub cannot be asked
 * serves an older answer and says so.
 */
export function withCache({ cache, clock }: { cache: HubCache; clock: Clock }): (next: Send) => CachedSend {
    return (next) => async (request) => {
        const policy = request.cache;
        if (!policy || request.method !== 'GET') return { response: await next(request), ageMs: 0, stale: false };
        const key = cacheKey(request, policy.shared);
        const kept = cache.lookUp(key);
        if (kept && clock.now() - kept.at < policy.ttlMs) return answer(kept, clock, false);
        try {
            const fresh = await unlessAborted(cache.fly(key, () => ask({ next, request, clock, hasOlder: kept !== undefined })), request.signal);
            if (kept && isFailing(fresh.status)) return answer(kept, clock, true);
            return { response: revive(fresh), ageMs: 0, stale: false };
        } catch (error) {
            if (kept && isPassing(error)) return answer(kept, clock, true);
            throw error;
        }
    };
}

async function ask({ next, request, clock, hasOlder }: {
    next: Send;
    request: HubRequest;
    clock: Clock;
    hasOlder: boolean;
}): Promise<Kept> {
    // One caller's abort must not fail the others. An older answer at hand is worth more than a long wait.
    const patience = hasOlder ? { retries: Math.min(1, request.retries), waitBudgetMs: 0 } : {};
    const response = await next({ ...request, ...patience, signal: undefined });
    const body = new Uint8Array(await response.arrayBuffer());
    const headers = [...response.headers];
    const bytes = body.byteLength + headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0) + ENTRY_OVERHEAD_BYTES;
    return { status: response.status, headers, body, at: clock.now(), bytes };
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (!signal) return work;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
        const abort = (): void => reject(abortReason(signal));
        signal.addEventListener('abort', abort, { once: true });
        work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
}

function answer(kept: Kept, clock: Clock, stale: boolean): Answer {
    return { response: revive(kept), ageMs: Math.max(0, clock.now() - kept.at), stale };
}

function revive({ status, headers, body }: Kept): Response {
    return new Response(status === 204 || status === 304 ? null : body, { status, headers });
}

function isOk(status: number): boolean {
    return status >= 200 && status < 300;
}

/** The caller may not see it any more, or it is gone: what was kept must not come back when the Hub next has a problem. */
function isRefused(status: number): boolean {
    return status === 401 || status === 403 || status === 404 || status === 410;
}

function isFailing(status: number): boolean {
    return status === 429 || status >= 500;
}

function cacheKey(request: HubRequest, shared: boolean): string {
    const who = shared ? '*' : request.identity;
    return [who, request.url, ...KEY_HEADERS.map((name) => request.headers[name] ?? '')].join('\n');
}
