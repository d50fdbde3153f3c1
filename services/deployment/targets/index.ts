/** Where a commit is put, and how: looking at a target, what it costs, whether one may, and one step after the other. */
export { advance } from './advance';
export { priceOf } from './price-of';
export { rolloutAt, type Live, type Rollout } from './rollout-at';
export { memoSchema, type FailureReason, type Memo, type Order, type Step } from './step';
export { targetProblem, type TargetProblem } from './target-problem';
