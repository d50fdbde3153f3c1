import { callTarget, HubError, type HubErrorKind } from '../errors';
import { parseErrorBody, type ErrorBody } from './error-body';
import { missingScope } from './missing-scope';
import { parseRateLimit, parseRetryAfter } from './rate-limit-header';
import { readBounded } from './read-bounded';

/** Error bodies are sentences; what is longer is not read. */
const MAX_ERROR_BYTES = 256 * 1024;

interface Evidence {
    status: number;
    code: string | undefined;
    message: string;
    url: URL;
    scope: string | undefined;
}

/** The HubError of an answer outside 2xx. Consumes the body. */
export async function errorFromResponse(response: Response, { method, url, now }: { method: string; url: string; now: number }): Promise<HubError> {
    const { headers, status } = response;
    const target = callTarget(method, url);
    const body = await readErrorBody(response, target);
    const message = headers.get('x-error-message') ?? body.message;
    const scope = missingScope({ status, message: message ?? '', authenticate: headers.get('www-authenticate') });
    const code = headers.get('x-error-code') ?? body.oauthCode;
    const kind = classify({ status, code, message: message ?? '', url: new URL(url), scope });
    const reset = parseRateLimit(headers)?.resetSeconds;
    return new HubError({
        kind,
        target,
        status,
        code,
        requestId: headers.get('x-request-id') ?? headers.get('x-amzn-trace-id') ?? headers.get('x-amz-cf-id') ?? undefined,
        hubMessage: message,
        scope: kind === 'missing-scope' ? scope : undefined,
        reopensAt: status === 429 && reset !== undefined ? now + (reset + 1) * 1000 : undefined,
        existingUrl: status === 409 ? body.url : undefined,
        retryAfterMs: parseRetryAfter(headers.get('retry-after'), now),
    });
}

async function readErrorBody(response: Response, target: string): Promise<ErrorBody> {
    try {
        const bounded = await readBounded(response, MAX_ERROR_BYTES, target);
        return parseErrorBody(await bounded.text());
    } catch {
        // The status and headers tell enough; a body that breaks off must not hide them.
        return {};
    }
}

/**
 * The order of huggingface_hub's `hf_raise_for_status` (src/huggingface_hub/utils/_http.py): named codes first, then
 * what a message or the path tells, then the status alone.
 */
function classify(evidence: Evidence): HubErrorKind {
    const { status, code, message, url } = evidence;
    if (code === 'RevisionNotFound') return 'revision-not-found';
    if (code === 'EntryNotFound') return 'entry-not-found';
    if (code === 'GatedRepo') return 'gated';
    if (code === 'ResponseNotReady' || code === 'ResponseNotReadyError') return 'not-ready';
    if (message.startsWith('Access to this resource is disabled')) return 'disabled';
    if (status === 404 && /^\/api\/(?:scheduled-)?jobs\//.test(url.pathname)) return 'job-not-found';
    if (code === 'RepoNotFound') return status === 401 ? 'not-found-or-private' : 'repo-not-found';
    if (status === 401) return classify401(message, url.pathname, code);
    if (status === 403) return evidence.scope === undefined ? 'forbidden' : 'missing-scope';
    return byStatus(status);
}

/** The Hub answers 401 for a repository that does not exist or is private when it does not know the caller. */
function classify401(message: string, pathname: string, code: string | undefined): HubErrorKind {
    if (/\bexpired\b/i.test(message)) return 'token-expired';
    const badToken = /invalid credentials in authorization header/i.test(message);
    const unknownDataset = code?.startsWith('External') ?? false;
    return !badToken && (isRepoPath(pathname) || unknownDataset) ? 'not-found-or-private' : 'unauthorized';
}

function isRepoPath(pathname: string): boolean {
    return /^\/api\/(?:models|datasets|spaces|kernels)\/[^/]+/.test(pathname) || /\/(?:resolve|raw)\//.test(pathname);
}

const STATUS_KINDS: Readonly<Record<number, HubErrorKind>> = {
    400: 'bad-request', 402: 'payment-required', 404: 'not-found', 408: 'unavailable', 409: 'conflict',
    412: 'conflict', 413: 'bad-request', 416: 'bad-range', 422: 'bad-request', 429: 'rate-limited',
};

function byStatus(status: number): HubErrorKind {
    return STATUS_KINDS[status] ?? (status >= 500 ? 'unavailable' : 'other');
}
