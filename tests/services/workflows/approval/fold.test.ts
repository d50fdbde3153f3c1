import { describe, expect, it } from 'vitest';

import { fold, readFacts } from '../../../../services/workflows/approval';
import { after, approves, EXPIRES_AT, keyOf, rejects, requested, REQUESTER, SHA, stateOf } from './approval-facts';

const begun = (attempt = 1): { type: 'execution-begun'; key: string } => ({ type: 'execution-begun', key: keyOf(attempt) });
const failure = (retryable: boolean, attempt = 1): { type: 'failed'; key: string; reason: string; retryable: boolean } => ({ type: 'failed', key: keyOf(attempt), reason: 'no capacity', retryable });
const success = { type: 'executed', key: keyOf(1), outcome: { seconds: 3 } } as const;
const retried = { type: 'retried', by: REQUESTER, key: keyOf(1) } as const;

describe('an approval', () => {
    it('does not exist without a request', () => {
        expect(fold([], 0)).toBeUndefined();
    });

    it('waits for as many people as the rule says', () => {
        expect(after({ minimumApprovals: 2 }, approves('ann'))).toMatchObject({ phase: 'waiting', missing: { approvals: 1 } });
        expect(after({ minimumApprovals: 2 }, approves('ann'), approves('ann'))).toMatchObject({ phase: 'waiting', missing: { approvals: 1 } });
        expect(after({ minimumApprovals: 2 }, approves('ann'), approves('ben'))).toMatchObject({ phase: 'approved', final: false });
    });

    it('waits for every required role, held when voting', () => {
        const rule = { requiredRoles: ['lead', 'security'] };
        expect(after(rule, approves('ann', { roles: ['lead'] }))).toMatchObject({ phase: 'waiting', missing: { approvals: 0, roles: ['security'] } });
        expect(after(rule, approves('ann', { roles: ['lead'] }), approves('ben', { roles: ['security'] })).phase).toBe('approved');
    });

    it('waits for required reviewers and for those who were asked', () => {
        const asked = { type: 'reviewer-asked', user: 'cem', by: 'ben' } as const;
        expect(after({ requiredReviewers: ['ann'] }, approves('ben'), asked).missing.reviewers).toEqual(['ann', 'cem']);
        expect(after({ requiredReviewers: ['ann'] }, approves('ann'), asked, approves('cem')).phase).toBe('approved');
    });

    it('lets a required reviewer vote without a role, but nobody because they were asked', () => {
        const rule = { approverRoles: ['lead'], requiredReviewers: ['ann'] };
        expect(after(rule, approves('ann')).phase).toBe('approved');
        expect(after({ approverRoles: ['lead'] }, { type: 'reviewer-asked', user: 'cem', by: 'ben' }, approves('cem')).uncounted).toMatchObject([{ why: 'no-role' }]);
    });

    it('waits for required gates to be green, also for those never reported; others only inform', () => {
        const red = { type: 'gate', name: 'licence', verdict: 'red' } as const;
        const state = after({ requiredGates: ['scan'] }, approves('ann'), red);
        expect(state).toMatchObject({ phase: 'waiting', missing: { gates: ['scan'] } });
        expect(state.gates).toEqual([{ name: 'licence', verdict: 'red', required: false }, { name: 'scan', verdict: 'unknown', required: true }]);
        expect(after({ requiredGates: ['scan'] }, approves('ann'), { type: 'gate', name: 'scan', verdict: 'green' }).phase).toBe('approved');
    });
});

describe('a vote', () => {
    it.each([
        ['self', {}, approves(REQUESTER)],
        ['no-role', { approverRoles: ['lead'] }, approves('ann', { roles: ['user'] })],
        ['other-sha', {}, approves('ann', { sha: 'sha-other' })],
    ])('does not count: %s', (why, rule, vote) => {
        expect(after(rule, vote)).toMatchObject({ phase: 'waiting', votes: [], uncounted: [{ why }] });
    });

    it('of the requester counts where the rule allows it', () => {
        expect(after({ selfApproval: true }, approves(REQUESTER)).phase).toBe('approved');
    });

    it('is replaced by the next vote of the same user, also by one that does not count', () => {
        expect(after({}, approves('ann'), rejects('ann'))).toMatchObject({ phase: 'rejected', uncounted: [{ why: 'superseded' }] });
        expect(after({}, approves('ann'), approves('ann', { sha: 'sha-other' })).votes).toEqual([]);
    });

    it('can be withdrawn, by value without touching a later one', () => {
        expect(after({}, approves('ann'), { type: 'withdrawn', user: 'ann' })).toMatchObject({ phase: 'waiting', uncounted: [{ why: 'withdrawn' }] });
        expect(after({}, approves('ann'), rejects('ann'), { type: 'withdrawn', user: 'ann', value: 'approve' }).phase).toBe('rejected');
    });

    it('can be withdrawn alone, without touching another of the same value that came meanwhile', () => {
        const twice = [approves('ann'), approves('ann')];
        expect(after({}, ...twice, { type: 'withdrawn', user: 'ann', vote: 'f0' }).phase).toBe('approved');
        expect(after({}, ...twice, { type: 'withdrawn', user: 'ann', vote: 'f1' }).phase).toBe('waiting');
    });

    it('that was found later gives way to whatever its user said, before it and after it', () => {
        const found = { ...rejects('ann'), found: true as const };
        expect(after({}, found).votes).toMatchObject([{ value: 'reject' }]);
        expect(after({}, found, approves('ann'))).toMatchObject({ phase: 'approved', uncounted: [{ why: 'superseded' }] });
        expect(after({}, approves('ann'), found)).toMatchObject({ phase: 'approved', uncounted: [{ why: 'superseded' }] });
        expect(after({}, found, { type: 'withdrawn', user: 'ann', value: 'approve' }).votes).toEqual([]);
        expect(after({}, found, { type: 'withdrawn', user: 'ann', vote: 'f0' }).uncounted).toMatchObject([{ why: 'withdrawn' }]);
        expect(after({}, found, approves('ben')).phase).toBe('rejected');
    });

    it('to reject holds everything up until it is taken back', () => {
        expect(after({}, approves('ann'), rejects('ben'))).toMatchObject({ phase: 'rejected', final: false });
        expect(after({}, approves('ann'), rejects('ben'), { type: 'withdrawn', user: 'ben' }).phase).toBe('approved');
    });
});

describe('the end', () => {
    it.each([
        ['head-moved', { type: 'head-moved', sha: 'sha-other' }, { kind: 'head-moved', sha: 'sha-other' }],
        ['gate-red', { type: 'gate', name: 'scan', verdict: 'red' }, { kind: 'gate-red', gate: 'scan' }],
        ['locked', { type: 'locked', by: 'ann', reason: 'freeze' }, { kind: 'locked', by: 'ann', reason: 'freeze' }],
    ] as const)('comes by voiding: %s', (_name, fact, voidedBy) => {
        const state = after({ requiredGates: ['scan'] }, fact, { type: 'unlocked', by: 'ann', reason: '' }, { type: 'head-moved', sha: SHA }, { type: 'gate', name: 'scan', verdict: 'green' }, approves('ben'));
        expect(state).toMatchObject({ phase: 'voided', final: true, endedAt: 10, voidedBy, votes: [], uncounted: [{ why: 'closed' }] });
    });

    it('is what came first', () => {
        const cancelled = { type: 'cancelled', by: REQUESTER } as const;
        const moved = { type: 'head-moved', sha: 'sha-other' } as const;
        expect(after({}, cancelled, moved)).toMatchObject({ phase: 'cancelled', endedAt: 10 });
        expect(after({}, moved, cancelled)).toMatchObject({ phase: 'voided', endedAt: 10 });
        expect(after({}, approves('ann'), begun(), cancelled).phase).toBe('executing');
    });

    it('comes with the hour, recorded or not; a rejection that stood until then remains one', () => {
        expect(stateOf([requested()], EXPIRES_AT - 1).phase).toBe('waiting');
        expect(stateOf([requested()], EXPIRES_AT)).toMatchObject({ phase: 'expired', final: true, endedAt: EXPIRES_AT });
        expect(stateOf(after({}, approves('ann')).facts, EXPIRES_AT).phase).toBe('expired');
        expect(stateOf(after({}, rejects('ann')).facts, EXPIRES_AT)).toMatchObject({ phase: 'rejected', final: true });
        expect(after({}, { type: 'expired' }).phase).toBe('expired');
    });

    it('of a request is not brought by what happens while it is executed', () => {
        expect(stateOf(after({}, approves('ann'), begun()).facts, EXPIRES_AT).phase).toBe('executing');
        expect(after({}, approves('ann'), begun(), { type: 'head-moved', sha: 'sha-other' }, success).phase).toBe('live');
    });
});

describe('an execution', () => {
    it('goes live, and keeps the approvals it rests on', () => {
        const state = after({}, approves('ann'), begun(), { type: 'withdrawn', user: 'ann' }, rejects('ben'), success);
        expect(state).toMatchObject({ phase: 'live', final: true, votes: [{ user: 'ann' }], uncounted: [{ why: 'closed' }], attempts: [{ number: 1, approvers: ['ann'], outcome: success }] });
    });

    it('does not begin without approval, or under another key', () => {
        expect(after({}, begun(), approves('ann'))).toMatchObject({ phase: 'approved', attempts: [] });
        expect(after({}, approves('ann'), begun(2))).toMatchObject({ phase: 'approved', attempts: [] });
    });

    it('that was carried out without approval is told apart', () => {
        expect(after({}, begun(), success)).toMatchObject({ phase: 'waiting', strays: [keyOf(1)] });
        expect(after({}, approves('ann'), begun(), success, { ...success })).toMatchObject({ phase: 'live', strays: [] });
    });

    it('may be reported by a clock that is behind', () => {
        expect(after({}, success, approves('ann'), begun())).toMatchObject({ phase: 'live', strays: [], endedAt: 30 });
    });

    it('that failed can be retried under the next key, unless it cannot', () => {
        expect(after({}, approves('ann'), begun(), failure(true))).toMatchObject({ phase: 'failed', final: false });
        expect(after({}, approves('ann'), begun(), failure(true), retried)).toMatchObject({ phase: 'approved', key: keyOf(2) });
        expect(after({}, approves('ann'), begun(), failure(true), retried, begun(2))).toMatchObject({ phase: 'executing', key: keyOf(2) });
        expect(after({}, approves('ann'), begun(), failure(false), retried)).toMatchObject({ phase: 'failed', final: true });
    });

    it('that failed is live when another server saw it succeed, until it is retried', () => {
        expect(after({}, approves('ann'), begun(), failure(true), success).phase).toBe('live');
        expect(after({}, approves('ann'), begun(), failure(true), retried, success)).toMatchObject({ phase: 'approved', strays: [keyOf(1)] });
    });

    it('is retried only with all that it needed before', () => {
        const failed = [approves('ann'), begun(), failure(true)] as const;
        expect(after({}, approves('ann'), begun(), { type: 'withdrawn', user: 'ann' }, failure(true), retried).phase).toBe('failed');
        expect(after({}, ...failed, { type: 'head-moved', sha: 'sha-other' }, retried).obstacles).toEqual([{ kind: 'head-moved', sha: 'sha-other' }]);
        expect(after({}, ...failed, { type: 'locked', by: 'ann', reason: 'freeze' }, retried).phase).toBe('failed');
        expect(after({}, ...failed, { type: 'locked', by: 'ann', reason: 'freeze' }, { type: 'unlocked', by: 'ann', reason: '' }, retried).phase).toBe('approved');
        expect(after({}, ...failed, retried, retried, begun(2), failure(true, 2), retried)).toMatchObject({ phase: 'failed', key: keyOf(2) });
    });
});

describe('readFacts', () => {
    it('refuses all when one cannot be read, naming the field and no value', () => {
        expect(readFacts([requested(), { ...requested(), v: 2 }])).toEqual({ ok: false, problem: '1.v.invalid_value' });
        expect(readFacts([{ ...requested(), rule: { ...requested().rule, minimumApprovals: 0 } }]).ok).toBe(false);
        expect(readFacts([{ v: 1, id: 'x', at: 1, type: 'blessed' }]).ok).toBe(false);
    });
});
