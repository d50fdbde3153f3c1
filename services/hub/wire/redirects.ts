import { callTarget, HubError } from '../errors';
import type { Decorator, HubRequest } from './request';

/** A rename, a letter-case fix and a CDN hop make three; more is a loop. */
export const MAX_REDIRECTS = 5;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Follows redirects hop by hop, so that every hop passes the bearer's rule for its own origin. The Hub sends a
 * relative `Location` with status 307 for renamed repositories.
 */
export const withRedirects: Decorator = (next) => async (request) => {
    let current = request;
    for (let hops = 0; ; hops++) {
        const response = await next(current);
        const location = response.headers.get('location');
        if (!request.followRedirects || !REDIRECTS.has(response.status) || location === null) return response;
        if (hops === MAX_REDIRECTS) throw badRedirect(request, 'too many redirects');
        await response.body?.cancel();
        current = redirected(current, response.status, location);
    }
};

function redirected(request: HubRequest, status: number, location: string): HubRequest {
    const url = target(request, location);
    const becomesGet = status === 303 ? request.method !== 'HEAD' : status < 303 && request.method === 'POST';
    if (becomesGet) return { ...request, url, method: 'GET', body: undefined, headers: withoutContent(request.headers) };
    // Bodies hold secrets as headers do: the codes and tokens of OAuth, tokens to revoke.
    if (request.body !== undefined && new URL(url).origin !== new URL(request.url).origin) throw badRedirect(request, 'redirect of a body to another host');
    return { ...request, url };
}

function target(request: HubRequest, location: string): string {
    if (!URL.canParse(location, request.url)) throw badRedirect(request, 'invalid Location');
    const { protocol, href } = new URL(location, request.url);
    const secure = request.url.startsWith('https:');
    if (protocol !== 'https:' && (secure || protocol !== 'http:')) throw badRedirect(request, `redirect to ${protocol}`);
    return href;
}

function withoutContent(headers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('content-')));
}

function badRedirect({ method, url }: HubRequest, problem: string): HubError {
    return new HubError({ kind: 'bad-redirect', target: callTarget(method, url), hubMessage: problem });
}
