import * as z from 'zod/mini';
import type { Clock } from './clock';
import { callTarget, HubShapeError } from './errors';
import { draftFromFetch, headersOf } from './fetch-request';
import type { HubShared } from './shared';
import type { Fetched, Hub, HubFetch, Page, RateBudget, ReadOptions, WriteOptions } from './types';
import { buildUrl, type HubUrls } from './urls';
import type { Token, TokenSource } from './wire/bearer';
import type { Answer, CachedSend } from './wire/cache';
import { encodeBody } from './wire/encode-body';
import { errorFromResponse } from './wire/error-from-response';
import { nextCursor } from './wire/link-header';
import { pagedRead } from './wire/paged-read';
import { parseShape } from './wire/parse-shape';
import { ANONYMOUS, type HubRequest } from './wire/request';

/** JSON answers and cards; weights are never read this way. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const USER_AGENT = 'hf-teamflow';

type Limits = Pick<HubRequest, 'waitBudgetMs' | 'deadline' | 'retries'>;

interface Received extends Answer {
    request: HubRequest;
    target: string;
}

/** The Hub interface over composed decorators: builds requests, checks statuses, parses answers. */
export class HubClient implements Hub {
    readonly urls: HubUrls;
    readonly #send: CachedSend;
    readonly #token: TokenSource;
    readonly #shared: HubShared;
    readonly #clock: Clock;
    readonly #limits: Limits;
    readonly as: (token: Token) => Hub;
    readonly cache: Hub['cache'];

    constructor(parts: { urls: HubUrls; send: CachedSend; token: TokenSource; shared: HubShared; clock: Clock; limits: Limits; as: (token: Token) => Hub }) {
        this.urls = parts.urls;
        this.#send = parts.send;
        this.#token = parts.token;
        this.#shared = parts.shared;
        this.#clock = parts.clock;
        this.#limits = parts.limits;
        this.as = parts.as;
        const { shared: { cache }, clock } = parts;
        this.cache = { status: () => cache.status(clock.now()), prune: () => cache.prune(clock.now()), clear: () => cache.clear() };
    }

    // Arrow functions: both are handed to libraries, without their object.
    readonly fetch: HubFetch = async (input, init) => (await this.#fetch(input, init)).response;
    readonly fetchOk: HubFetch = async (input, init) => (await this.#okOrThrow(await this.#fetch(input, init))).response;

    async getJson<S extends z.core.$ZodType>(schema: S, path: string, options?: ReadOptions): Promise<Fetched<z.output<S>>> {
        const received = await this.#read(path, options);
        return fetched(received, parseShape(schema, await readJson(received), received.target));
    }

    async getPage<S extends z.core.$ZodType>(item: S, path: string, options: ReadOptions & { cursor?: string } = {}): Promise<Fetched<Page<z.output<S>>>> {
        const received = await this.#read(path, pagedRead(options));
        const items = parseShape(z.array(item), await readJson(received), received.target);
        const next = nextCursor(received.response.headers.get('link'), received.request.url);
        return fetched(received, next === undefined ? { items } : { items, next });
    }

    async getText(path: string, options?: ReadOptions): Promise<Fetched<string>> {
        const received = await this.#read(path, acceptingAnything(options));
        return fetched(received, await received.response.text());
    }

    async getBytes(path: string, options?: ReadOptions): Promise<Fetched<Uint8Array>> {
        const received = await this.#read(path, acceptingAnything(options));
        const bytes = new Uint8Array(await received.response.arrayBuffer());
        const { range } = options ?? {};
        const ignored = range !== undefined && received.response.status === 200;
        return fetched(received, ignored ? bytes.slice(range.from, range.from + range.length) : bytes);
    }

    async send<S extends z.core.$ZodType>(schema: S, path: string, options: WriteOptions): Promise<z.output<S>> {
        const { body, contentType } = encodeBody(options.body);
        const prepared = await this.#prepare(path, options);
        const received = await this.#exchange({
            ...prepared,
            method: options.method,
            headers: contentType === undefined ? prepared.headers : { 'content-type': contentType, ...prepared.headers },
            body,
            idempotent: options.idempotent ?? false,
        });
        return parseShape(schema, await readJson(received), received.target);
    }

    async identity(): Promise<string | undefined> {
        return (await this.#token())?.id;
    }

    async rateBudgets(): Promise<RateBudget[]> {
        return this.#shared.limits.of(await this.#identityKey(false), this.#clock.now());
    }

    forget(part: string): void {
        this.#shared.cache.forget(part);
    }

    async #read(path: string, options: ReadOptions = {}): Promise<Received> {
        return this.#exchange(await this.#prepare(path, options));
    }

    async #prepare(path: string, options: ReadOptions): Promise<HubRequest> {
        const { base = 'hub', query, headers, signal, anonymous = false, ttlMs, shared = false, maxBytes = MAX_ANSWER_BYTES } = options;
        return {
            url: buildUrl(this.urls[base], path, query),
            method: 'GET',
            headers: { accept: 'application/json', 'user-agent': USER_AGENT, ...headersOf(headers) },
            signal,
            anonymous,
            identity: await this.#identityKey(anonymous),
            idempotent: true,
            maxBytes,
            followRedirects: true,
            ...this.#limits,
            cache: ttlMs === undefined ? undefined : { ttlMs, shared },
        };
    }

    async #fetch(input: string | URL | Request, init?: RequestInit): Promise<Received> {
        const draft = await draftFromFetch(input, init, this.urls.hub);
        const headers = { 'user-agent': USER_AGENT, ...draft.headers };
        const request = { ...draft, headers, identity: await this.#identityKey(false), ...this.#limits };
        return { ...await this.#send(request), request, target: callTarget(request.method, request.url) };
    }

    async #exchange(request: HubRequest): Promise<Received> {
        return this.#okOrThrow({ ...await this.#send(request), request, target: callTarget(request.method, request.url) });
    }

    async #okOrThrow(received: Received): Promise<Received> {
        const { response, request } = received;
        const { method, url } = request;
        if (response.ok || (response.status < 400 && !request.followRedirects)) return received;
        throw await errorFromResponse(response, { method, url, now: this.#clock.now() });
    }

    async #identityKey(anonymous: boolean): Promise<string> {
        return anonymous ? ANONYMOUS : await this.identity() ?? ANONYMOUS;
    }
}

function fetched<T>({ ageMs, stale }: Received, value: T): Fetched<T> {
    return { value, ageMs, stale };
}

function acceptingAnything(options: ReadOptions = {}): ReadOptions {
    const { range } = options;
    // A compressed part of a file is no part of the file.
    const part = range && { range: `bytes=${range.from}-${range.from + range.length - 1}`, 'accept-encoding': 'identity' };
    return { ...options, headers: { accept: '*/*', ...part, ...options.headers } };
}

async function readJson({ response, target }: Received): Promise<unknown> {
    const text = await response.text();
    if (text === '') return undefined;
    try {
        return JSON.parse(text);
    } catch {
        throw new HubShapeError(target, '', 'expected JSON');
    }
}
