import type { ApprovalFact, Uncounted, Voted } from '../../workflows/approval';
import { type ComplianceRecord, listed, person, roles } from './compliance-record';
import { section, table, time } from './markdown';

const UNCOUNTED: Readonly<Record<Uncounted, string>> = {
    'self': 'no: the requester may not vote',
    'no-role': 'no: without the right to vote',
    'other-sha': 'no: cast on another commit',
    'withdrawn': 'no: withdrawn',
    'superseded': 'no: voted again',
    'closed': 'no: too late',
};

/** Who said what, what was taken back, and who was asked. */
export function voteSections(record: ComplianceRecord): string[] {
    const { facts } = record.state;
    return [
        section('Votes', [table(['Time', 'Person', 'Vote', 'By right of', 'Through', 'Commit', 'Counted'], ofType(facts, 'voted').map((vote) => voteRow(record, vote)))]),
        section('Withdrawals', [table(['Time', 'Person', 'Which vote'], ofType(facts, 'withdrawn').map(({ at, user, value }) => [time(at), person(record, user), value ?? 'any']))]),
        section('Reviewers asked', [table(['Time', 'Reviewer', 'Asked by'], ofType(facts, 'reviewer-asked').map(({ at, user, by }) => [time(at), person(record, user), person(record, by)]))]),
    ];
}

function ofType<T extends ApprovalFact['type']>(facts: readonly ApprovalFact[], type: T): Extract<ApprovalFact, { type: T }>[] {
    return facts.filter((fact): fact is Extract<ApprovalFact, { type: T }> => fact.type === type);
}

function voteRow(record: ComplianceRecord, vote: Voted): (string | undefined)[] {
    const why = record.state.uncounted.find((uncounted) => uncounted.vote.id === vote.id)?.why;
    return [time(vote.at), person(record, vote.user), vote.value, why ? undefined : rightOf(record, vote), vote.via, vote.sha, why ? UNCOUNTED[why] : 'yes'];
}

/** What made the vote count: roles that the voter held, or being named. */
function rightOf(record: ComplianceRecord, { user, roles: held }: Voted): string | undefined {
    const { approverRoles, requiredRoles, requiredReviewers } = record.state.request.rule;
    const entitling = [...approverRoles, ...requiredRoles];
    const counted = roles(record, held.filter((role) => entitling.includes(role)));
    const rights = [counted, requiredReviewers.includes(user) ? 'named as reviewer' : undefined, entitling.length === 0 ? 'everybody may vote' : undefined];
    return listed(rights.filter((right) => right !== undefined));
}
