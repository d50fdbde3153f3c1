import type { Deployment } from '../../services/deployment';
import type { ApprovalFact, ApprovalRule } from '../../services/workflows/approval';

export const DEPLOYED_SHA = 'a'.repeat(40);
export const LIVE_SHA = 'b'.repeat(40);
/** 2026-01-02 03:04:05.678 UTC. */
export const ASKED_AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

const WEIGHTS = { format: 'safetensors', files: 1, of: 2, tensors: 197, parameters: 109_482_240, dtypes: { F32: 109_482_240 } };

/** A deployment with something in every part of its evidence but one, which could not be read. */
export const TEST_DEPLOYMENT: Deployment = {
    v: 1,
    environment: {
        v: 1, name: 'prod', approvals: 2, roles: ['security-reviewer'], reviewers: ['bo'], selfApproval: false, strict: true, gates: ['security', 'license'], expiryHours: 24, after: 'staging',
        target: { kind: 'endpoint', namespace: 'acme', endpoint: 'bert-prod', hardware: { vendor: 'aws', region: 'us-east-1', accelerator: 'gpu', instanceType: 'nvidia-l4', instanceSize: 'x1' }, minReplica: 0, maxReplica: 2 },
    },
    repo: 'acme/bert-prod',
    private: true,
    revision: 'main',
    moves: true,
    sha: DEPLOYED_SHA,
    flow: 'strict',
    live: { repo: 'acme/bert-prod', sha: LIVE_SHA },
    evidence: {
        v: 1,
        commits: { relation: 'ahead', items: [{ sha: DEPLOYED_SHA, title: 'Retrained', author: 'alice', at: ASKED_AT - 60_000 }], more: 3 },
        files: { items: [{ path: 'model.safetensors', kind: 'changed', before: 1000, after: 1200 }], more: 0, bytes: { before: 2000, after: 2200 } },
        weights: { before: WEIGHTS, after: { ...WEIGHTS, tensors: 198 } },
        config: { items: [{ key: 'hidden_size', before: '768', after: '1024' }], more: 0 },
        license: { before: 'mit', after: 'apache-2.0' },
        gated: 'false',
        evaluations: { items: [{ name: 'glue', before: 0.81, after: 0.83 }], more: 0 },
        gates: [{ gate: 'security', verdict: 'unknown', reason: 'security-pending', values: {} }, { gate: 'license', verdict: 'green', reason: 'license-listed', values: { license: 'apache-2.0' } }],
        missing: ['cardScore'],
    },
    price: { minPerHour: 0, maxPerHour: 1.6 },
};

const RULE: ApprovalRule = { minimumApprovals: 2, approverRoles: ['lead'], requiredRoles: ['sec'], requiredReviewers: ['u-bo'], selfApproval: false, requiredGates: ['security', 'license'] };
const KEY = `execute:r1:${DEPLOYED_SHA}:1`;

/** The request, votes of every kind, an execution, in the order of time. */
export const TEST_FACTS: readonly ApprovalFact[] = [
    { v: 1, id: 'r1', at: ASKED_AT, type: 'requested', subject: 'acme/bert-prod', sha: DEPLOYED_SHA, requester: 'u-alice', rule: RULE, expiresAt: ASKED_AT + 86_400_000 },
    { v: 1, id: 'f1', at: ASKED_AT + 1000, type: 'reviewer-asked', user: 'u-carol', by: 'u-alice' },
    { v: 1, id: 'f2', at: ASKED_AT + 2000, type: 'voted', user: 'u-bo', roles: ['user'], value: 'approve', via: 'reaction', sha: DEPLOYED_SHA },
    { v: 1, id: 'f3', at: ASKED_AT + 3000, type: 'voted', user: 'u-alice', roles: ['lead'], value: 'approve', via: 'button', sha: DEPLOYED_SHA },
    { v: 1, id: 'f4', at: ASKED_AT + 4000, type: 'voted', user: 'u-carol', roles: ['user', 'lead', 'sec'], value: 'reject', via: 'command', sha: DEPLOYED_SHA },
    { v: 1, id: 'f5', at: ASKED_AT + 5000, type: 'withdrawn', user: 'u-carol', value: 'reject' },
    { v: 1, id: 'f6', at: ASKED_AT + 6000, type: 'voted', user: 'u-carol', roles: ['user', 'lead', 'sec'], value: 'approve', via: 'command', sha: DEPLOYED_SHA },
    { v: 1, id: 'f7', at: ASKED_AT + 7000, type: 'gate', name: 'security', verdict: 'green' },
    { v: 1, id: 'f8', at: ASKED_AT + 8000, type: 'gate', name: 'license', verdict: 'green' },
    { v: 1, id: 'f9', at: ASKED_AT + 9000, type: 'execution-begun', key: KEY },
    { v: 1, id: 'fa', at: ASKED_AT + 99_000, type: 'executed', key: KEY, outcome: { stage: 'running', url: 'https://x.example' } },
];
