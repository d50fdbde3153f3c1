import { redact } from './redact';

/**
 * What went wrong with a call to Hugging Face, in the terms a user can act on. One sentence per kind belongs in the
 * message catalogue.
 */
export type HubErrorKind =
    | 'unauthorized' | 'token-expired' | 'forbidden' | 'missing-scope' | 'gated' | 'disabled'
    | 'not-found-or-private' | 'repo-not-found' | 'revision-not-found' | 'entry-not-found' | 'job-not-found' | 'not-found'
    | 'bad-request' | 'payment-required' | 'conflict' | 'bad-range' | 'not-ready'
    | 'rate-limited' | 'unavailable' | 'timeout' | 'unreachable' | 'bad-redirect' | 'too-large' | 'shape' | 'other';

export interface HubErrorFacts {
    kind: HubErrorKind;
    /** `GET huggingface.co/api/models/x`: method, host and path, never the query. */
    target: string;
    status?: number;
    /** `X-Error-Code`, e.g. `RepoNotFound`, `GatedRepo`; or OAuth's error code, e.g. `slow_down`. */
    code?: string;
    /** `X-Request-Id`: what Hugging Face support asks for. */
    requestId?: string;
    /** The Hub's own words, redacted. */
    hubMessage?: string;
    /** The permission or OAuth scope that is missing, when the Hub names it. */
    scope?: string;
    /** When a rate-limited bucket reopens, milliseconds since the epoch; absent if the Hub did not say. */
    reopensAt?: number;
    /** The page of the thing that exists already (409). */
    existingUrl?: string;
    /** `Retry-After` of an unavailable service, milliseconds. */
    retryAfterMs?: number;
}

/** A call to Hugging Face that failed. Neither the message nor any field carries a token. */
export class HubError extends Error {
    override readonly name: string = 'HubError';
    readonly kind: HubErrorKind;
    readonly facts: Readonly<HubErrorFacts>;

    constructor(facts: HubErrorFacts) {
        const safe = redactFacts(facts);
        super(describe(safe));
        this.kind = safe.kind;
        this.facts = safe;
    }

    get status(): number | undefined { return this.facts.status; }
    get requestId(): string | undefined { return this.facts.requestId; }
    get hubMessage(): string | undefined { return this.facts.hubMessage; }
    get scope(): string | undefined { return this.facts.scope; }
    get reopensAt(): number | undefined { return this.facts.reopensAt; }
}

const MAX_FIELD = 200;

/** An answer without a field that the app needs, or with one of another type. */
export class HubShapeError extends HubError {
    override readonly name: string = 'HubShapeError';
    /** The path of the field: `orgs[0].name`; empty when the answer as a whole is of another type. */
    readonly field: string;

    constructor(target: string, field: string, problem: string) {
        // Names of fields come from the answer as well, and may be as long as it likes.
        const short = field.slice(0, MAX_FIELD);
        super({ kind: 'shape', target, hubMessage: `${short || 'the answer'}: ${problem}` });
        this.field = short;
    }
}

/** Kinds that say nothing about the request itself: the same call may work in a while, and an older answer still helps. */
const PASSING: ReadonlySet<HubErrorKind> = new Set(['rate-limited', 'unavailable', 'timeout', 'unreachable', 'not-ready']);

export function isPassing(error: unknown): error is HubError {
    return error instanceof HubError && PASSING.has(error.kind);
}

/** Method, host and path of a call. The query stays out: it may carry a cursor, a code or a signature. */
export function callTarget(method: string, url: string): string {
    try {
        const { host, pathname } = new URL(url);
        return redact(`${method} ${host}${pathname}`);
    } catch {
        return `${method} (invalid URL)`;
    }
}

function redactFacts(facts: HubErrorFacts): HubErrorFacts {
    const safe = { ...facts, target: redact(facts.target) };
    if (facts.hubMessage !== undefined) safe.hubMessage = redact(facts.hubMessage);
    if (facts.requestId !== undefined) safe.requestId = redact(facts.requestId);
    if (facts.existingUrl !== undefined) safe.existingUrl = redact(facts.existingUrl);
    if (facts.code !== undefined) safe.code = redact(facts.code);
    return safe;
}

function describe({ kind, status, target, hubMessage, requestId }: HubErrorFacts): string {
    const words = [kind, status === undefined ? undefined : String(status), target].filter((word) => word !== undefined);
    const tail = requestId ? ` (request ${requestId})` : '';
    return `${words.join(' ')}${hubMessage ? `: ${hubMessage}` : ''}${tail}`;
}
