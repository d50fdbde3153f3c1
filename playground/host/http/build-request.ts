import type { IHttpRequest } from '@rocket.chat/apps-engine/definition/accessors';

/** A request from the moment on when the bridge has settled its parts. */
export interface BuiltRequest {
    url: string;
    method: string;
    headers: Record<string, string>;
    body?: string | Uint8Array<ArrayBuffer>;
    /** Milliseconds until the response's headers. */
    timeout: number;
    ssrfValidation: boolean;
}

const DEFAULT_TIMEOUT_MS = 3 * 60 * 1000;
const FORM = 'application/x-www-form-urlencoded';

/**
 * Settles URL, headers and body as the server does: `params` go to the query for GET and HEAD or when there is a
 * body, otherwise they become a form body; an object body becomes JSON for POST, PUT and DELETE only.
 */
export function buildRequest(target: string, method: string, request: IHttpRequest): BuiltRequest {
    const url = new URL(target);
    const verb = method.toUpperCase();
    const bodyless = verb === 'GET' || verb === 'HEAD';
    const headers: Record<string, string> = { ...request.headers, ...basicAuth(request.auth) };
    const given: unknown = request.content || (typeof request.data === 'object' ? request.data : undefined) || undefined;

    let body = given;
    if (given || bodyless) {
        appendParams(url, request.params);
        body = bodyless ? undefined : given;
    } else if (request.params) {
        body = new URLSearchParams(request.params).toString();
        headers['Content-Type'] = FORM;
    }
    return {
        url: url.href,
        method: verb,
        ...encodeBody(body, verb, headers),
        timeout: request.timeout || DEFAULT_TIMEOUT_MS,
        ssrfValidation: request.ssrfValidation === true,
    };
}

function basicAuth(auth: string | undefined): Record<string, string> {
    if (!auth) {
        return {};
    }
    if (!auth.includes(':')) {
        throw new Error('auth option should be of the form "username:password"');
    }
    return { Authorization: `Basic ${Buffer.from(auth, 'ascii').toString('base64')}` };
}

/** Falsy values are dropped. */
function appendParams(url: URL, params: Record<string, string> | undefined): void {
    for (const [name, value] of Object.entries(params ?? {})) {
        if (value) {
            url.searchParams.append(name, value);
        }
    }
}

function encodeBody(body: unknown, verb: string, headers: Record<string, string>): Pick<BuiltRequest, 'body' | 'headers'> {
    if (body === undefined || typeof body === 'string') {
        return { body, headers };
    }
    if (body instanceof Uint8Array) {
        return { body: new Uint8Array(body), headers };
    }
    const type = headers['Content-Type'] ?? headers['content-type'];
    if (['POST', 'PUT', 'DELETE'].includes(verb) && type?.toLowerCase() !== FORM) {
        return { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } };
    }
    // A PATCH with `data` really sends this.
    return { body: '[object Object]', headers };
}
