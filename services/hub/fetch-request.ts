import { encodeFetchBody } from './wire/encode-body';
import type { HubRequest } from './wire/request';

type Draft = Pick<HubRequest, 'url' | 'method' | 'headers' | 'body' | 'signal' | 'idempotent' | 'followRedirects'>;

/** RFC 9110 §9.2.2. DELETE is not among them: repeated after a lost answer it would say that there is nothing. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT']);

/** What a `fetch(input, init)` call asks for. A string that starts with `/` is a path at the Hub. */
export async function draftFromFetch(input: string | URL | Request, init: RequestInit = {}, hubUrl = ''): Promise<Draft> {
    const from = input instanceof Request ? input : undefined;
    const url = new URL(addressOf(input), hubUrl || undefined).href;
    const method = (init.method ?? from?.method ?? 'GET').toUpperCase();
    const { body, contentType } = await encodeFetchBody(init.body ?? (from?.body ? await from.arrayBuffer() : undefined));
    const headers = headersOf(init.headers ?? from?.headers, contentType);
    return {
        url,
        method,
        headers,
        body,
        signal: ownSignal(init.signal ?? from?.signal),
        idempotent: IDEMPOTENT.has(method),
        followRedirects: (init.redirect ?? from?.redirect) !== 'manual',
    };
}

/** Follows the caller's. What listens to it goes with the request, also where many requests have one signal. */
function ownSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
    return signal && AbortSignal.any([signal]);
}

function addressOf(input: string | URL | Request): string {
    if (typeof input === 'string') return input;
    return input instanceof URL ? input.href : input.url;
}

/** Lower-case names, as every decorator expects them. */
export function headersOf(headers: RequestInit['headers'], contentType?: string): Record<string, string> {
    const result = Object.fromEntries(new Headers(headers));
    if (contentType !== undefined) result['content-type'] ??= contentType;
    return result;
}
