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
    /** The longest time for which anybody who asked for it would have taken it as fresh, milliseconds. */
    ttlMs: number;
    bytes: number;
}

/** How full the memory of one process is, and what it was good for since the process began. Numbers only: what is kept may be private. */
export interface CacheStatus {
    readonly entries: number;
    /** The bodies and headers, and a kilobyte for each entry. */
    readonly bytes: number;
    /** Never more than this. */
    readonly maxBytes: number;
    /** Entries past their time: they answer only when the Hub cannot be asked. */
    readonly expired: number;
    /** Undefined when nothing is kept. Milliseconds. */
    readonly oldestAgeMs?: number;
    /** Answers that needed no request of their own. */
    readonly hits: number;
    /** Requests that were sent because nothing fresh was there. */
    readonly misses: number;
    /** Answers past their time that were given because the Hub could not be asked. */
    readonly stale: number;
}

/** What was taken out of the cache. */
export interface CacheRemoval {
    readonly entries: number;
    readonly bytes: number;
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
    #hits = 0;
    #misses = 0;
    #stale = 0;

    constructor(maxBytes: number = CACHE_BYTES) {
        this.#kept = new ByteLru(maxBytes);
    }

    get bytes(): number { return this.#kept.bytes; }

    lookUp(key: string, ttlMs: number): Kept | undefined {
        const kept = this.#kept.get(key);
        if (kept) kept.ttlMs = Math.max(kept.ttlMs, ttlMs);
        return kept;
    }

    countHit(): void { this.#hits++; }
    countStale(): void { this.#stale++; }

    status(now: number): CacheStatus {
        const kept = [...this.#kept.values()];
        const oldest = kept.reduce<number | undefined>((found, { at }) => Math.min(found ?? at, at), undefined);
        return {
            entries: kept.length,
            bytes: this.#kept.bytes,
            maxBytes: this.#kept.maxBytes,
            expired: kept.filter((entry) => isExpired(entry, now)).length,
            ...(oldest !== undefined && { oldestAgeMs: Math.max(0, now - oldest) }),
            hits: this.#hits,
            misses: this.#misses,
            stale: this.#stale,
        };
    }

    /** One request per key at a time; everybody who asks meanwhile gets its answer. */
    fly(key: string, ask: () => Promise<Kept>): Promise<Kept> {
        const underWay = this.#flights.get(key);
        if (underWay) {
            this.#hits++;
            return underWay;
        }
        this.#misses++;
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
        this.#outdateFlights();
        this.#kept.deleteWhere((key) => key.includes(part));
    }

    /** Removes what is past its time, and with it the answers for when the Hub cannot be asked. */
    prune(now: number): CacheRemoval {
        return this.#remove((entry) => isExpired(entry, now));
    }

    /** Removes everything; what is under way is not kept either. */
    clear(): CacheRemoval {
        this.#outdateFlights();
        return this.#remove(() => true);
    }

    #outdateFlights(): void {
        this.#generation++;
        this.#flights.clear();
    }

    #remove(matches: (entry: Kept) => boolean): CacheRemoval {
        const { size, bytes } = this.#kept;
        this.#kept.deleteWhere((_key, entry) => matches(entry));
        return { entries: size - this.#kept.size, bytes: bytes - this.#kept.bytes };
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
        const kept = cache.lookUp(key, policy.ttlMs);
        if (kept && clock.now() - kept.at < policy.ttlMs) {
            cache.countHit();
            return answer(kept, clock, false);
        }
        const older = (held: Kept): Answer => {
            cache.countStale();
            return answer(held, clock, true);
        };
        try {
            const ttlMs = kept?.ttlMs ?? policy.ttlMs;
            const fresh = await unlessAborted(cache.fly(key, () => ask({ next, request, clock, ttlMs, hasOlder: kept !== undefined })), request.signal);
            if (kept && isFailing(fresh.status)) return older(kept);
            return { response: revive(fresh), ageMs: 0, stale: false };
        } catch (error) {
            if (kept && isPassing(error)) return older(kept);
            throw error;
        }
    };
}

async function ask({ next, request, clock, ttlMs, hasOlder }: {
    next: Send;
    request: HubRequest;
    clock: Clock;
    ttlMs: number;
    hasOlder: boolean;
}): Promise<Kept> {
    // One caller's abort must not fail the others. An older answer at hand is worth more than a long wait.
    const patience = hasOlder ? { retries: Math.min(1, request.retries), waitBudgetMs: 0 } : {};
    const response = await next({ ...request, ...patience, signal: undefined });
    const body = new Uint8Array(await response.arrayBuffer());
    const headers = [...response.headers];
    const bytes = body.byteLength + headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0) + ENTRY_OVERHEAD_BYTES;
    return { status: response.status, headers, body, at: clock.now(), ttlMs, bytes };
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

function isExpired({ at, ttlMs }: Kept, now: number): boolean {
    return now - at >= ttlMs;
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
