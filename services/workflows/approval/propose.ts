import type { Refusal } from './effect';
import type { ApprovalEvent, ManagingActor } from './event';
import type { ApprovalFact } from './fact';
import type { ApprovalState } from './state';
import { mayVote } from './tally';

type Proposal = { readonly facts: readonly ApprovalFact[] } | { readonly refusal: Refusal };
type EventOf<T extends ApprovalEvent['type']> = Extract<ApprovalEvent, { type: T }>;

const NOTHING: Proposal = { facts: [] };

/** What an event would add to the facts, dated `at`. Votes are evidence and always added; whether they count is the fold's to say. */
export function propose(state: ApprovalState, event: ApprovalEvent, at: number): Proposal {
    switch (event.type) {
        case 'vote':
            return one({ ...stamp(event.id, at), type: 'voted', user: event.by.user, roles: event.by.roles, value: event.value, via: event.via, sha: event.sha, ...(event.found && { found: event.found }) });
        case 'withdraw':
            return one({ ...stamp(event.id, at), type: 'withdrawn', user: event.user, ...(event.value && { value: event.value }), ...(event.vote !== undefined && { vote: event.vote }) });
        case 'execution-succeeded':
            return one({ ...stamp(`executed:${event.key}`, at), type: 'executed', key: event.key, outcome: event.outcome });
        case 'execution-failed':
            return one({ ...stamp(`failed:${event.key}`, at), type: 'failed', key: event.key, reason: event.reason, retryable: event.retryable });
        case 'tick':
            return expiry(state);
        case 'settle':
            return state.phase === 'approved' ? one({ ...stamp(event.id, at), type: 'execution-begun', key: state.key }) : expiry(state);
        case 'ask-reviewer':
            return asking(state, event, at);
        case 'excuse-reviewer':
            return excusing(state, event, at);
        case 'cancel':
            return cancelling(state, event, at);
        case 'retry':
            return retrying(state, event, at);
        default:
            return state.final ? NOTHING : report(state, event, at);
    }
}

/** News of the surroundings; what is known already is not repeated. */
function report(state: ApprovalState, event: EventOf<'head-moved' | 'gate-changed' | 'lock' | 'unlock'>, at: number): Proposal {
    switch (event.type) {
        case 'head-moved':
            return event.sha === state.head ? NOTHING : one({ ...stamp(event.id, at), type: 'head-moved', sha: event.sha });
        case 'gate-changed': {
            const known = state.gates.some(({ name, verdict }) => name === event.name && verdict === event.verdict);
            return known ? NOTHING : one({ ...stamp(event.id, at), type: 'gate', name: event.name, verdict: event.verdict });
        }
        case 'lock':
        case 'unlock':
            return one({ ...stamp(event.id, at), type: `${event.type}ed`, by: event.by, reason: event.reason });
    }
}

function asking(state: ApprovalState, { id, by, reviewer }: EventOf<'ask-reviewer'>, at: number): Proposal {
    const { rule, requester } = state.request;
    if (state.final) {
        return { refusal: 'closed' };
    }
    if (by.user !== requester && !mayVote(rule, by)) {
        return { refusal: 'not-allowed' };
    }
    if (reviewer.user === requester && !rule.selfApproval) {
        return { refusal: 'self' };
    }
    if (!mayVote(rule, reviewer)) {
        return { refusal: 'cannot-approve' };
    }
    return state.asked.includes(reviewer.user) ? NOTHING : one({ ...stamp(id, at), type: 'reviewer-asked', user: reviewer.user, by: by.user });
}

function excusing(state: ApprovalState, { id, by, reviewer }: EventOf<'excuse-reviewer'>, at: number): Proposal {
    if (state.final) {
        return { refusal: 'closed' };
    }
    const askers = state.facts.flatMap((fact) => (fact.type === 'reviewer-asked' && fact.user === reviewer ? [fact.by] : []));
    if (by.user !== reviewer && !askers.includes(by.user)) {
        return { refusal: 'not-allowed' };
    }
    return state.asked.includes(reviewer) ? one({ ...stamp(id, at), type: 'reviewer-excused', user: reviewer, by: by.user }) : NOTHING;
}

function cancelling(state: ApprovalState, { id, by }: EventOf<'cancel'>, at: number): Proposal {
    if (!mayManage(state, by)) {
        return { refusal: 'not-allowed' };
    }
    return state.final || state.phase === 'executing' ? { refusal: 'closed' } : one({ ...stamp(id, at), type: 'cancelled', by: by.user });
}

function retrying(state: ApprovalState, { id, by }: EventOf<'retry'>, at: number): Proposal {
    if (!mayManage(state, by)) {
        return { refusal: 'not-allowed' };
    }
    const retryable = state.phase === 'failed' && !state.final;
    return retryable ? one({ ...stamp(id, at), type: 'retried', by: by.user, key: state.key }) : { refusal: 'nothing-to-retry' };
}

/** Written once, with the same bytes by every server. */
function expiry({ request, phase, final, facts }: ApprovalState): Proposal {
    const lapsed = final && (phase === 'expired' || phase === 'rejected') && !facts.some(({ type }) => type === 'expired');
    return lapsed ? one({ ...stamp('expired', request.expiresAt), type: 'expired' }) : NOTHING;
}

function mayManage({ request }: ApprovalState, actor: ManagingActor): boolean {
    return actor.manager || actor.user === request.requester || mayVote(request.rule, actor);
}

function stamp(id: string, at: number): { readonly v: 1; readonly id: string; readonly at: number } {
    return { v: 1, id, at };
}

function one(fact: ApprovalFact): Proposal {
    return { facts: [fact] };
}
