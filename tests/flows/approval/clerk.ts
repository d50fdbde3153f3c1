import { SETTLE_MS } from '../../../persistence';
import type { ApprovalFact } from '../../../services/workflows/approval';
import { Ballot, type Statement } from './ballot';
import { PINNED } from './fake-target';

/** Where a request is in the clerk's book. `due`: approved, and nobody has begun. */
export type Standing = 'waiting' | 'due' | 'running' | 'failed' | 'live' | 'void' | 'cancelled';

export interface Book {
    readonly standing: Standing;
    /** The keys of the attempts that began with everybody's approval, and were not stopped before their first step. */
    readonly begun: readonly string[];
    /** Nothing that was said or found, since it began as well, speaks against it. */
    readonly holds: boolean;
}

/**
 * What should have come of a request, read from its facts in their order as a clerk would who knows the rules and not the
 * code: whoever holds a valid vote when an execution begins is who it rests on. Throws when one was stopped for nothing.
 */
export function clerkOf(facts: readonly ApprovalFact[]): Book {
    const request = facts.find(({ type }) => type === 'requested');
    if (request?.type !== 'requested') {
        throw new Error('Nothing was requested.');
    }
    const clerk = new Clerk(request.id, new Ballot(request.requester, request.rule));
    for (const fact of [...facts].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
        clerk.enter(fact);
    }
    return clerk.book();
}

class Clerk {
    private phase: 'open' | 'running' | 'failed' | 'live' | 'void' | 'cancelled' = 'open';
    private readonly begun: string[] = [];
    private readonly stopped: string[] = [];
    /** With what was said since an attempt began, which counts if that fails. */
    private heard: Ballot;
    private head = PINNED;
    private locked = false;
    /** Until when something spoke against it. */
    private faultUntil = 0;

    constructor(
        private readonly id: string,
        private ballot: Ballot,
    ) {
        this.heard = ballot;
    }

    book(): Book {
        const open = this.ballot.isApproved() ? 'due' : 'waiting';
        return { standing: this.phase === 'open' ? open : this.phase, begun: this.begun.filter((key) => !this.stopped.includes(key)), holds: this.holds() };
    }

    enter(fact: ApprovalFact): void {
        if (this.phase === 'live' || this.phase === 'void' || this.phase === 'cancelled') {
            return;
        }
        this.faultUntil = this.holds() ? this.faultUntil : fact.at;
        if (fact.type === 'voted' || fact.type === 'withdrawn') {
            this.heard.hear(fact);
        } else {
            this.happen(fact);
        }
        if (this.phase === 'open' && this.isHindered()) {
            this.phase = 'void';
        }
    }

    private happen(fact: Exclude<ApprovalFact, Statement>): void {
        switch (fact.type) {
            case 'head-moved':
                this.head = fact.sha;
                return;
            case 'locked':
                this.locked = true;
                return;
            case 'cancelled':
                this.phase = this.phase === 'running' ? 'running' : 'cancelled';
                return;
            case 'execution-begun':
                this.begin(fact.key);
                return;
            case 'executed':
                this.phase = 'live';
                return;
            case 'failed':
                this.fail(fact);
                return;
            case 'retried':
                this.phase = this.phase === 'failed' && fact.key === this.begun.at(-1) && this.ballot.isApproved() && !this.isHindered() ? 'open' : this.phase;
                return;
            default:
        }
    }

    private begin(key: string): void {
        if (this.phase === 'open' && this.ballot.isApproved() && key === `execute:${this.id}:${PINNED}:${this.begun.length + 1}`) {
            this.begun.push(key);
            this.phase = 'running';
            this.heard = this.ballot.copy();
        }
    }

    private fail({ reason, key, at }: Extract<ApprovalFact, { type: 'failed' }>): void {
        this.phase = 'failed';
        this.ballot = this.heard;
        if (reason !== 'voided') {
            return;
        }
        // What took back the reason may have been on its way when the attempt was stopped.
        if (this.faultUntil < at - SETTLE_MS) {
            throw new Error(`${key} was stopped for nothing.`);
        }
        this.stopped.push(key);
    }

    private holds(): boolean {
        return this.heard.isApproved() && !this.isHindered();
    }

    private isHindered(): boolean {
        return this.locked || this.head !== PINNED;
    }
}
