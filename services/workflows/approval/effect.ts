import type { ApprovalState, Uncounted } from './state';

/** Why a vote, a withdrawal, an asking, a cancellation or a retry had no effect. */
export type Refusal =
    | Exclude<Uncounted, 'withdrawn' | 'superseded'>
    /** The one who was asked to review could not approve. */
    | 'cannot-approve'
    /** Neither the requester nor somebody who may vote or manage. */
    | 'not-allowed'
    | 'nothing-to-retry'
    /** A retry needs all that an execution needs: see `missing`, `obstacles` and the expiry. */
    | 'blocked';

export type Telling = Refusal | 'asked' | 'rejected' | 'voided' | 'expired';

/**
 * What is to be done, as data. `execute`, `remind`, `tell` and `report` are done once per key; `settle` (schedule the settle
 * event) and `refresh` (draw the status anew) whenever they appear, where several waiting ones are as good as one.
 */
export type Effect =
    | { readonly kind: 'execute'; readonly key: string; readonly sha: string; readonly attempt: number }
    | { readonly kind: 'tell'; readonly key: string; readonly user: string; readonly reason: Telling }
    | { readonly kind: 'settle' | 'refresh' | 'remind' | 'report'; readonly key: string };

/** The share of a request's lifetime after which who is missing is reminded. */
const REMIND_AFTER = 0.75;

/** What the state asks for, whether or not some of it was done already. */
export function owed(state: ApprovalState, now: number): Effect[] {
    const { id, sha, requester } = state.request;
    const attempt = state.attempts.length;
    switch (state.phase) {
        case 'waiting':
            return [...askedOf(state), ...(now < remindAt(state) ? [] : [{ kind: 'remind' as const, key: `remind:${id}` }])];
        case 'approved':
            return [{ kind: 'settle', key: `settle:${id}` }];
        case 'executing':
            return [{ kind: 'execute', key: state.key, sha, attempt }];
        case 'failed':
            return [report(id, attempt)];
        // Not the key of its attempt: that may have been reported as failed before, by a server that watched it as well.
        case 'live':
        case 'cancelled':
            return [report(id, 'end')];
        case 'rejected':
        case 'voided':
        case 'expired':
            return [tell(id, requester, state.phase), ...(state.final ? [report(id, 'end')] : [])];
    }
}

/** To be asked of a freshly folded state right before acting on an `execute` effect: another server may have seen more. */
export function mayExecute(state: ApprovalState, key: string): boolean {
    return state.phase === 'executing' && state.key === key;
}

/** Milliseconds since 1970. */
export function remindAt({ request: { at, expiresAt } }: ApprovalState): number {
    return at + (expiresAt - at) * REMIND_AFTER;
}

export function tell(request: string, user: string, reason: Telling): Effect {
    return { kind: 'tell', key: `tell:${request}:${user}:${reason}`, user, reason };
}

export function refresh(request: string): Effect {
    return { kind: 'refresh', key: `refresh:${request}` };
}

function askedOf({ request, asked, missing }: ApprovalState): Effect[] {
    return asked.filter((user) => missing.reviewers.includes(user)).map((user) => tell(request.id, user, 'asked'));
}

function report(request: string, of: number | 'end'): Effect {
    return { kind: 'report', key: `report:${request}:${of}` };
}
