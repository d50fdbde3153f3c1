import type { ApprovalRule, Requested, Statement, Voted, VoteValue } from './fact';
import type { Uncounted, UncountedVote } from './state';

export interface Tally {
    /** One per user, oldest first. */
    readonly votes: readonly Voted[];
    readonly uncounted: readonly UncountedVote[];
}

/** Whether a vote of this person may count at all, apart from being the requester. */
export function mayVote(rule: ApprovalRule, { user, roles }: { readonly user: string; readonly roles: readonly string[] }): boolean {
    const entitled = [...rule.approverRoles, ...rule.requiredRoles];
    return entitled.length === 0 || roles.some((role) => entitled.includes(role)) || rule.requiredReviewers.includes(user);
}

/** Counts the statements made while voting was open; `late` came afterwards. Both in order. */
export function tally(request: Requested, statements: readonly Statement[], late: readonly Statement[]): Tally {
    const overtaken = overtakenVotes(statements);
    const votes: Voted[] = [];
    const uncounted: UncountedVote[] = [];
    for (const vote of statements.filter(isVote)) {
        const why = overtaken.get(vote) ?? objection(request, vote);
        if (why) {
            uncounted.push({ vote, why });
        } else {
            votes.push(vote);
        }
    }
    return { votes, uncounted: [...uncounted, ...late.filter(isVote).map((vote) => ({ vote, why: 'closed' as const }))] };
}

export function votersOf(votes: readonly Voted[], value: VoteValue): string[] {
    return votes.filter((vote) => vote.value === value).map(({ user }) => user);
}

/** Of what a user said only the latest stands, also when it does not count. */
function overtakenVotes(statements: readonly Statement[]): Map<Voted, Uncounted> {
    const overtaken = new Map<Voted, Uncounted>();
    const standing = new Map<string, Voted>();
    const outspoken = new Set(statements.filter(isOwnWord).map(({ user }) => user));
    for (const statement of statements) {
        const earlier = standing.get(statement.user);
        if (isVote(statement) && statement.found && outspoken.has(statement.user)) {
            overtaken.set(statement, 'superseded');
        } else if (isVote(statement)) {
            standing.set(statement.user, statement);
            if (earlier) {
                overtaken.set(earlier, 'superseded');
            }
        } else if (earlier && (statement.value ?? earlier.value) === earlier.value && (statement.vote ?? earlier.id) === earlier.id) {
            standing.delete(statement.user);
            overtaken.set(earlier, 'withdrawn');
        }
    }
    return overtaken;
}

function objection({ rule, requester, sha }: Requested, vote: Voted): Uncounted | undefined {
    if (vote.user === requester && !rule.selfApproval) {
        return 'self';
    }
    if (!mayVote(rule, vote)) {
        return 'no-role';
    }
    return vote.sha === sha ? undefined : 'other-sha';
}

/** Something that a user said, and not what was concluded from the reactions on the message. */
function isOwnWord(statement: Statement): boolean {
    return isVote(statement) ? !statement.found : statement.vote === undefined;
}

function isVote(statement: Statement): statement is Voted {
    return statement.type === 'voted';
}
