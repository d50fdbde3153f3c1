import { hardwareId, type Target } from '../../workflows/environment/environment';
import type { Deployment } from '../details';
import { type ComplianceRecord, listed, people, person, roles } from './compliance-record';
import { type Cell, listing, section, time } from './markdown';

const HOURS_PER_DAY = 24;

/** What was asked for, where it was to go, and who had to agree. */
export function requestSections(record: ComplianceRecord): string[] {
    return [requestSection(record), environmentSection(record.deployment), ruleSection(record)];
}

function requestSection(record: ComplianceRecord): string {
    const { kind, roomId, deployment, state: { request } } = record;
    const { repo, revision, moves, flow, rollbackTo, live, price } = deployment;
    return section('Request', [listing([
        ['Id', request.id],
        ['Kind', kind],
        ['Asked by', person(record, request.requester)],
        ['Asked at', time(request.at)],
        ['Asked in room', roomId],
        ['Model', repo],
        ['Private on Hugging Face', deployment.private],
        ['Revision', revision],
        ['The revision may move', moves],
        ['Commit', deployment.sha],
        ['Commit that is approved', request.sha],
        ['Subject', request.subject],
        ['Approval flow', flow],
        ['Goes back to request', rollbackTo],
        ['Live when asked', live ? `${live.repo ?? 'a model that is not known'} @ ${live.sha}` : 'nothing'],
        ['Ends undecided at', time(request.expiresAt)],
        ['Price per hour, USD', price && range(price.minPerHour, price.maxPerHour)],
        ['Price per day, USD', price && range(price.minPerHour * HOURS_PER_DAY, price.maxPerHour * HOURS_PER_DAY)],
    ])]);
}

/** US dollars, as precise as prices per hour are. */
const usd = (amount: number): string => amount.toFixed(4);

const range = (from: number, to: number): string => (from === to ? usd(from) : `${usd(from)} to ${usd(to)}`);

function environmentSection({ environment }: Deployment): string {
    return section('Environment', [listing([
        ['Name', environment.name],
        ...targetRows(environment.target),
        ['Approvals', environment.approvals],
        ['Roles', listed(environment.roles)],
        ['Reviewers', listed(environment.reviewers)],
        ['Requesters may approve', environment.selfApproval],
        ['Strict', environment.strict],
        ['Gates', listed(environment.gates)],
        ['Hours until a request ends', environment.expiryHours],
        ['Has to be live first in', environment.after],
    ])]);
}

function targetRows(target: Target): [string, Cell][] {
    switch (target.kind) {
        case 'endpoint':
            return [
                ['Target', `Inference Endpoint ${target.namespace}/${target.endpoint}`],
                ['Hardware', `${hardwareId(target.hardware)} (${target.hardware.accelerator})`],
                ['Replicas', `${target.minReplica} to ${target.maxReplica}`],
            ];
        case 'space':
            return [['Target', `Space ${target.space}`], ['Variable', target.variable]];
        case 'branch':
        case 'tag':
            return [['Target', `${target.kind} of the model's repository`], ['Name of the ref', target.ref]];
    }
}

/** The rule that this request carried; a requester may have asked for more than the environment does. */
function ruleSection(record: ComplianceRecord): string {
    const { rule } = record.state.request;
    return section('Rule of approval', [listing([
        ['Approvals', rule.minimumApprovals],
        ['Votes count of', roles(record, rule.approverRoles)],
        ['Each of these roles', roles(record, rule.requiredRoles)],
        ['Each of these people', people(record, rule.requiredReviewers)],
        ['The requester may approve', rule.selfApproval],
        ['Gates that have to be green', listed(rule.requiredGates)],
    ])]);
}
