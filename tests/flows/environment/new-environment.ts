import type { Environment } from '../../../services/workflows/environment/environment';

/** A branch that one person has to approve. */
export const NEW_ENVIRONMENT: Environment = {
    v: 1, name: 'staging', target: { kind: 'branch', ref: 'staging' }, approvals: 1, roles: [], reviewers: [], selfApproval: false, strict: false, gates: [], expiryHours: 24,
};
