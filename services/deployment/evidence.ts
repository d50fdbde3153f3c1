import * as z from 'zod/mini';
import { GATES } from '../workflows/environment/environment';

/** Before and after; undefined where there is none. */
const change = <T extends z.ZodMiniType>(of: T) => z.object({ before: z.optional(of), after: z.optional(of) });

/** Why a gate has its verdict: stable, for the message catalogue. */
export const GATE_REASONS = [
    'security-clean', 'security-issues', 'security-pending', 'security-unscanned',
    'card-complete', 'card-incomplete', 'card-missing',
    'license-listed', 'license-not-listed', 'license-missing', 'no-list',
    'evals-stated', 'evals-kept', 'evals-worse', 'evals-gone', 'evals-none',
    'unreadable',
] as const;

export type GateReason = (typeof GATE_REASONS)[number];

export const gateResultSchema = z.object({
    gate: z.enum(GATES),
    verdict: z.enum(['green', 'red', 'unknown']),
    reason: z.enum(GATE_REASONS),
    /** What belongs into the reason's sentence. */
    values: z.record(z.string(), z.union([z.string(), z.number()])),
});

export type GateResult = z.infer<typeof gateResultSchema>;

const weightsSchema = z.object({
    format: z.string(),
    /** Of the `of` files that the weights are split into, the heads of this many were read; the counts below are theirs. */
    files: z.number(),
    of: z.number(),
    tensors: z.number(),
    /** Elements; undefined when a head is too long to be read to its end. */
    parameters: z.optional(z.number()),
    dtypes: z.record(z.string(), z.number()),
});

export type Weights = z.infer<typeof weightsSchema>;

const commitsSchema = z.object({
    /**
     * `ahead`: the commits come on top of what is live. `behind`: they are live and would be taken back. `apart`: what is live was
     * not met within the bound, these are the newest. Undefined when nothing is live; then these are the newest as well.
     */
    relation: z.optional(z.enum(['ahead', 'behind', 'apart'])),
    /** Newest first. */
    items: z.array(z.object({ sha: z.string(), title: z.string(), author: z.optional(z.string()), at: z.optional(z.number()) })),
    /** How many are not listed; undefined when that is not known. */
    more: z.optional(z.number()),
});

export type Commits = z.infer<typeof commitsSchema>;

/** The parts of the evidence that are read from the Hub. */
export const EVIDENCE_PARTS = ['commits', 'files', 'weights', 'config', 'license', 'gated', 'evaluations', 'cardScore'] as const;

export type EvidencePart = (typeof EVIDENCE_PARTS)[number];

/**
 * What would change since what is live, read from the Hub at both commits. Bounded in size, because it is stored with the
 * request. Nothing is invented: a part that could not be read, or at one of the commits only, is named in `missing`.
 */
export const evidenceSchema = z.object({
    v: z.literal(1),
    /** What was live and is compared with; undefined when nothing was, then there is no `before` either. */
    since: z.optional(z.object({ repo: z.string(), sha: z.string() })),
    commits: z.optional(commitsSchema),
    /** Files with another content, the largest first; sizes in bytes. */
    files: z.optional(z.object({
        items: z.array(z.object({ path: z.string(), kind: z.enum(['added', 'removed', 'changed']), before: z.optional(z.number()), after: z.optional(z.number()) })),
        more: z.number(),
        /** Of the whole repository. */
        bytes: change(z.number()),
    })),
    /** From the heads of the weights, elements by dtype. */
    weights: z.optional(change(weightsSchema)),
    /** Top-level keys of config.json that differ, values as short JSON. */
    config: z.optional(z.object({ items: z.array(z.object({ key: z.string(), before: z.optional(z.string()), after: z.optional(z.string()) })), more: z.number() })),
    /** As the card states it. */
    license: z.optional(change(z.string())),
    /** `false`, `auto` or `manual`. The Hub keeps it per repository, not per commit. */
    gated: z.optional(z.enum(['false', 'auto', 'manual'])),
    evaluations: z.optional(z.object({ items: z.array(z.object({ name: z.string(), before: z.optional(z.number()), after: z.optional(z.number()) })), more: z.number() })),
    /** 0–100. */
    cardScore: z.optional(change(z.number())),
    gates: z.array(gateResultSchema),
    missing: z.array(z.enum(EVIDENCE_PARTS)),
});

export type Evidence = z.infer<typeof evidenceSchema>;
