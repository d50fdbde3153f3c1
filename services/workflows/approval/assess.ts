import type { Course } from './course';
import type { Gate, Missing, Obstacle } from './state';
import { type Tally, tally } from './tally';

export interface Assessment extends Tally {
    readonly missing: Missing;
    readonly gates: readonly Gate[];
    readonly obstacles: readonly Obstacle[];
    readonly verdict: 'waiting' | 'rejected' | 'approved';
}

/** What votes, gates and obstacles come to, whatever the stage. */
export function assess(course: Course): Assessment {
    const { votes, uncounted } = tally(course.request, course.statements, course.late);
    const gates = gatesOf(course);
    const approvals = votes.filter(({ value }) => value === 'approve');
    const { rule } = course.request;
    const missing = {
        approvals: Math.max(0, rule.minimumApprovals - approvals.length),
        roles: rule.requiredRoles.filter((role) => !approvals.some(({ roles }) => roles.includes(role))),
        reviewers: [...new Set([...rule.requiredReviewers, ...course.asked])].filter((reviewer) => !approvals.some(({ user }) => user === reviewer)),
        gates: gates.filter(({ required, verdict }) => required && verdict !== 'green').map(({ name }) => name),
    };
    const complete = missing.approvals + missing.roles.length + missing.reviewers.length + missing.gates.length === 0;
    const unrejected = complete ? 'approved' : 'waiting';
    return { votes, uncounted, missing, gates, obstacles: obstaclesOf(course), verdict: approvals.length < votes.length ? 'rejected' : unrejected };
}

function gatesOf({ request, verdicts }: Course): Gate[] {
    const names = new Set([...request.rule.requiredGates, ...verdicts.keys()]);
    return [...names].sort().map((name) => ({ name, verdict: verdicts.get(name) ?? 'unknown', required: request.rule.requiredGates.includes(name) }));
}

/** What forbids executing, however many approved. */
export function obstaclesOf(course: Course): Obstacle[] {
    const { request, head, lock } = course;
    const moved: Obstacle[] = head === request.sha ? [] : [{ kind: 'head-moved', sha: head }];
    const red = request.rule.requiredGates.filter((gate) => course.verdicts.get(gate) === 'red').map((gate): Obstacle => ({ kind: 'gate-red', gate }));
    const locked: Obstacle[] = lock ? [{ kind: 'locked', ...lock }] : [];
    return [...moved, ...red, ...locked];
}
