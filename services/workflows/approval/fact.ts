import * as z from 'zod/mini';

const names = z.readonly(z.array(z.string()));
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** What it takes to approve. Roles and users are opaque ids. */
const rule = z.object({
    /** How many different people have to approve, at least one. */
    minimumApprovals: z.int().check(z.minimum(1)),
    /** A vote counts from whoever holds one of these or of `requiredRoles`; without any such role, from anybody. */
    approverRoles: names,
    /** Each has to be held by somebody who approved. */
    requiredRoles: names,
    /** Each has to approve. Their votes count whatever their roles, so only who may change the rule may name them. */
    requiredReviewers: names,
    selfApproval: z.boolean(),
    /** Gates that have to be green; one that was never reported is unknown. Other gates only inform. */
    requiredGates: names,
});

const voteValue = z.enum(['approve', 'reject']);
const verdict = z.enum(['green', 'red', 'unknown']);

/** What every fact has: the version of its shape, an id unique within the request, milliseconds since 1970. */
const common = { v: z.literal(1), id: z.string(), at: z.number() };

/** Its id is the id of the request. */
const requested = z.object({
    ...common,
    type: z.literal('requested'),
    /** What is to be done, e.g. `prod acme/bert@sha`. Means nothing here. */
    subject: z.string(),
    /** The commit that is approved, and no other. */
    sha: z.string(),
    requester: z.string(),
    rule,
    expiresAt: z.number(),
});

const voted = z.object({
    ...common,
    type: z.literal('voted'),
    user: z.string(),
    /** Held when the vote was cast; later changes do not matter. */
    roles: names,
    value: voteValue,
    via: z.enum(['reaction', 'button', 'command']),
    /** The commit that was shown to the voter. */
    sha: z.string(),
    /** Nobody heard it being cast: it was found on the message later, and gives way to whatever else its user has said. */
    found: z.optional(z.literal(true)),
});

const withdrawn = z.object({
    ...common,
    type: z.literal('withdrawn'),
    user: z.string(),
    /** Only a vote of this value is taken back: removing an old 👍 leaves the 👎 that came after it. */
    value: z.optional(voteValue),
    /** Only the vote with this id is taken back: its user may have voted again by now. */
    vote: z.optional(z.string()),
});

const executed = z.object({ ...common, type: z.literal('executed'), key: z.string(), outcome: z.record(z.string(), scalar) });
const failed = z.object({ ...common, type: z.literal('failed'), key: z.string(), reason: z.string(), retryable: z.boolean() });

/** For reading facts back: an unknown type or version does not pass. */
export const approvalFact = z.discriminatedUnion('type', [
    requested,
    voted,
    withdrawn,
    z.object({ ...common, type: z.literal('reviewer-asked'), user: z.string(), by: z.string() }),
    /** Their approval is not waited for any more. */
    z.object({ ...common, type: z.literal('reviewer-excused'), user: z.string(), by: z.string() }),
    z.object({ ...common, type: z.literal('gate'), name: z.string(), verdict }),
    z.object({ ...common, type: z.literal('head-moved'), sha: z.string() }),
    z.object({ ...common, type: z.literal('locked'), by: z.string(), reason: z.string() }),
    z.object({ ...common, type: z.literal('unlocked'), by: z.string(), reason: z.string() }),
    z.object({ ...common, type: z.literal('cancelled'), by: z.string() }),
    z.object({ ...common, type: z.literal('expired') }),
    z.object({ ...common, type: z.literal('execution-begun'), key: z.string() }),
    executed,
    failed,
    /** `key` is the attempt that failed: when two press Retry at once, one attempt follows. */
    z.object({ ...common, type: z.literal('retried'), by: z.string(), key: z.string() }),
]);

export type ApprovalFact = z.infer<typeof approvalFact>;
export type ApprovalRule = z.infer<typeof rule>;
export type Requested = z.infer<typeof requested>;
export type Voted = z.infer<typeof voted>;
export type Statement = Voted | z.infer<typeof withdrawn>;
export type Outcome = z.infer<typeof executed> | z.infer<typeof failed>;
export type VoteValue = z.infer<typeof voteValue>;
export type GateVerdict = z.infer<typeof verdict>;

/** The first problem, as field path and code, never a stored value. */
export type ReadFacts = { readonly ok: true; readonly facts: ApprovalFact[] } | { readonly ok: false; readonly problem: string };

/** All or nothing: a request must not be executed because the withdrawal in its middle was unreadable. */
export function readFacts(stored: readonly unknown[]): ReadFacts {
    const facts: ApprovalFact[] = [];
    for (const [index, raw] of stored.entries()) {
        const parsed = approvalFact.safeParse(raw);
        if (!parsed.success) {
            const [issue] = parsed.error.issues;
            return { ok: false, problem: [index, ...(issue?.path ?? []), issue?.code].join('.') };
        }
        facts.push(parsed.data);
    }
    return { ok: true, facts };
}
