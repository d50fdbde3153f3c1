import * as z from 'zod/mini';
import { GATES } from '../workflows/environment/environment';

/** Before and after; undefined where there is none. */
const change = <T extends z.ZodMiniType>(of: T) => z.object({ before: z.optional(of), after: z.optional(of) });

export const gateResultSchema = z.object({
    gate: z.enum(GATES),
    verdict: z.enum(['green', 'red', 'unknown']),
    /** Why, for the message catalogue: `security-issues`, `license-not-listed` … */
    reason: z.string(),
    /** What belongs into that sentence. */
    values: z.record(z.string(), z.union([z.string(), z.number()])),
});

export type GateResult = z.infer<typeof gateResultSchema>;

/**
 * What would change since what is live, read from the Hub at both commits. Bounded in size, because it is stored with the
 * request. A part that could not be read is undefined and named in `missing`: nothing is invented.
 */
export const evidenceSchema = z.object({
    v: z.literal(1),
    /** Since what is live, newest first; `more`: how many are not listed, undefined when that is not known. */
    commits: z.optional(z.object({ items: z.array(z.object({ sha: z.string(), title: z.string(), author: z.optional(z.string()), at: z.optional(z.number()) })), more: z.optional(z.number()) })),
    /** By how much the size changes, the largest first. Bytes. */
    files: z.optional(z.object({
        items: z.array(z.object({ path: z.string(), kind: z.enum(['added', 'removed', 'changed']), before: z.optional(z.number()), after: z.optional(z.number()) })),
        more: z.number(),
        bytes: change(z.number()),
    })),
    /** From the heads of the weights: elements by dtype, and tensors. */
    weights: z.optional(change(z.object({ format: z.string(), tensors: z.number(), parameters: z.number(), dtypes: z.record(z.string(), z.number()) }))),
    /** Keys of config.json that differ, values as short JSON. */
    config: z.optional(z.object({ items: z.array(z.object({ key: z.string(), before: z.optional(z.string()), after: z.optional(z.string()) })), more: z.number() })),
    license: z.optional(change(z.string())),
    /** `false`, `auto` or `manual`. The Hub keeps it per repository, not per commit. */
    gated: z.optional(z.string()),
    evaluations: z.optional(z.object({ items: z.array(z.object({ name: z.string(), before: z.optional(z.number()), after: z.optional(z.number()) })), more: z.number() })),
    cardScore: z.optional(change(z.number())),
    gates: z.array(gateResultSchema),
    /** Parts that could not be read, by the name of the field above. */
    missing: z.array(z.string()),
});

export type Evidence = z.infer<typeof evidenceSchema>;
