import { type Effect, owed, refresh, type Refusal, tell } from './effect';
import type { ApprovalEvent } from './event';
import type { ApprovalFact } from './fact';
import { fold } from './fold';
import { propose } from './propose';
import type { ApprovalState } from './state';

export interface Judgement {
    /** To be appended before any effect is carried out. */
    readonly facts: readonly ApprovalFact[];
    readonly effects: readonly Effect[];
    /** The event came to nothing; its fact, if there is one, is kept as evidence. */
    readonly refusal?: Refusal;
}

interface Transition {
    readonly before: ApprovalState;
    readonly after: ApprovalState;
    readonly now: number;
}

/**
 * What `event` at `now` (milliseconds since 1970) appends and asks for. Effects are what the request asks for only since
 * this event; a tick and a settling repeat all that it asks for. No fact is dated before what it was decided on, even if
 * another server's clock is ahead.
 */
export function judge(state: ApprovalState, event: ApprovalEvent, now: number): Judgement {
    const before = fold(state.facts, now) ?? state;
    const latest = before.facts.at(-1)?.at ?? now;
    const proposal = propose(before, event, Math.max(now, latest + 1));
    if ('refusal' in proposal) {
        return refused(proposal.refusal);
    }
    const { facts } = proposal;
    const after = fold([...before.facts, ...facts], now) ?? before;
    const refusal = futility(after, event);
    if (refusal === 'blocked') {
        return refused(refusal);
    }
    const asked = newlyOwed({ before, after, now }, event);
    const drawn = facts.length > 0 ? [refresh(after.request.id)] : [];
    return { facts, effects: [...asked, ...answer(after, event, refusal), ...drawn], ...(refusal && { refusal }) };
}

function refused(refusal: Refusal): Judgement {
    return { facts: [], effects: [], refusal };
}

function newlyOwed({ before, after, now }: Transition, event: ApprovalEvent): Effect[] {
    const all = owed(after, now);
    if (event.type === 'tick' || event.type === 'settle') {
        return all;
    }
    const known = new Set(owed(before, now).map(({ key }) => key));
    return all.filter(({ key }) => !known.has(key));
}

/** Why the fact of this event changes nothing. */
function futility(after: ApprovalState, event: ApprovalEvent): Refusal | undefined {
    switch (event.type) {
        case 'vote': {
            const why = after.uncounted.find(({ vote }) => vote.id === event.id)?.why;
            return why === 'withdrawn' || why === 'superseded' ? undefined : why;
        }
        case 'withdraw':
            return after.final || after.phase === 'executing' ? 'closed' : undefined;
        case 'retry':
            return after.phase === 'failed' ? 'blocked' : undefined;
        default:
            return undefined;
    }
}

/** Votes may come as reactions, which have no answer of their own. */
function answer(after: ApprovalState, event: ApprovalEvent, refusal: Refusal | undefined): Effect[] {
    if (!refusal || (event.type !== 'vote' && event.type !== 'withdraw')) {
        return [];
    }
    return [tell(after.request.id, event.type === 'vote' ? event.by.user : event.user, refusal)];
}
