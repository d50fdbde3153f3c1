/** Where a commit is put, and how: looking at a target, what it costs, whether one may, and one step after the other. */
export { advance } from './advance';
export { liveAt, type Live } from './live-at';
export { priceOf } from './price-of';
export { memoSchema, type FailureReason, type Memo, type Order, type Step } from './step';
export { targetProblem, type TargetProblem } from './target-problem';
