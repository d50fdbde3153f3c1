import { describe, expect, it } from 'vitest';

import { type ApprovalEvent, type ApprovalState, fold, judge, mayExecute } from '../../../../services/workflows/approval';
import { after, approves, EXPIRES_AT, keyOf, rejects, requested, REQUESTER, SHA, stateOf } from './approval-facts';

const vote = (user: string, roles: string[] = []): ApprovalEvent => ({ id: 'v', type: 'vote', by: { user, roles }, value: 'approve', via: 'reaction', sha: SHA });
const settle: ApprovalEvent = { id: 's', type: 'settle' };
const tick: ApprovalEvent = { type: 'tick' };
const retry = (user: string): ApprovalEvent => ({ id: 'again', type: 'retry', by: { user, roles: [], manager: false } });
const begun = { type: 'execution-begun', key: keyOf(1) } as const;
const failed = { type: 'failed', key: keyOf(1), reason: 'no capacity', retryable: true } as const;

function keys(state: ApprovalState, event: ApprovalEvent, now = 500): string[] {
    return judge(state, event, now).effects.map(({ key }) => key);
}

describe('judge', () => {
    it('records a vote and has an approval settled, not executed', () => {
        const { facts, effects, refusal } = judge(after({}), vote('ann'), 500);
        expect(facts).toEqual([{ v: 1, id: 'v', at: 500, type: 'voted', user: 'ann', roles: [], value: 'approve', via: 'reaction', sha: SHA }]);
        expect(effects.map(({ key }) => key)).toEqual(['settle:r1', 'refresh:r1']);
        expect(refusal).toBeUndefined();
    });

    it.each([
        ['self', {}, vote(REQUESTER)],
        ['no-role', { approverRoles: ['lead'] }, vote('ann', ['user'])],
    ] as const)('records a vote that does not count and tells its voter alone: %s', (why, rule, event) => {
        const { facts, effects, refusal } = judge(after(rule), event, 500);
        expect([facts.length, refusal]).toEqual([1, why]);
        expect(effects).toContainEqual(expect.objectContaining({ kind: 'tell', reason: why }));
    });

    it('records what is said after the end, and says so', () => {
        const cancelled = after({}, approves('ann'), { type: 'cancelled', by: REQUESTER });
        expect(judge(cancelled, vote('ben'), 500)).toMatchObject({ facts: [{ type: 'voted' }], refusal: 'closed' });
        expect(judge(cancelled, { id: 'w', type: 'withdraw', user: 'ann' }, 500)).toMatchObject({ facts: [{ type: 'withdrawn' }], refusal: 'closed' });
        expect(judge(after({}), vote('ben'), EXPIRES_AT)).toMatchObject({ facts: [{ type: 'voted' }], refusal: 'closed' });
    });

    it('executes what is approved when settled, and only then', () => {
        expect(judge(after({}), settle, 500)).toEqual({ facts: [], effects: [] });
        const { facts, effects } = judge(after({}, approves('ann')), settle, 500);
        expect(facts).toMatchObject([{ type: 'execution-begun', key: keyOf(1) }]);
        expect(effects[0]).toEqual({ kind: 'execute', key: keyOf(1), sha: SHA, attempt: 1 });
        expect(mayExecute(stateOf([...after({}, approves('ann')).facts, ...facts]), keyOf(1))).toBe(true);
        expect(mayExecute(after({}, approves('ann')), keyOf(1))).toBe(false);
    });

    it('repeats on a tick what the state still asks for', () => {
        expect(keys(after({}), tick)).toEqual([]);
        expect(keys(after({}), tick, 750)).toEqual(['remind:r1']);
        expect(keys(after({}, approves('ann')), tick)).toEqual(['settle:r1']);
        expect(keys(after({}, approves('ann'), begun), tick)).toEqual([keyOf(1)]);
        expect(keys(after({}, { type: 'reviewer-asked', user: 'ann', by: 'ben' }), tick)).toEqual(['tell:r1:ann:asked']);
        expect(keys(after({}, rejects('ann')), tick)).toEqual([`tell:r1:${REQUESTER}:rejected`]);
    });

    it('records the expiry once, the same on every server', () => {
        const expired = { v: 1, id: 'expired', at: EXPIRES_AT, type: 'expired' } as const;
        const first = judge(after({}), tick, EXPIRES_AT + 7);
        expect(first.facts).toEqual([expired]);
        expect(first.effects.map(({ key }) => key)).toEqual([`tell:r1:${REQUESTER}:expired`, 'report:r1:end', 'refresh:r1']);
        expect(judge(after({}, approves('ann')), settle, EXPIRES_AT + 9).facts).toEqual([expired]);
        expect(judge(stateOf([requested(), expired]), tick, EXPIRES_AT + 99).facts).toEqual([]);
    });

    it('says once what voids a request, and repeats no known news', () => {
        expect(keys(after({}), { id: 'h', type: 'head-moved', sha: 'sha-other' })).toEqual([`tell:r1:${REQUESTER}:voided`, 'report:r1:end', 'refresh:r1']);
        expect(judge(after({}), { id: 'h', type: 'head-moved', sha: SHA }, 500)).toEqual({ facts: [], effects: [] });
        const green = after({}, { type: 'gate', name: 'scan', verdict: 'green' });
        expect(judge(green, { id: 'g', type: 'gate-changed', name: 'scan', verdict: 'green' }, 500).facts).toEqual([]);
        expect(judge(green, { id: 'l', type: 'lock', by: 'ann', reason: 'freeze' }, 500).facts).toMatchObject([{ type: 'locked', reason: 'freeze' }]);
    });

    it('reports every attempt, and retries for those who may', () => {
        const executing = after({ approverRoles: ['lead'] }, approves('ann', { roles: ['lead'] }), begun);
        expect(keys(executing, { type: 'execution-failed', key: keyOf(1), reason: 'no capacity', retryable: true })).toEqual(['report:r1:1', 'refresh:r1']);
        const broken = after({ approverRoles: ['lead'] }, approves('ann', { roles: ['lead'] }), begun, failed);
        expect(judge(broken, retry('cem'), 500)).toEqual({ facts: [], effects: [], refusal: 'not-allowed' });
        expect(keys(broken, { type: 'execution-succeeded', key: keyOf(1), outcome: {} })).toEqual(['report:r1:end', 'refresh:r1']);
        expect(keys(broken, retry(REQUESTER))).toEqual(['settle:r1', 'refresh:r1']);
        expect(judge(executing, retry(REQUESTER), 500).refusal).toBe('nothing-to-retry');
        expect(judge(broken, retry(REQUESTER), EXPIRES_AT)).toEqual({ facts: [], effects: [], refusal: 'nothing-to-retry' });
        expect(fold(broken.facts, EXPIRES_AT)).toMatchObject({ phase: 'failed', final: true, endedAt: EXPIRES_AT });
    });

    it('excuses a reviewer who was asked: themselves, or whoever asked', () => {
        const excuse = (by: string): ApprovalEvent => ({ id: 'e', type: 'excuse-reviewer', reviewer: 'ann', by: { user: by, roles: [] } });
        const asked = after({ approverRoles: ['lead'] }, { type: 'reviewer-asked', user: 'ann', by: 'ben' });
        expect(asked.missing.reviewers).toEqual(['ann']);
        for (const by of ['ann', 'ben']) {
            const { facts } = judge(asked, excuse(by), 500);
            expect(fold([...asked.facts, ...facts], 500)).toMatchObject({ asked: [], missing: { reviewers: [] } });
        }
        expect(judge(asked, excuse('cem'), 500).refusal).toBe('not-allowed');
        expect(judge(after({}), excuse('ann'), 500).facts).toEqual([]);
    });

    it('tells whether what is being executed would still be approved', () => {
        const executing = after({ approverRoles: ['lead'] }, approves('ann', { roles: ['lead'] }), begun);
        expect(executing.holds).toBe(true);
        const withdrawn = judge(executing, { type: 'withdraw', id: 'w', user: 'ann' }, 500).facts;
        expect(fold([...executing.facts, ...withdrawn], 500)).toMatchObject({ phase: 'executing', holds: false });
        const locked = judge(executing, { type: 'lock', id: 'l', by: 'ada', reason: 'freeze' }, 500).facts;
        expect(fold([...executing.facts, ...locked], 500)).toMatchObject({ phase: 'executing', holds: false });
    });

    it('lets the requester, voters and managers cancel what is not being executed', () => {
        const cancel = (user: string, manager = false): ApprovalEvent => ({ id: 'c', type: 'cancel', by: { user, roles: [], manager } });
        const strict = after({ approverRoles: ['lead'] });
        expect(judge(strict, cancel('ann'), 500).refusal).toBe('not-allowed');
        expect(judge(strict, cancel('ann', true), 500).facts).toMatchObject([{ type: 'cancelled', by: 'ann' }]);
        expect(judge(strict, cancel(REQUESTER), 500).facts).toMatchObject([{ type: 'cancelled' }]);
        expect(judge(after({}, approves('ann'), begun), cancel(REQUESTER), 500).refusal).toBe('closed');
    });

    it('asks a reviewer who can approve, for somebody who may ask', () => {
        const ask = (user: string, by: string): ApprovalEvent => ({ id: 'a', type: 'ask-reviewer', reviewer: { user, roles: user === 'ann' ? ['lead'] : [] }, by: { user: by, roles: [] } });
        const strict = after({ approverRoles: ['lead'] });
        expect(keys(strict, ask('ann', REQUESTER))).toEqual(['tell:r1:ann:asked', 'refresh:r1']);
        expect(judge(strict, ask('ben', REQUESTER), 500).refusal).toBe('cannot-approve');
        expect(judge(strict, ask('ann', 'cem'), 500).refusal).toBe('not-allowed');
        expect(judge(strict, ask(REQUESTER, REQUESTER), 500).refusal).toBe('self');
    });

    it('dates no fact before what it was decided on', () => {
        expect(judge(after({}, approves('ann')), settle, 3).facts).toMatchObject([{ at: 11 }]);
    });
});
