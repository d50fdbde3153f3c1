import { HubError, isPassing, type HubErrorKind } from '../../hub';
import { maskSecrets } from '../../safety';
import type { Failed, FailureReason } from './step';

const MAX_WORDS = 500;

const REASONS: Partial<Record<HubErrorKind, FailureReason>> = {
    'unauthorized': 'unauthorized', 'token-expired': 'unauthorized', 'forbidden': 'forbidden', 'disabled': 'forbidden', 'missing-scope': 'missing-scope', 'gated': 'gated',
    'not-found': 'not-found', 'not-found-or-private': 'not-found', 'repo-not-found': 'not-found', 'revision-not-found': 'not-found', 'entry-not-found': 'not-found',
    'payment-required': 'payment-required', 'bad-request': 'refused', 'conflict': 'conflict',
};

/** What the Hub will answer again, as opposed to what passes and to mistakes of our own. */
export const asRefusal = (error: unknown): HubError | undefined => (error instanceof HubError && !isPassing(error) ? error : undefined);

/** The Hub has no code for a used up quota: it says so in a sentence. */
export function reasonOf({ kind, hubMessage = '' }: HubError): FailureReason {
    return kind !== 'missing-scope' && /\bquota\b/i.test(hubMessage) ? 'quota' : (REASONS[kind] ?? 'unexpected');
}

/** What is wrong with the order itself stays wrong. */
const FINAL: readonly FailureReason[] = ['refused', 'not-found'];

interface Said {
    readonly stage?: string;
    readonly words?: string | null | undefined;
    readonly log?: string | undefined;
    readonly scope?: string | undefined;
}

export function failed(reason: FailureReason, { stage, words, log, scope }: Said = {}): Failed {
    return {
        state: 'failed',
        reason,
        ...(stage !== undefined && { stage }),
        ...(words && { words: maskSecrets(words).slice(0, MAX_WORDS) }),
        ...(log && { log }),
        ...(scope !== undefined && { scope }),
        retryable: !FINAL.includes(reason),
    };
}

export const failedBy = (error: HubError): Failed => failed(reasonOf(error), { words: error.hubMessage, scope: error.scope });
