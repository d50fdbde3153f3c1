/** Approval of one thing at one commit by the right people: facts fold into a state, events are judged into facts and effects. */
export { type Effect, mayExecute, type Refusal, remindAt, type Telling } from './effect';
export { emojiVote, type EmojiVote } from './emoji-vote';
export type { Actor, ApprovalEvent, ManagingActor } from './event';
export { type ApprovalFact, approvalFact, type ApprovalRule, type GateVerdict, readFacts, type ReadFacts, type Voted, type VoteValue } from './fact';
export { fold } from './fold';
export { judge, type Judgement } from './judge';
export type { ApprovalState, Attempt, Gate, Missing, Obstacle, Phase, Uncounted, UncountedVote } from './state';
export { mayVote } from './tally';
