import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type ApprovalFact, type ApprovalState, type Attempt, fold, readFacts, type Voted } from '../../../../services/workflows/approval';
import { anyFacts, distinctFacts, EXPIRES_AT, type Requested, SHA, stateOf } from './approval-facts';

const RUNS = { numRuns: 1500 };
const now = fc.integer({ min: 0, max: 1200 });

/** Facts before the one that began the attempt, oldest first. Written apart from what is tested. */
function before(facts: readonly ApprovalFact[], attempt: Attempt): ApprovalFact[] {
    const sorted = [...facts].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    return sorted.slice(0, sorted.findIndex(({ type, at, ...rest }) => type === 'execution-begun' && at === attempt.begunAt && 'key' in rest && rest.key === attempt.key));
}

/** What the user said last, read from the end: a withdrawal hides the vote before it if it meant that vote. */
function lastWord(facts: readonly ApprovalFact[], user: string): Voted | undefined {
    const said = facts.flatMap((fact) => ((fact.type === 'voted' || fact.type === 'withdrawn') && fact.user === user ? [fact] : []));
    const latest = said.map(({ type }) => type).lastIndexOf('voted');
    const vote = said[latest];
    const meant = said.slice(latest + 1).some((fact) => fact.value === undefined || fact.value === vote?.value);
    return vote?.type === 'voted' && !meant ? vote : undefined;
}

function counts({ rule, requester }: Requested, vote: Voted): boolean {
    const entitled = [...rule.approverRoles, ...rule.requiredRoles];
    const may = entitled.length === 0 || entitled.some((role) => vote.roles.includes(role)) || rule.requiredReviewers.includes(vote.user);
    return vote.sha === SHA && may && (rule.selfApproval || vote.user !== requester);
}

function expectApproved({ request, facts }: ApprovalState, attempt: Attempt): void {
    const seen = before(facts, attempt);
    const votes = ['ann', 'ben', 'cem', 'rita'].flatMap((user) => lastWord(seen, user) ?? []).filter((vote) => counts(request, vote));
    const users = votes.filter(({ value }) => value === 'approve').map(({ user }) => user);
    expect(votes.every(({ value }) => value === 'approve')).toBe(true);
    expect([...attempt.approvers].sort()).toEqual(users.sort());
    expect(users.length).toBeGreaterThanOrEqual(request.rule.minimumApprovals);
    expect(request.rule.requiredRoles.filter((role) => !votes.some(({ roles }) => roles.includes(role)))).toEqual([]);
    expect(request.rule.requiredReviewers.filter((reviewer) => !users.includes(reviewer))).toEqual([]);
    expect(attempt.key).toContain(SHA);
}

function expectUnhindered({ request, facts }: ApprovalState, attempt: Attempt): void {
    const seen = before(facts, attempt);
    const verdicts = new Map(seen.flatMap((fact) => (fact.type === 'gate' ? [[fact.name, fact.verdict] as const] : [])));
    expect(request.rule.requiredGates.filter((gate) => verdicts.get(gate) !== 'green')).toEqual([]);
    expect(seen.findLast(({ type }) => type === 'locked' || type === 'unlocked')?.type).not.toBe('locked');
    expect(seen.findLast((fact) => fact.type === 'head-moved')?.sha ?? SHA).toBe(SHA);
    expect(attempt.begunAt).toBeLessThan(EXPIRES_AT);
}

describe('fold, for any facts', () => {
    it('gives the same for every order, duplication and interleaving, and when done twice', () => {
        const twice = anyFacts.chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), now));
        fc.assert(fc.property(twice, ([facts, doubled, at]) => {
            const state = stateOf(facts, at);
            expect(stateOf(doubled, at)).toEqual(state);
            expect(stateOf(state.facts, at)).toEqual(state);
        }), RUNS);
    });

    it('begins an execution only with the approvals the rule demands, on the pinned commit, unhindered', () => {
        let executions = 0;
        fc.assert(fc.property(distinctFacts, (facts) => {
            const state = stateOf(facts);
            for (const attempt of state.attempts) {
                executions += 1;
                expectApproved(state, attempt);
                expectUnhindered(state, attempt);
            }
            expect(new Set(state.attempts.map(({ key }) => key)).size).toBe(state.attempts.length);
        }), { numRuns: 6000 });
        expect(executions).toBeGreaterThan(100);
    });

    it('counts one vote per user, and never one that was withdrawn, is unauthorised, or saw another commit', () => {
        fc.assert(fc.property(distinctFacts, (facts) => {
            const state = stateOf(facts);
            expect(new Set(state.votes.map((vote) => vote.user)).size).toBe(state.votes.length);
            expect(state.votes.every((vote) => counts(state.request, vote))).toBe(true);
            expect(state.votes.length + state.uncounted.length).toBe(facts.filter(({ type }) => type === 'voted').length);
            if (state.attempts.length === 0 && !state.final) {
                const standing = state.votes.map((vote) => lastWord(state.facts, vote.user)?.id);
                expect(standing).toEqual(state.votes.map(({ id }) => id));
            }
        }), RUNS);
    });

    it('never leaves a final phase, whatever happens later', () => {
        let ended = 0;
        fc.assert(fc.property(distinctFacts, distinctFacts, now, (facts, others, at) => {
            const state = stateOf(facts, at);
            fc.pre(state.final);
            ended += 1;
            const end = Math.max(at, ...facts.map((fact) => fact.at));
            const later = others.map((fact, index) => ({ ...fact, id: `later${index}`, at: end + 1 + fact.at }));
            const { phase, endedAt, votes, voidedBy, attempts } = stateOf([...facts, ...later], end + 5000);
            expect({ phase, endedAt, votes, voidedBy, attempts }).toEqual({ phase: state.phase, endedAt: state.endedAt, votes: state.votes, voidedBy: state.voidedBy, attempts: state.attempts });
        }), RUNS);
        expect(ended).toBeGreaterThan(500);
    });

    it('never takes back an execution because time has passed', () => {
        fc.assert(fc.property(distinctFacts, now, now, (facts, early, late) => {
            expect(stateOf(facts, late).attempts).toEqual(stateOf(facts, early).attempts);
        }), RUNS);
    });

    it('survives JSON and the schema', () => {
        fc.assert(fc.property(anyFacts, now, (facts, at) => {
            const read = readFacts(facts.map((fact): unknown => JSON.parse(JSON.stringify(fact))));
            expect(read.ok && fold(read.facts, at)).toEqual(fold(facts, at));
        }), { numRuns: 300 });
    });
});
