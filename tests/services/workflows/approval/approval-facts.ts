import fc from 'fast-check';

import { type ApprovalFact, type ApprovalRule, type ApprovalState, fold } from '../../../../services/workflows/approval';

export const REQUEST = 'r1';
export const SHA = 'sha-pinned';
export const REQUESTER = 'rita';
export const EXPIRES_AT = 1000;

export type Requested = Extract<ApprovalFact, { type: 'requested' }>;
type Bare = ApprovalFact extends infer F ? F extends ApprovalFact ? Omit<F, 'v' | 'id' | 'at'> : never : never;

export const openRule: ApprovalRule = { minimumApprovals: 1, approverRoles: [], requiredRoles: [], requiredReviewers: [], selfApproval: false, requiredGates: [] };

export function requested(rule: Partial<ApprovalRule> = {}): Requested {
    return { v: 1, id: REQUEST, at: 0, type: 'requested', subject: `prod acme/bert@${SHA}`, sha: SHA, requester: REQUESTER, rule: { ...openRule, ...rule }, expiresAt: EXPIRES_AT };
}

export function stateOf(facts: readonly ApprovalFact[], now = 0): ApprovalState {
    const state = fold(facts, now);
    if (!state) {
        throw new Error('There is no request among the facts.');
    }
    return state;
}

/** The state of a history in which one thing happens every ten milliseconds. */
export function after(rule: Partial<ApprovalRule>, ...happened: Bare[]): ApprovalState {
    const facts = happened.map((bare, index): ApprovalFact => ({ v: 1, id: `f${index}`, at: (index + 1) * 10, ...bare }));
    return stateOf([requested(rule), ...facts]);
}

export const approves = (user: string, { roles = [], sha = SHA }: { roles?: string[]; sha?: string } = {}): Bare => ({ type: 'voted', user, roles, value: 'approve', via: 'button', sha });
export const rejects = (user: string): Bare => ({ type: 'voted', user, roles: [], value: 'reject', via: 'reaction', sha: SHA });

export const keyOf = (attempt: number): string => `execute:${REQUEST}:${SHA}:${attempt}`;

const some = (...all: string[]): fc.Arbitrary<string[]> => fc.subarray(all);
export const user = fc.constantFrom('ann', 'ben', 'cem', REQUESTER);
export const role = some('lead', 'security');
export const sha = fc.oneof({ weight: 5, arbitrary: fc.constant(SHA) }, { weight: 1, arbitrary: fc.constant('sha-other') });
export const value = fc.constantFrom('approve' as const, 'approve' as const, 'approve' as const, 'reject' as const);
export const verdict = fc.constantFrom('green' as const, 'green' as const, 'green' as const, 'red' as const, 'unknown' as const);
const key = fc.integer({ min: 1, max: 3 }).map(keyOf);

export const rule: fc.Arbitrary<ApprovalRule> = fc.record({
    minimumApprovals: fc.integer({ min: 1, max: 3 }),
    approverRoles: some('lead'),
    requiredRoles: some('security'),
    requiredReviewers: some('ann'),
    selfApproval: fc.boolean(),
    requiredGates: some('scan'),
});

const bare: fc.Arbitrary<Bare> = fc.oneof(
    { weight: 12, arbitrary: fc.record({ type: fc.constant('voted' as const), user, roles: role, value, via: fc.constantFrom('reaction' as const, 'button' as const, 'command' as const), sha }) },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('withdrawn' as const), user, value }, { requiredKeys: ['type', 'user'] }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('reviewer-asked' as const), user, by: user }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('gate' as const), name: fc.constantFrom('scan', 'licence'), verdict }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('head-moved' as const), sha }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('locked' as const, 'unlocked' as const), by: user, reason: fc.constant('freeze') }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('cancelled' as const), by: user }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('expired' as const) }) },
    { weight: 8, arbitrary: fc.record({ type: fc.constant('execution-begun' as const), key }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('executed' as const), key, outcome: fc.constant({ seconds: 3 }) }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('failed' as const), key, reason: fc.constant('no capacity'), retryable: fc.boolean() }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('retried' as const), by: user, key }) },
);

/** An approved request, an attempt that fails, and a retry: what random facts alone would seldom come to. */
const STORY: readonly Bare[] = [
    { type: 'gate', name: 'scan', verdict: 'green' },
    approves('ann', { roles: ['lead', 'security'] }),
    approves('ben', { roles: ['lead', 'security'] }),
    approves('cem', { roles: ['lead', 'security'] }),
    { type: 'execution-begun', key: keyOf(1) },
    { type: 'failed', key: keyOf(1), reason: 'no capacity', retryable: true },
    { type: 'retried', by: REQUESTER, key: keyOf(1) },
    { type: 'execution-begun', key: keyOf(2) },
];

type Happened = readonly [Bare, number];
const chapter = (what: Bare, index: number): fc.Arbitrary<Happened[]> => fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 9 }))
    .map(([late, luck]) => (luck === 0 ? [] : [[what, (index + 1) * 10 + late]]));
const story: fc.Arbitrary<Happened[]> = fc.oneof(fc.constant<Happened[]>([]), fc.tuple(...STORY.map(chapter)).map((chapters) => chapters.flat()));

/** Any facts after a request, each with an id of its own. Times tie and reach beyond the expiry; only executions begin each at its own. */
export const distinctFacts: fc.Arbitrary<ApprovalFact[]> = fc.tuple(rule, story, fc.array(fc.tuple(bare, fc.integer({ min: 0, max: 110 })), { maxLength: 25 }))
    .map(([given, told, random]) => [requested(given), ...[...told, ...random].map(([what, tens], index) => factOf(what, index, tens))]);

function factOf(what: Bare, index: number, tens: number): ApprovalFact {
    return { v: 1, id: `f${index}`, at: tens * 10 + (what.type === 'execution-begun' ? index / 100 : 0), ...what };
}

/** The same where two different facts may share an id, as two servers may write. */
export const anyFacts: fc.Arbitrary<ApprovalFact[]> = fc.tuple(distinctFacts, fc.integer({ min: 3, max: 40 }))
    .map(([facts, ids]) => facts.map((fact, index) => (index === 0 ? fact : { ...fact, id: `f${index % ids}` })));
