import type { IHttp, IHttpRequest, IHttpResponse } from '@rocket.chat/apps-engine/definition/accessors';
import type { Carrier, CarrierInit } from '../../services/hub';

/** The bridge's own default is three minutes, six times what a handler may take. Milliseconds. */
const TIMEOUT_MS = 20_000;

/** Statuses for which `Response` refuses a body. */
const BODILESS = new Set([101, 103, 204, 205, 304]);

/** File downloads of the Hub: they redirect to object storage, on hosts that must not see a token. */
const DOWNLOAD = /\/resolve\//;

/**
 * Requests through the Rocket.Chat server, for workspaces behind a proxy or with their own certificate authority.
 * The server follows redirects itself, with all headers, to any host: what may redirect is therefore asked without the
 * token, and files of private repositories can't be downloaded this way. Bodies are buffered; there are no streams.
 * Source: Rocket.Chat's apps http bridge (apps/meteor/app/apps/server/bridges/http.ts).
 */
export function workspaceCarrier(http: IHttp): Carrier {
    return async (url, init) => {
        const headers = DOWNLOAD.test(new URL(url).pathname) ? withoutToken(init.headers) : init.headers;
        const answer: IHttpResponse | undefined = await send(http, url, { ...init, headers });
        // Older servers answer a failed request with nothing instead of rejecting.
        if (!answer || typeof answer.statusCode !== 'number') {
            throw new TypeError('The workspace could not reach the server.');
        }
        return toResponse(answer);
    };
}

function withoutToken(headers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'));
}

function send(http: IHttp, url: string, init: CarrierInit): Promise<IHttpResponse> {
    const request: IHttpRequest = { headers: init.headers, timeout: TIMEOUT_MS, encoding: null };
    if (init.body !== undefined) {
        // The engine's type says string, the bridge passes buffers on as they are.
        request.content = (typeof init.body === 'string' ? init.body : Buffer.from(init.body)) as string;
    }
    switch (init.method) {
        case 'POST':
            return http.post(url, request);
        case 'PUT':
            return http.put(url, request);
        case 'PATCH':
            return http.patch(url, request);
        case 'DELETE':
            return http.del(url, request);
        default:
            // There is no HEAD; a GET answers the same headers.
            return http.get(url, request);
    }
}

function toResponse(answer: IHttpResponse): Response {
    // With `encoding: null` the content is a Buffer, whatever its type says.
    const body = answer.content as unknown as Uint8Array<ArrayBuffer> | string | undefined;
    const bodiless = BODILESS.has(answer.statusCode);
    return new Response(bodiless ? null : (body ?? ''), { status: answer.statusCode, headers: new Headers(answer.headers ?? {}) });
}
