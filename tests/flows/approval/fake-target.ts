import type { Undertaking } from '../../../flows/approval/undertaking';
import type { Approval } from '../../../flows/approval/load-approval';

/** What is approved in these tests: that a target shows a commit. */
export const PUT = 'put';
export const PINNED = 'a'.repeat(40);
export const MOVED = 'b'.repeat(40);
/** How long one step takes until the next is due, milliseconds. */
export const STEP_MS = 1000;

/** What is remembered after the target was told. */
const WAITING = 'waiting';

/** What happened to the target, as the target saw it. */
interface Act {
    readonly key: string;
    readonly at: number;
    readonly sha: string;
    /** How the target has the attempt: refused attempts change nothing. */
    readonly refused: boolean;
}

/** The world outside, which all servers share: a head that may move, a gate, and a target that takes an attempt once, however often it is told. */
export class FakeTarget {
    head = PINNED;
    gate: 'green' | 'red' | 'unknown' = 'green';
    /** So many attempts are refused before one goes well. */
    refusals = 0;
    /** Attempts, each once, in the order in which the target learnt of them. */
    readonly acts: Act[] = [];
    /** Every call, also the repeated ones. */
    calls = 0;
    /** Thrown instead of an answer. */
    failure: Error | undefined;

    put(approval: Approval, at: number): Act {
        this.calls += 1;
        const { key, request } = approval.state;
        const known = this.acts.find((act) => act.key === key);
        if (known) {
            return known;
        }
        const act = { key, at, sha: request.sha, refused: this.acts.length < this.refusals };
        this.acts.push(act);
        return act;
    }

    /** The attempts that the target took. */
    get taken(): Act[] {
        return this.acts.filter(({ refused }) => !refused);
    }
}

/** `onStep` is called before and after everything that reaches the target; it may wait or throw. */
export function fakeUndertaking(target: FakeTarget, onStep: (step: 'look' | 'act' | 'acted') => void | Promise<void> = () => undefined): Undertaking {
    return {
        kind: PUT,
        requestView: ({ id }) => ({ text: 'May I?', blocks: [{ type: 'actions', elements: [{ type: 'button', actionId: 'approval.approve', label: 'Approve', value: id }] }] }),
        async recheck(ctx) {
            const { head, gate } = target;
            await onStep('look');
            return [
                { type: 'head-moved', id: ctx.newId(), sha: head },
                { type: 'gate-changed', id: ctx.newId(), name: 'scan', verdict: gate },
            ];
        },
        async execute(ctx, approval) {
            await onStep('act');
            if (target.failure) {
                throw target.failure;
            }
            const { refused } = target.put(approval, ctx.clock());
            await onStep('acted');
            if (refused) {
                return { state: 'failed', reason: 'quota', retryable: true, words: 'no quota' };
            }
            return approval.step?.memo === WAITING ? { state: 'done', outcome: { seconds: 1 } } : { state: 'going', memo: WAITING, stage: 'starting', pauseMs: STEP_MS };
        },
        failure: () => ({ key: 'approval.phase.failed' }),
        success: () => [],
        actions: () => [],
        reportAttachments: () => [],
        archive: () => Promise.resolve({ text: 'kept' }),
    };
}
