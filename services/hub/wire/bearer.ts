import type { Decorator } from './request';

/** The caller's account at Hugging Face. `id` names it without giving anything away; it keys caches and rate buckets. */
export interface Token {
    token: string;
    id: string;
}

/** Read on the first request that needs it; undefined = nobody is logged in. */
export type TokenSource = () => Promise<Token | undefined>;

/** Headers that open doors: they go to the trusted origins only, whoever set them. */
const PRIVATE_HEADERS: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

/**
 * Adds the token for the Hugging Face origins the app is configured with, and strips every credential from a request
 * that goes anywhere else: a redirect to a CDN, a presigned link, another host.
 */
export function withBearer({ token, origins }: { token: TokenSource; origins: ReadonlySet<string> }): Decorator {
    return (next) => async (request) => {
        if (!origins.has(new URL(request.url).origin)) return next({ ...request, headers: withoutPrivate(request.headers) });
        if (request.anonymous || 'authorization' in request.headers) return next(request);
        const account = await token();
        if (!account) return next(request);
        return next({ ...request, headers: { ...request.headers, authorization: `Bearer ${account.token}` } });
    };
}

function withoutPrivate(headers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(headers).filter(([name]) => !PRIVATE_HEADERS.has(name.toLowerCase())));
}

/** Asks the source once and keeps what it said; a failure is not kept. */
export function onceToken(source: TokenSource): TokenSource {
    let answer: Promise<Token | undefined> | undefined;
    return () => {
        answer ??= source().catch((error: unknown) => {
            answer = undefined;
            throw error;
        });
        return answer;
    };
}
