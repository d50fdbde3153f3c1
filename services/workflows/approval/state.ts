import type { ApprovalFact, GateVerdict, Outcome, Requested, Voted } from './fact';

/**
 * - `rejected`: a counted rejection stands. Taking it back reopens the request, until it expires.
 * - `approved`: ready to execute, waits to be settled.
 * - `failed`: the last attempt failed; final unless that failure can be retried.
 * - `live`, `voided`, `cancelled`, `expired` are final.
 */
export type Phase = 'waiting' | 'rejected' | 'approved' | 'executing' | 'live' | 'failed' | 'voided' | 'cancelled' | 'expired';

/** What voids a request that is not being executed, and keeps a failed one from being retried. */
export type Obstacle =
    | { readonly kind: 'head-moved'; readonly sha: string }
    | { readonly kind: 'gate-red'; readonly gate: string }
    | { readonly kind: 'locked'; readonly by: string; readonly reason: string };

/**
 * - `self`: the requester, who may not vote here
 * - `no-role`: somebody without the right to vote
 * - `other-sha`: what the voter saw is not the pinned commit
 * - `withdrawn`, `superseded`: the voter took it back, or voted again
 * - `closed`: cast after execution began or the request ended
 */
export type Uncounted = 'self' | 'no-role' | 'other-sha' | 'withdrawn' | 'superseded' | 'closed';

export interface UncountedVote {
    readonly vote: Voted;
    readonly why: Uncounted;
}

/** What an approval still lacks. All empty and no rejection: approved. */
export interface Missing {
    /** How many more people have to approve. */
    readonly approvals: number;
    readonly roles: readonly string[];
    readonly reviewers: readonly string[];
    /** Required gates that are not green. */
    readonly gates: readonly string[];
}

export interface Gate {
    readonly name: string;
    readonly verdict: GateVerdict;
    readonly required: boolean;
}

export interface Attempt {
    /** From 1. */
    readonly number: number;
    readonly key: string;
    readonly begunAt: number;
    /** Whose approvals it rests on. */
    readonly approvers: readonly string[];
    readonly outcome?: Outcome;
}

export interface ApprovalState {
    readonly request: Requested;
    readonly phase: Phase;
    /** Nothing that happens later changes the phase. */
    readonly final: boolean;
    /** When it became final, milliseconds since 1970. */
    readonly endedAt?: number;
    /** Only in phase `voided`. */
    readonly voidedBy?: Obstacle;
    readonly obstacles: readonly Obstacle[];
    /** Votes that count, oldest first, one per user. */
    readonly votes: readonly Voted[];
    readonly uncounted: readonly UncountedVote[];
    readonly missing: Missing;
    /** Required ones and all that were reported, by name. */
    readonly gates: readonly Gate[];
    /** Who was asked besides the reviewers that the rule names. */
    readonly asked: readonly string[];
    /** Whether it is approved, nothing being in the way, with all that was said and found since an execution began. */
    readonly holds: boolean;
    /** The head as last reported; the pinned commit until then. */
    readonly head: string;
    readonly attempts: readonly Attempt[];
    /** The key of the running attempt, or of the next one. */
    readonly key: string;
    /** Keys that were carried out although this state did not ask for it: a race that was lost, to be shown to people. */
    readonly strays: readonly string[];
    /** Each fact once, by (at, id). */
    readonly facts: readonly ApprovalFact[];
}
