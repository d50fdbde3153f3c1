/** A request on its way down through the decorators. Bearers are added at the bottom and never travel in here. */
export interface HubRequest {
    url: string;
    method: string;
    headers: Readonly<Record<string, string>>;
    body?: string | Uint8Array<ArrayBuffer>;
    signal?: AbortSignal;
    /** Send no token. */
    anonymous?: boolean;
    /** Non-secret key of the account, for rate buckets and the cache. */
    identity: string;
    /** May be sent again after a failure. */
    idempotent: boolean;
    /** Read the whole answer under the timeout, up to this many bytes. Left out, the body is streamed. */
    maxBytes?: number;
    /** False hands 3xx answers back. */
    followRedirects: boolean;
    /** How often a failed request is repeated, at most. */
    retries: number;
    /** How long a rate limit may be waited for, milliseconds. */
    waitBudgetMs: number;
    /** When this handler must be done, milliseconds since the epoch. */
    deadline: number;
    cache?: CachePolicy;
}

export interface CachePolicy {
    ttlMs: number;
    shared: boolean;
}

export type Send = (request: HubRequest) => Promise<Response>;
export type Decorator = (next: Send) => Send;

/** The key under which calls without a token are counted and cached. */
export const ANONYMOUS = 'anonymous';
