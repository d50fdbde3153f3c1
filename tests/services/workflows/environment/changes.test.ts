import { describe, expect, it } from 'vitest';
import { draftOf, namesTarget, strayFields } from '../../../../services/workflows/environment/changes';
import type { Environment } from '../../../../services/workflows/environment/environment';

const HARDWARE = { vendor: 'aws', region: 'us-east-1', accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x1' };

const prod: Environment = {
    v: 1, name: 'prod', target: { kind: 'endpoint', namespace: 'acme', endpoint: 'bert', hardware: HARDWARE, minReplica: 1, maxReplica: 3 },
    approvals: 2, roles: ['ml-lead'], reviewers: ['bo'], selfApproval: false, strict: true, gates: ['security'], expiryHours: 24, after: 'staging',
};

describe('a changed environment', () => {
    it('is what it was without changes', () => {
        const { v: _version, ...rest } = prod;
        expect(draftOf('prod', prod, {})).toEqual(rest);
    });

    it('has the changes, and the rest as it was', () => {
        expect(draftOf('prod', prod, { approvals: 3, roles: [], after: '', maxReplica: 5, gates: ['card', 'card'] })).toEqual({
            name: 'prod', target: { ...prod.target, maxReplica: 5 }, approvals: 3, roles: [], reviewers: ['bo'], selfApproval: false, strict: true, gates: ['card'], expiryHours: 24,
        });
    });

    it('begins anew with another kind of target', () => {
        expect(draftOf('prod', prod, { kind: 'space', space: 'acme/demo' }).target).toEqual({ kind: 'space', space: 'acme/demo', variable: 'MODEL_REVISION' });
        expect(draftOf('prod', { ...prod, target: { kind: 'branch', ref: 'live' } }, { kind: 'tag' }).target).toEqual({ kind: 'tag', ref: 'prod' });
    });

    it('begins with careful rules, and is called like its target, when it is new', () => {
        expect(draftOf('live', undefined, { kind: 'endpoint', namespace: 'acme' })).toMatchObject({ approvals: 1, selfApproval: false, gates: ['security', 'card'], target: { endpoint: 'live', hardware: undefined, minReplica: 0, maxReplica: 1 } });
        expect(draftOf('live', undefined, {}).target).toBeUndefined();
    });
});

describe('what is given for a target', () => {
    it.each([
        [{ kind: 'endpoint', namespace: 'acme', endpoint: 'bert', hardware: 'aws/us-east-1/nvidia-l4/x1' }, true],
        [{ kind: 'endpoint', namespace: '', endpoint: 'bert', hardware: 'aws/us-east-1/nvidia-l4/x1' }, false],
        [{ kind: 'endpoint', namespace: 'acme', endpoint: 'bert' }, false],
        [{ kind: 'space', space: 'acme/demo' }, true],
        [{ kind: 'space', variable: 'SHA' }, false],
        [{ kind: 'branch', ref: 'live' }, true],
        [{ kind: 'tag' }, false],
        [{ ref: 'live' }, false],
    ] as const)('%j is enough for a new one: %s', (changes, enough) => {
        expect(namesTarget(changes)).toBe(enough);
    });

    it('belongs to its kind, or is named', () => {
        expect(strayFields('branch', { ref: 'live', space: 'acme/demo', minReplica: 0, approvals: 2 })).toEqual(['minReplica', 'space']);
        expect(strayFields('tag', { ref: 'live' })).toEqual([]);
    });
});
