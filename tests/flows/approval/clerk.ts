import type { ApprovalFact, ApprovalRule, Voted } from '../../../services/workflows/approval';
import { PINNED } from './fake-target';

/** Where a request is in the clerk's book. `due`: approved, and nobody has begun. */
export type Standing = 'waiting' | 'due' | 'running' | 'failed' | 'live' | 'void' | 'cancelled';

export interface Book {
    readonly standing: Standing;
    /** The keys of the attempts that began with everybody's approval, and were not stopped before their first step. */
    readonly begun: readonly string[];
}

/**
 * What should have come of a request, read from its facts in their order as a clerk would who knows the rules and not the
 * code: whoever holds a valid vote when an execution begins is who it rests on.
 */
export function clerkOf(facts: readonly ApprovalFact[]): Book {
    const clerk = new Clerk(facts);
    for (const fact of [...facts].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
        clerk.enter(fact);
    }
    return clerk.book();
}

class Clerk {
    private readonly votes = new Map<string, Voted | undefined>();
    /** Who said something themselves. */
    private readonly outspoken = new Set<string>();
    private readonly begun: string[] = [];
    /** What was said while an attempt was running. */
    private late: ApprovalFact[] = [];
    private phase: 'open' | 'running' | 'failed' | 'live' | 'void' | 'cancelled' = 'open';
    private head = PINNED;
    private locked = false;
    /** The attempt that something said or found after its beginning stopped before its first step. */
    private stopped: string | undefined;
    private readonly id: string;
    private readonly requester: string;
    private readonly rule: ApprovalRule;

    constructor(facts: readonly ApprovalFact[]) {
        const request = facts.find(({ type }) => type === 'requested');
        if (request?.type !== 'requested') {
            throw new Error('Nothing was requested.');
        }
        ({ id: this.id, requester: this.requester, rule: this.rule } = request);
    }

    book(): Book {
        const open = this.isApproved() ? 'due' : 'waiting';
        return { standing: this.phase === 'open' ? open : this.phase, begun: this.begun.filter((key) => key !== this.stopped) };
    }

    enter(fact: ApprovalFact): void {
        const over = this.phase === 'live' || this.phase === 'void' || this.phase === 'cancelled';
        if (over) {
            return;
        }
        if (fact.type === 'voted' || fact.type === 'withdrawn') {
            this.listen(fact);
        } else {
            this.happen(fact);
        }
        if (this.phase === 'open' && this.isHindered()) {
            this.phase = 'void';
        }
    }

    private listen(fact: Extract<ApprovalFact, { type: 'voted' | 'withdrawn' }>): void {
        if (this.phase === 'running') {
            this.late.push(fact);
            return;
        }
        if (fact.type === 'voted' ? !fact.found : fact.vote === undefined) {
            this.outspoken.add(fact.user);
        }
        const vote = this.standing(fact.user);
        if (fact.type === 'voted') {
            this.votes.set(fact.user, fact.found && this.outspoken.has(fact.user) ? vote : fact);
        } else if (vote && (fact.value ?? vote.value) === vote.value && (fact.vote ?? vote.id) === vote.id) {
            this.votes.delete(fact.user);
        }
    }

    /** What was found on the message is worth nothing once its user has spoken. */
    private standing(user: string): Voted | undefined {
        const vote = this.votes.get(user);
        return vote?.found && this.outspoken.has(user) ? undefined : vote;
    }

    private happen(fact: Exclude<ApprovalFact, { type: 'voted' | 'withdrawn' }>): void {
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
                this.fail();
                this.stop(fact);
                return;
            case 'retried':
                this.phase = this.phase === 'failed' && fact.key === this.begun.at(-1) && this.isApproved() && !this.isHindered() ? 'open' : this.phase;
                return;
            default:
        }
    }

    private begin(key: string): void {
        if (this.phase === 'open' && this.isApproved() && key === `execute:${this.id}:${PINNED}:${this.begun.length + 1}`) {
            this.begun.push(key);
            this.phase = 'running';
        }
    }

    private fail(): void {
        this.phase = 'failed';
        const { late } = this;
        this.late = [];
        late.forEach((fact) => this.enter(fact));
    }

    /** Nothing is stopped without a reason. */
    private stop({ reason, key }: { readonly reason: string; readonly key: string }): void {
        if (reason !== 'voided') {
            return;
        }
        if (this.isApproved() && !this.isHindered()) {
            throw new Error(`${key} was stopped for nothing.`);
        }
        this.stopped = key;
    }

    private isHindered(): boolean {
        return this.locked || this.head !== PINNED;
    }

    private isApproved(): boolean {
        const { approverRoles, requiredRoles, minimumApprovals } = this.rule;
        const entitled = (vote: Voted): boolean => vote.roles.some((role) => approverRoles.includes(role) || requiredRoles.includes(role));
        const valid = [...this.votes.keys()].flatMap((user) => this.standing(user) ?? []).filter((vote) => vote.user !== this.requester && vote.sha === PINNED && entitled(vote));
        const covered = requiredRoles.every((role) => valid.some(({ roles }) => roles.includes(role)));
        return valid.every(({ value }) => value === 'approve') && valid.length >= minimumApprovals && covered;
    }
}
