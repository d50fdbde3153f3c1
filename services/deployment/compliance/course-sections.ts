import { canonicalJson } from '../../workflows/audit/canonical-json';
import type { ApprovalFact, Attempt, Obstacle } from '../../workflows/approval';
import type { GateResult } from '../evidence';
import type { Price } from '../price';
import { type ComplianceRecord, listed, people, person, roles } from './compliance-record';
import { type Cell, listing, optionalTime, section, table, time } from './markdown';

/** What the gates said, what happened around the request, what was carried out, and how it ended. */
export function courseSections(record: ComplianceRecord): string[] {
    return [gatesSection(record), eventsSection(record), executionSection(record), outcomeSection(record)];
}

function gatesSection({ deployment: { evidence }, state }: ComplianceRecord): string {
    const names = [...new Set([...evidence.gates.map(({ gate }) => gate), ...state.gates.map(({ name }) => name)])].sort();
    const rows = names.map((name) => {
        const first = evidence.gates.find(({ gate }) => gate === name);
        const last = state.gates.find((gate) => gate.name === name);
        const checkedAt = state.facts.findLast((fact) => fact.type === 'gate' && fact.name === name)?.at;
        return [name, state.request.rule.requiredGates.includes(name), first?.verdict, first && reasonOf(first), last?.verdict, optionalTime(checkedAt)];
    });
    return section('Gates', ['The last verdict is the one of the last re-check; its time is when it changed.', table(['Gate', 'Required', 'When asked', 'Reason', 'Last verdict', 'Since'], rows)]);
}

const reasonOf = ({ reason, values }: GateResult): string => (Object.keys(values).length === 0 ? reason : `${reason} ${canonicalJson(values)}`);

type Event = Exclude<ApprovalFact, { type: 'requested' | 'voted' | 'withdrawn' | 'reviewer-asked' }>;

const isEvent = (fact: ApprovalFact): fact is Event => !['requested', 'voted', 'withdrawn', 'reviewer-asked'].includes(fact.type);

function eventsSection(record: ComplianceRecord): string {
    const rows = record.state.facts.filter(isEvent).map((fact) => [time(fact.at), fact.type, 'by' in fact ? person(record, fact.by) : undefined, detailsOf(record, fact)]);
    return section('Events', [table(['Time', 'What happened', 'By', 'Details'], rows)]);
}

function detailsOf(record: ComplianceRecord, fact: Event): string | undefined {
    switch (fact.type) {
        case 'reviewer-excused':
            return person(record, fact.user);
        case 'gate':
            return `${fact.name}: ${fact.verdict}`;
        case 'head-moved':
            return fact.sha;
        case 'locked':
        case 'unlocked':
            return fact.reason;
        case 'cancelled':
        case 'expired':
            return undefined;
        case 'execution-begun':
        case 'retried':
            return fact.key;
        case 'executed':
            return `${fact.key} ${canonicalJson(fact.outcome)}`;
        case 'failed':
            return `${fact.key} ${fact.reason}`;
    }
}

function executionSection(record: ComplianceRecord): string {
    const { deployment: { price }, state: { attempts } } = record;
    const rows = attempts.map((attempt) => [attempt.number, time(attempt.begunAt), people(record, attempt.approvers), optionalTime(attempt.outcome?.at), ...resultOf(attempt, price)]);
    return section('Execution', [table(['Attempt', 'Begun', 'Approved by', 'Ended', 'Seconds', 'Cost at the price above, USD', 'Outcome', 'Details'], rows)]);
}

const MS_PER_HOUR = 3_600_000;

function resultOf({ begunAt, outcome }: Attempt, price: Price | undefined): Cell[] {
    if (!outcome) {
        return [undefined, undefined, 'not known yet', undefined];
    }
    const took = Math.max(0, outcome.at - begunAt);
    const cost = price && [price.minPerHour, price.maxPerHour].map((perHour) => (perHour * took / MS_PER_HOUR).toFixed(4)).join(' to ');
    const details = outcome.type === 'executed' ? canonicalJson(outcome.outcome) : `${outcome.reason} (${outcome.retryable ? 'may be tried again' : 'final'})`;
    return [(took / 1000).toFixed(3), cost, outcome.type, details];
}

function outcomeSection(record: ComplianceRecord): string {
    const { phase, final, endedAt, voidedBy, obstacles, missing, strays, head } = record.state;
    return section('Outcome', [listing([
        ['State', phase],
        ['Final', final],
        ['Ended at', optionalTime(endedAt)],
        ['Voided by', voidedBy && obstacleText(record, voidedBy)],
        ['In the way', listed(obstacles.map((obstacle) => obstacleText(record, obstacle)))],
        ['Head of the revision as last seen', head],
        ['Approvals missing', missing.approvals],
        ['Roles missing', roles(record, missing.roles)],
        ['Reviewers missing', people(record, missing.reviewers)],
        ['Gates missing', listed(missing.gates)],
        ['Carried out without being due', listed(strays)],
    ])]);
}

function obstacleText(record: ComplianceRecord, obstacle: Obstacle): string {
    switch (obstacle.kind) {
        case 'head-moved':
            return `the head moved to ${obstacle.sha}`;
        case 'gate-red':
            return `the gate ${obstacle.gate} is red`;
        case 'locked':
            return `locked by ${person(record, obstacle.by)}: ${obstacle.reason}`;
    }
}
