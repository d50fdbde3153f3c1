import { isIP } from 'node:net';
import type { BuiltRequest } from './build-request';

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Follows redirects by hand: same method, same body, all headers (`Authorization` too), to any host. The time-out
 * ends with the headers; a body that trickles is not limited (Rocket.Chat, packages/server-fetch).
 */
export async function serverFetch(request: BuiltRequest): Promise<Response> {
    let url = request.url;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
        const response = await fetchOnce({ ...request, url });
        const location = response.headers.get('location');
        if (!REDIRECTS.includes(response.status) || !location) {
            return response;
        }
        await response.body?.cancel();
        url = new URL(location, url).href;
    }
    throw new Error('error-too-many-redirects');
}

async function fetchOnce(request: BuiltRequest): Promise<Response> {
    if (request.ssrfValidation && isPrivate(new URL(request.url).hostname)) {
        throw new Error('error-ssrf-validation-failed');
    }
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), request.timeout);
    try {
        return await fetch(request.url, {
            method: request.method, headers: request.headers, body: request.body, redirect: 'manual', signal: controller.signal,
        });
    } catch (error) {
        const aborted = controller.signal.aborted;
        throw new Error(aborted ? 'The user aborted a request.' : `request to ${request.url} failed, reason: ${reasonOf(error)}`, { cause: error });
    } finally {
        clearTimeout(timer);
    }
}

function reasonOf(error: unknown): string {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return cause instanceof Error ? cause.message : String(cause);
}

/** Loopback, private and link-local addresses, as far as the name itself shows them. */
function isPrivate(hostname: string): boolean {
    const host = hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) === 6) {
        return host === '::1' || /^f[cde]/i.test(host);
    }
    return host === 'localhost' || /^(10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(host);
}
