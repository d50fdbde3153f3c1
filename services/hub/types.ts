import type * as z from 'zod/mini';
import type { HubBase, HubUrls, Query } from './urls';
import type { Token } from './wire/bearer';
import type { CacheRemoval, CacheStatus } from './wire/cache';

/** A value from the Hub and how old it is: views say so when it came from the cache. */
export interface Fetched<T> {
    value: T;
    /** 0 = answered by the Hub just now. */
    ageMs: number;
    /** True when the Hub could not be asked and an expired copy had to do. */
    stale: boolean;
}

/** One page of a list. `next` is opaque: hand it back as `cursor` to get the following page. */
export interface Page<T> {
    items: T[];
    next?: string;
}

/** `fetch` with our decorators: passable to `@huggingface/hub` and `@huggingface/inference`. */
export type HubFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface ReadOptions {
    query?: Query;
    /** Which service answers; the Hub itself if left out. */
    base?: HubBase;
    /**
     * How long an answer counts as fresh, milliseconds. 0 asks every time but keeps the answer for when the Hub
     * cannot be reached; left out, nothing is kept.
     */
    ttlMs?: number;
    /** The answer is the same for everybody (prices, tags): one cached copy serves all users. */
    shared?: boolean;
    /** Send no token even if there is one. */
    anonymous?: boolean;
    headers?: Readonly<Record<string, string>>;
    signal?: AbortSignal;
    /** Part of a file: sent as `Range`, and cut out here when the server ignores it. */
    range?: { from: number; length: number };
    /** Longest answer accepted, bytes. */
    maxBytes?: number;
}

export interface WriteOptions extends Omit<ReadOptions, 'ttlMs' | 'shared'> {
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    /** Sent as JSON, or as a form when it is `URLSearchParams`, or as it is when it is text or bytes. */
    body?: unknown;
    /** The call may be repeated without harm (a POST that only asks), so a failed one is retried. */
    idempotent?: boolean;
}

/** What is known about one rate bucket from the last answer that mentioned it. */
export interface RateBudget {
    /** `api`, `resolvers`, `pages`, or the host of another service. */
    bucket: string;
    remaining: number;
    /** Requests per window, when the Hub stated its policy. */
    quota?: number;
    /** When the window restarts, milliseconds since the epoch. */
    resetsAt: number;
}

/** Hugging Face as one user sees it. */
export interface Hub {
    readonly urls: HubUrls;
    /** Answers of any status come back as they are; what throws is what never got an answer, and a rate limit. */
    readonly fetch: HubFetch;
    /** The same, but an answer outside 2xx throws its HubError. */
    readonly fetchOk: HubFetch;
    getJson<S extends z.core.$ZodType>(schema: S, path: string, options?: ReadOptions): Promise<Fetched<z.output<S>>>;
    /** A JSON array with a `Link: …; rel="next"` header. */
    getPage<S extends z.core.$ZodType>(item: S, path: string, options?: ReadOptions & { cursor?: string }): Promise<Fetched<Page<z.output<S>>>>;
    getText(path: string, options?: ReadOptions): Promise<Fetched<string>>;
    getBytes(path: string, options?: ReadOptions): Promise<Fetched<Uint8Array>>;
    /** A call that changes something; the answer is parsed by `schema`. Not cached, retried only when `idempotent`. */
    send<S extends z.core.$ZodType>(schema: S, path: string, options: WriteOptions): Promise<z.output<S>>;
    /** A stable, non-secret name of the account behind the token; undefined without a token. */
    identity(): Promise<string | undefined>;
    /** The rate buckets of this identity, as far as answers have told. */
    rateBudgets(): Promise<RateBudget[]>;
    /** The same Hub as somebody else, to try a token before it is kept. Caches and rate buckets are that token's own. */
    as(token: Token): Hub;
    /** Forgets cached answers whose URL contains `part` (a repo id after a commit to it). */
    forget(part: string): void;
    /** The cache of this process, which all its users share; every server of a workspace has its own. */
    readonly cache: {
        status(): CacheStatus;
        /** Removes what is past its time. */
        prune(): CacheRemoval;
        clear(): CacheRemoval;
    };
}
