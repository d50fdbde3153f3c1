import * as z from 'zod/mini';
import type { Hub } from '../../hub';
import type { Target } from '../../workflows/environment/environment';

/** What is to be put where. */
export interface Order {
    readonly target: Target;
    /** The model, `owner/name`. */
    readonly repo: string;
    /** The full commit sha. */
    readonly sha: string;
    /** The model's pipeline tag: for an endpoint that is made, or gets another model. */
    readonly task?: string | undefined;
}

/** What one call of `advance` hands to the next. Kept between the two; one that was lost costs time, not correctness. */
export const memoSchema = z.object({
    v: z.literal(1),
    /** When the first call was made, milliseconds since 1970. */
    startedAt: z.number(),
    /** When we changed the target. Once is all: a target that is found changed again was changed by somebody else. */
    changedAt: z.optional(z.number()),
    /** The target was seen on its way to the commit, so that a stage after this is not the one from before the change. */
    moved: z.optional(z.boolean()),
    /** How often the Hub answered that something else is under way (409). */
    conflicts: z.optional(z.number()),
});

export type Memo = z.infer<typeof memoSchema>;

/** Why a deployment ended without being live, or could not even begin. */
export type FailureReason =
    | 'unauthorized' | 'forbidden' | 'missing-scope' | 'gated' | 'not-found' | 'payment-required' | 'quota' | 'conflict'
    /** The Hub takes the order for a wrong one. */
    | 'refused'
    /** The Hub could not start it: see `words` and `log`. */
    | 'failed-state'
    /** Its owner stopped it, and has to start it again first. */
    | 'paused'
    /** Somebody else changed the target after us. */
    | 'overwritten'
    | 'timeout'
    /** An answer that nobody foresaw. */
    | 'unexpected';

/** Acted or waiting: call again after `pauseMs` with this memo. */
export interface Going {
    readonly state: 'going';
    readonly memo: Memo;
    /** The Hub's own name for where the target is. Where it has none: `absent` for an endpoint, `updating` and `ready` for branches and tags. */
    readonly stage: string;
    readonly pauseMs: number;
}

export interface Reached {
    readonly state: 'live';
    readonly stage: string;
    /** Where it answers or can be seen. */
    readonly url?: string;
}

export interface Failed {
    readonly state: 'failed';
    readonly reason: FailureReason;
    readonly stage?: string;
    /** The Hub's own words, redacted. */
    readonly words?: string;
    /** The last lines that the container wrote, redacted. */
    readonly log?: string;
    /** The permission that the token lacks, when the Hub names it. */
    readonly scope?: string;
    /** The same order may work later, or after somebody has removed the obstacle. */
    readonly retryable: boolean;
}

export type Step = Going | Reached | Failed;

/** What a look at the target tells: where it is, or that it has to be changed first. `write` changes it. */
export type Seen = Step | { readonly state: 'due'; readonly stage: string; readonly write: () => Promise<Step> };

/** What a look needs to know. */
export interface Look<T extends Target = Target> {
    readonly hub: Hub;
    readonly target: T;
    readonly order: Omit<Order, 'target'>;
    readonly memo: Memo;
    readonly now: number;
}
