import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentsAt, latestWords, type EnvironmentFact } from '../../../../services/workflows/environment/catalogue';
import { changedFields, environmentSchema, hardwareId, problemsOf, targetKey, type Environment } from '../../../../services/workflows/environment/environment';

const HARDWARE = { vendor: 'aws', region: 'us-east-1', accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x1' };

const prod: Environment = {
    v: 1, name: 'prod', target: { kind: 'endpoint', namespace: 'acme', endpoint: 'bert', hardware: HARDWARE, minReplica: 0, maxReplica: 1 },
    approvals: 2, roles: ['ml-lead'], reviewers: [], selfApproval: false, strict: true, gates: ['security'], expiryHours: 24,
};

const staging: Environment = { ...prod, name: 'staging', strict: false, approvals: 1, target: { kind: 'branch', ref: 'staging' } };

const codes = (environment: Environment, others: readonly Environment[] = []): string[] => problemsOf(environment, others).map(({ code }) => code);

describe('settings of an environment', () => {
    it('may be as these', () => {
        expect(codes(prod)).toEqual([]);
        expect(codes({ ...prod, after: 'staging' }, [staging])).toEqual([]);
        expect(codes(prod, [prod])).toEqual([]);
    });

    it.each<[string, Partial<Environment>]>([
        ['strict-needs-two', { approvals: 1 }],
        ['strict-self-approval', { selfApproval: true }],
        ['strict-without-gates', { gates: [] }],
        ['more-reviewers-than-approvals', { reviewers: ['bo', 'carol', 'sec'] }],
        ['replicas', { target: { kind: 'endpoint', namespace: 'acme', endpoint: 'bert', hardware: HARDWARE, minReplica: 3, maxReplica: 1 } }],
        ['default-branch', { target: { kind: 'branch', ref: 'main' } }],
        ['after-itself', { after: 'prod' }],
        ['after-unknown', { after: 'nowhere' }],
    ])('are refused: %s', (code, change) => {
        expect(codes({ ...prod, ...change }, [staging])).toEqual([code]);
    });

    it('are refused when the order of promotion goes in a circle, through any number of them', () => {
        const middle: Environment = { ...staging, name: 'middle', target: { kind: 'branch', ref: 'middle' }, after: 'staging' };
        expect(codes({ ...staging, after: 'middle' }, [staging, middle])).toEqual(['after-circle']);
        expect(codes({ ...prod, after: 'middle' }, [staging, middle])).toEqual([]);
    });

    it('are refused when two share a target, whatever the case of its name', () => {
        const space = (name: string, id: string): Environment => ({ ...staging, name, target: { kind: 'space', space: id, variable: 'REVISION' } });
        expect(problemsOf(space('a', 'acme/Demo'), [space('b', 'acme/demo')])).toEqual([{ field: 'target', code: 'same-target', other: 'b' }]);
    });

    it.each(['', 'Prod', '-prod', 'prod-', 'a b', 'x'.repeat(33), 'prod/eu'])('have a name that is a word: not %j', (name) => {
        expect(environmentSchema.safeParse({ ...prod, name }).success).toBe(false);
    });

    it.each(['', 'a b', '/a', 'a/', 'a//b', 'a..b', 'a.', '-a', 'a/.b', 'a.lock', 'refs/pr/1', 'x'.repeat(101), 'a~1', 'a:b'])('have a branch that git takes: not %j', (ref) => {
        expect(environmentSchema.safeParse({ ...staging, target: { kind: 'branch', ref } }).success).toBe(false);
    });

    it.each(['a', 'release/2026.1', 'v1.0', 'main', 'x'.repeat(100)])('have a branch that git takes, such as %j', (ref) => {
        expect(environmentSchema.safeParse({ ...staging, target: { kind: 'branch', ref } }).success).toBe(true);
    });

    it.each(['', '.', '..', 'a/b', '-a', 'a b', 'a?b'])('have an account that is safe in a path: not %j', (namespace) => {
        expect(environmentSchema.safeParse({ ...prod, target: { ...prod.target, namespace } }).success).toBe(false);
    });

    it('differ in what was changed', () => {
        expect(changedFields(prod, prod)).toEqual([]);
        expect(changedFields(prod, { ...prod, roles: [], after: 'staging' })).toEqual(['roles', 'after']);
        expect(changedFields(undefined, prod)).not.toContain('after');
    });

    it('are written as people write them', () => {
        expect(hardwareId(HARDWARE)).toBe('aws/us-east-1/nvidia-l4/x1');
        expect(targetKey(prod.target)).toBe('endpoint acme/bert');
    });

    it('never let a circle through that is built one by one', () => {
        const names = ['a', 'b', 'c', 'd'] as const;
        fc.assert(fc.property(fc.array(fc.record({ name: fc.constantFrom(...names), after: fc.option(fc.constantFrom(...names), { nil: undefined }) }), { maxLength: 20 }), (wishes) => {
            const kept = new Map<string, Environment>();
            for (const { name, after } of wishes) {
                const wish: Environment = { ...staging, name, target: { kind: 'branch', ref: name }, ...(after !== undefined && { after }) };
                if (problemsOf(wish, [...kept.values()]).length === 0) {
                    kept.set(name, wish);
                }
            }
            for (const start of kept.keys()) {
                const walked: string[] = [];
                for (let step: string | undefined = start; step !== undefined; step = kept.get(step)?.after) {
                    expect(walked).not.toContain(step);
                    walked.push(step);
                }
            }
        }));
    });
});

const NAMES = ['prod', 'staging'] as const;

const anyFact: fc.Arbitrary<EnvironmentFact> = fc.record({
    id: fc.uuid(), at: fc.integer({ min: 0, max: 20 }), by: fc.constantFrom('ada', 'bo'), name: fc.constantFrom(...NAMES),
    type: fc.constantFrom('env-set', 'env-removed', 'env-locked', 'env-unlocked'), until: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }), approvals: fc.integer({ min: 1, max: 10 }),
}).map(({ type, name, until, approvals, ...moment }) => {
    switch (type) {
        case 'env-set':
            return { ...moment, type, environment: { ...staging, name, approvals } };
        case 'env-locked':
            return { ...moment, type, name, reason: 'release week', ...(until !== undefined && { until }) };
        case 'env-removed':
        case 'env-unlocked':
            return { ...moment, type, name };
    }
});

const facts = fc.uniqueArray(anyFact, { selector: ({ id }) => id, maxLength: 15 });

describe('environments of a workspace', () => {
    it('are the same for any order and repetition of what happened', () => {
        fc.assert(fc.property(facts.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }))), fc.integer({ min: 0, max: 40 }), ([all, mixed], now) => {
            expect(environmentsAt(mixed, now)).toEqual(environmentsAt(all, now));
        }));
    });

    it('are the same after what was superseded is gone, and stay so with what comes later', () => {
        fc.assert(fc.property(facts, facts, fc.integer({ min: 0, max: 40 }), (all, later, now) => {
            const after = later.map((fact) => ({ ...fact, at: fact.at + 100 }));
            expect(environmentsAt([...latestWords(all), ...after], now)).toEqual(environmentsAt([...all, ...after], now));
            expect(latestWords(all).length).toBeLessThanOrEqual(3 * NAMES.length);
        }));
    });

    it('are there only while the latest word on them was not that they are removed', () => {
        fc.assert(fc.property(facts, (all) => {
            const latest = (name: string): EnvironmentFact | undefined => all.filter((fact) => (fact.type === 'env-set' && fact.environment.name === name) || (fact.type === 'env-removed' && fact.name === name))
                .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).at(-1);
            expect(environmentsAt(all, 0).map(({ environment }) => environment.name)).toEqual(NAMES.filter((name) => latest(name)?.type === 'env-set'));
        }));
    });

    const set: EnvironmentFact = { id: '1', at: 1, by: 'ada', type: 'env-set', environment: prod };
    const locked: EnvironmentFact = { id: '2', at: 2, by: 'sec', type: 'env-locked', name: 'prod', reason: 'audit', until: 100 };

    it('are locked until the time that was said, by whom and why', () => {
        expect(environmentsAt([set, locked], 99)[0]?.lock).toEqual({ by: 'sec', reason: 'audit', at: 2, until: 100 });
        expect(environmentsAt([set, locked], 100)[0]?.lock).toBeUndefined();
    });

    it('stay locked when their settings change, and are not when they are made anew', () => {
        const changed: EnvironmentFact = { id: '3', at: 3, by: 'ada', type: 'env-set', environment: { ...prod, approvals: 3 } };
        expect(environmentsAt([set, locked, changed], 50)[0]).toMatchObject({ environment: { approvals: 3 }, lock: { by: 'sec' } });
        const removed: EnvironmentFact = { id: '4', at: 3, by: 'ada', type: 'env-removed', name: 'prod' };
        expect(environmentsAt([set, locked, removed, { ...changed, id: '5', at: 4 }], 50)[0]?.lock).toBeUndefined();
    });
});
