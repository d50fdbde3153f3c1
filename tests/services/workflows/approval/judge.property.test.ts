import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type ApprovalEvent, type ApprovalFact, type ApprovalRule, type Effect, judge, mayExecute } from '../../../../services/workflows/approval';
import { distinctFacts, keyOf, requested, REQUESTER, role, rule, sha, SHA, stateOf, user, value, verdict } from './approval-facts';

const RUNS = { numRuns: 1500 };
const actor = fc.record({ user, roles: role });
const manager = fc.record({ user, roles: role, manager: fc.boolean() });
const key = fc.integer({ min: 1, max: 3 }).map(keyOf);

const id = fc.uuid();
const event: fc.Arbitrary<ApprovalEvent> = fc.oneof(
    { weight: 12, arbitrary: fc.record({ id, type: fc.constant('vote' as const), by: actor, value, via: fc.constant('button' as const), sha }) },
    { weight: 2, arbitrary: fc.record({ id, type: fc.constant('withdraw' as const), user, value }, { requiredKeys: ['id', 'type', 'user'] }) },
    { weight: 1, arbitrary: fc.record({ id, type: fc.constant('ask-reviewer' as const), reviewer: actor, by: actor }) },
    { weight: 5, arbitrary: fc.record({ id, type: fc.constant('gate-changed' as const), name: fc.constant('scan'), verdict }) },
    { weight: 1, arbitrary: fc.record({ id, type: fc.constant('head-moved' as const), sha }) },
    { weight: 1, arbitrary: fc.record({ id, type: fc.constantFrom('lock' as const, 'unlock' as const), by: user, reason: fc.constant('freeze') }) },
    { weight: 1, arbitrary: fc.record({ id, type: fc.constant('cancel' as const), by: manager }) },
    { weight: 2, arbitrary: fc.constant({ type: 'tick' as const }) },
    { weight: 8, arbitrary: fc.record({ id, type: fc.constant('settle' as const) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('execution-succeeded' as const), key, outcome: fc.constant({ seconds: 3 }) }) },
    { weight: 5, arbitrary: fc.record({ type: fc.constant('execution-failed' as const), key, reason: fc.constant('no capacity'), retryable: fc.constant(true) }) },
    { weight: 5, arbitrary: fc.record({ id, type: fc.constant('retry' as const), by: manager }) },
);

/** One of two servers judges an event, with a clock of its own, and possibly without having seen what the other wrote lately. */
const around = { server: fc.constantFrom(0, 1), stale: fc.integer({ min: 0, max: 4 }).map((luck) => luck === 0), skew: fc.integer({ min: -15, max: 15 }), pause: fc.integer({ min: 0, max: 20 }) };
const turn = fc.record({ event, ...around });
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

const vote = (name: string): ApprovalEvent => ({ id: `vote-${name}`, type: 'vote', by: { user: name, roles: ['lead', 'security'] }, value: 'approve', via: 'button', sha: SHA });
/** Approvals, an attempt that fails, and a retry: what random events alone would seldom come to. */
const STORY: readonly ApprovalEvent[] = [
    { id: 'green', type: 'gate-changed', name: 'scan', verdict: 'green' }, vote('ann'), vote('ben'), vote('cem'), { id: 'settle-1', type: 'settle' }, { id: 'settle-2', type: 'settle' },
    { type: 'execution-failed', key: keyOf(1), reason: 'no capacity', retryable: true }, { id: 'retry-1', type: 'retry', by: { user: REQUESTER, roles: [], manager: false } },
    { id: 'retry-2', type: 'retry', by: { user: 'ann', roles: ['lead'], manager: true } }, { id: 'settle-3', type: 'settle' }, { id: 'settle-4', type: 'settle' },
];
const story = fc.tuple(...STORY.map((told) => fc.tuple(fc.record({ event: fc.constant(told), ...around }), fc.oneof({ weight: 4, arbitrary: fc.constant<Turn[]>([]) }, fc.array(turn, { maxLength: 2 })))))
    .map((chapters) => chapters.flatMap(([told, between]): Turn[] => [told, ...between]));
const turns: fc.Arbitrary<Turn[]> = fc.oneof(fc.array(turn, { maxLength: 40 }), story);

interface Played {
    readonly facts: readonly ApprovalFact[];
    readonly judged: readonly { readonly what: ApprovalEvent; readonly facts: readonly ApprovalFact[]; readonly effects: readonly Effect[] }[];
    /** Keys that an executor carried out, each after it had read again. */
    readonly done: ReadonlySet<string>;
}

function play(given: ApprovalRule, all: readonly Turn[]): Played {
    const facts: ApprovalFact[] = [requested(given)];
    const judged: Played['judged'][number][] = [];
    const done = new Set<string>();
    const known = new Map<number, number>();
    let time = 20;
    for (const { event: what, server, stale, skew, pause } of all) {
        time += pause;
        const seen = facts.slice(0, stale ? known.get(server) ?? 1 : facts.length);
        known.set(server, seen.length);
        const { effects, facts: added } = judge(stateOf(seen, time + skew), what, time + skew);
        facts.push(...added);
        judged.push({ what, facts: added, effects });
        executions(effects).filter(({ key: begun }) => mayExecute(stateOf(facts, time), begun)).forEach(({ key: begun }) => done.add(begun));
    }
    return { facts, judged, done };
}

function executions(effects: readonly Effect[]): Extract<Effect, { kind: 'execute' }>[] {
    return effects.filter((effect) => effect.kind === 'execute');
}

describe('judge, for any events on two servers', () => {
    it('never has two keys for one execution, and carries out a second one only after a retry', () => {
        let carriedOut = 0;
        fc.assert(fc.property(rule, turns, (given, all) => {
            const { facts, judged, done } = play(given, all);
            carriedOut += done.size;
            for (const { attempt, key: begun, sha: commit } of judged.flatMap(({ effects }) => executions(effects))) {
                expect([begun, commit]).toEqual([keyOf(attempt), SHA]);
            }
            const retried = new Set(facts.flatMap((fact) => (fact.type === 'retried' ? [fact.key] : [])));
            expect(done.size).toBeLessThanOrEqual(1 + retried.size);
        }), RUNS);
        expect(carriedOut).toBeGreaterThan(300);
    });

    it('begins an execution by settling alone; a tick only repeats what was begun', () => {
        fc.assert(fc.property(rule, turns, (given, all) => {
            for (const { what, facts, effects } of play(given, all).judged) {
                expect(facts.some(({ type }) => type === 'execution-begun') && what.type !== 'settle').toBe(false);
                expect(executions(effects).length > 0 && !['settle', 'tick'].includes(what.type)).toBe(false);
            }
        }), RUNS);
    });

    it('adds no fact that precedes what was seen, and none twice for an event judged twice', () => {
        fc.assert(fc.property(distinctFacts, event, fc.integer({ min: 0, max: 900 }), (facts, what, now) => {
            const state = stateOf(facts, now);
            const added = judge(state, what, now).facts.filter(({ type }) => type !== 'expired');
            const latest = Math.max(...facts.map(({ at }) => at));
            expect(added.every(({ at }) => at > latest && at >= now)).toBe(true);
            const once = stateOf([...facts, ...added], now);
            const again = judge(state, what, now + 50).facts.filter(({ type }) => type !== 'expired');
            expect(stateOf([...facts, ...added, ...again], now)).toEqual(once);
        }), RUNS);
    });
});
