import type { ApprovalFact, ApprovalRule, Voted } from '../../../services/workflows/approval';
import { PINNED } from './fake-target';

export type Statement = Extract<ApprovalFact, { type: 'voted' | 'withdrawn' }>;

/** What everybody stands by, as a clerk would keep it. */
export class Ballot {
    constructor(
        private readonly requester: string,
        private readonly rule: ApprovalRule,
        private readonly votes = new Map<string, Voted>(),
        /** Who said something themselves. */
        private readonly outspoken = new Set<string>(),
    ) {}

    copy(): Ballot {
        return new Ballot(this.requester, this.rule, new Map(this.votes), new Set(this.outspoken));
    }

    hear(fact: Statement): void {
        const { user } = fact;
        const isFound = fact.type === 'voted' && fact.found;
        const isConcluded = fact.type === 'withdrawn' && fact.vote !== undefined;
        if (isFound && this.outspoken.has(user)) {
            return;
        }
        if (!isFound && !isConcluded) {
            this.speak(user);
        }
        const vote = this.votes.get(user);
        if (fact.type === 'voted') {
            this.votes.set(user, fact);
        } else if (vote && (fact.value ?? vote.value) === vote.value && (fact.vote ?? vote.id) === vote.id) {
            this.votes.delete(user);
        }
    }

    isApproved(): boolean {
        const { approverRoles, requiredRoles, minimumApprovals } = this.rule;
        const entitled = (vote: Voted): boolean => vote.roles.some((role) => approverRoles.includes(role) || requiredRoles.includes(role));
        const valid = [...this.votes.values()].filter((vote) => vote.user !== this.requester && vote.sha === PINNED && entitled(vote));
        const covered = requiredRoles.every((role) => valid.some(({ roles }) => roles.includes(role)));
        return valid.every(({ value }) => value === 'approve') && valid.length >= minimumApprovals && covered;
    }

    /** What was found on the message is worth nothing once its user has spoken. */
    private speak(user: string): void {
        this.outspoken.add(user);
        if (this.votes.get(user)?.found) {
            this.votes.delete(user);
        }
    }
}
