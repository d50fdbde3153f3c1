/** Deploying a commit: what a request holds, and where the commit is put. */
export { deploymentSchema, type Deployment } from './details';
export { evidenceSchema, gateResultSchema, type Evidence, type EvidencePart, type GateReason, type GateResult } from './evidence';
export { checkGates, type GateRules } from './gates';
export { gatherEvidence } from './gather-evidence';
export type { PinnedModel } from './pinned-model';
export { priceSchema, type Price } from './price';
export { advance, memoSchema, priceOf, rolloutAt, targetProblem, type FailureReason, type Live, type Memo, type Order, type Rollout, type Step, type TargetProblem } from './targets';
