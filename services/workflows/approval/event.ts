import type { GateVerdict, Outcome, Voted, VoteValue } from './fact';

/** Somebody and the roles they hold now. */
export interface Actor {
    readonly user: string;
    readonly roles: readonly string[];
}

/** `manager`: the caller found that this person may manage what the request is about, e.g. as an administrator. */
export interface ManagingActor extends Actor {
    readonly manager: boolean;
}

/** `id` becomes the id of the fact: the same event judged twice is one fact. */
interface Identified {
    readonly id: string;
}

/** Who may lock, report heads and gates, or settle is the caller's to check; votes, asking, cancelling and retrying are checked here. */
export type ApprovalEvent =
    | (Identified & { readonly type: 'vote'; readonly by: Actor } & Pick<Voted, 'value' | 'via' | 'sha' | 'found'>)
    /** With `value` only a vote of that value is withdrawn, as by a removed reaction; with `vote` only the one with that id. */
    | (Identified & { readonly type: 'withdraw'; readonly user: string; readonly value?: VoteValue; readonly vote?: string })
    | (Identified & { readonly type: 'ask-reviewer'; readonly reviewer: Actor; readonly by: Actor })
    /** By themselves, or by whoever asked them. */
    | (Identified & { readonly type: 'excuse-reviewer'; readonly reviewer: string; readonly by: Actor })
    | (Identified & { readonly type: 'head-moved'; readonly sha: string })
    | (Identified & { readonly type: 'gate-changed'; readonly name: string; readonly verdict: GateVerdict })
    | (Identified & { readonly type: 'lock' | 'unlock'; readonly by: string; readonly reason: string })
    | (Identified & { readonly type: 'cancel'; readonly by: ManagingActor })
    /** The scheduled sweep: says all that the state still asks for, so that nothing is lost with a killed process. */
    | { readonly type: 'tick' }
    /** The scheduled decision, after head and gates were looked up again: the only way into an execution. */
    | (Identified & { readonly type: 'settle' })
    /** How the attempt of that key went. */
    | { readonly type: 'execution-succeeded'; readonly key: string; readonly outcome: Extract<Outcome, { type: 'executed' }>['outcome'] }
    | { readonly type: 'execution-failed'; readonly key: string; readonly reason: string; readonly retryable: boolean }
    | (Identified & { readonly type: 'retry'; readonly by: ManagingActor });
