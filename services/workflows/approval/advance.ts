import { assess, obstaclesOf } from './assess';
import { type Course, currentKey, hasEnded } from './course';
import type { ApprovalFact, Outcome, Statement } from './fact';
import { votersOf } from './tally';

/** The course after one more fact, which is not older than those before it. */
export function advance(course: Course, fact: ApprovalFact): Course {
    const inTime = fact.at < course.request.expiresAt ? course : lapse(course);
    const next = step(inTime, fact);
    const [voidedBy] = next.stage === 'open' ? obstaclesOf(next) : [];
    return voidedBy ? { ...next, stage: { phase: 'voided', at: fact.at, voidedBy } } : next;
}

/** The course once time is up. A rejection that stood until then is what ended it; what failed can't be tried again. */
export function lapse(course: Course, at = course.request.expiresAt): Course {
    if (course.stage === 'failed') {
        return { ...course, stage: { phase: 'failed', at: Math.max(at, course.attempts.at(-1)?.outcome?.at ?? at) } };
    }
    if (course.stage !== 'open') {
        return course;
    }
    return { ...course, stage: { phase: assess(course).verdict === 'rejected' ? 'rejected' : 'expired', at } };
}

function step(course: Course, fact: ApprovalFact): Course {
    switch (fact.type) {
        case 'voted':
        case 'withdrawn':
            return hear(course, fact);
        case 'executed':
        case 'failed':
            return conclude(course, fact);
        default:
            return hasEnded(course) ? course : stepUnended(course, fact);
    }
}

function stepUnended(course: Course, fact: Exclude<ApprovalFact, Statement | Outcome>): Course {
    switch (fact.type) {
        case 'requested':
            return course;
        case 'reviewer-asked':
            return ask(course, fact.user);
        case 'reviewer-excused':
            return { ...course, asked: course.asked.filter((user) => user !== fact.user) };
        case 'gate':
            return { ...course, verdicts: new Map([...course.verdicts, [fact.name, fact.verdict]]) };
        case 'head-moved':
            return { ...course, head: fact.sha };
        case 'locked':
            return { ...course, lock: { by: fact.by, reason: fact.reason } };
        case 'unlocked':
            return { ...course, lock: undefined };
        case 'cancelled':
            return course.stage === 'executing' ? course : { ...course, stage: { phase: 'cancelled', at: fact.at } };
        case 'expired':
            return lapse(course, fact.at);
        case 'execution-begun':
            return begin(course, fact);
        case 'retried':
            return retry(course, fact);
    }
}

function hear(course: Course, statement: Statement): Course {
    const closed = course.stage === 'executing' || hasEnded(course);
    return closed ? { ...course, late: [...course.late, statement] } : { ...course, statements: [...course.statements, statement] };
}

/** Whoever was asked has to approve, which never makes approval easier. Who may not vote on their own request is not waited for. */
function ask(course: Course, user: string): Course {
    const { requester, rule } = course.request;
    const pointless = course.asked.includes(user) || (user === requester && !rule.selfApproval);
    return pointless ? course : { ...course, asked: [...course.asked, user] };
}

/** An attempt that begins without approval, because its server had not seen the latest facts, does not count as begun. */
function begin(course: Course, { key, at }: { readonly key: string; readonly at: number }): Course {
    const { verdict, votes } = assess(course);
    if (course.stage !== 'open' || verdict !== 'approved' || key !== currentKey(course)) {
        return course;
    }
    const attempt = { number: course.attempts.length + 1, key, begunAt: at, approvers: votersOf(votes, 'approve') };
    const begun: Course = { ...course, stage: 'executing', attempts: [...course.attempts, attempt], unmatched: [] };
    return course.unmatched.reduce(conclude, begun);
}

/** A success counts also after a failure was reported, as long as nobody retried: two servers may have watched. */
function conclude(course: Course, outcome: Outcome): Course {
    const attempt = course.attempts.at(-1);
    const awaited = course.stage === 'executing' || (course.stage === 'failed' && outcome.type === 'executed');
    if (!attempt || attempt.key !== outcome.key || !awaited) {
        return { ...course, unmatched: [...course.unmatched, outcome] };
    }
    const concluded: Course = { ...course, attempts: [...course.attempts.slice(0, -1), { ...attempt, outcome }] };
    const at = Math.max(attempt.begunAt, outcome.at);
    if (outcome.type === 'executed') {
        return { ...concluded, stage: { phase: 'live', at } };
    }
    const reopened: Course = { ...concluded, stage: 'failed', statements: [...course.statements, ...course.late], late: [] };
    return outcome.retryable ? reopened : { ...concluded, stage: { phase: 'failed', at } };
}

/** Only what could be executed right away is retried. */
function retry(course: Course, { key, at }: { readonly key: string; readonly at: number }): Course {
    const { verdict, obstacles } = assess(course);
    const possible = course.stage === 'failed' && key === currentKey(course) && at < course.request.expiresAt;
    return possible && verdict === 'approved' && obstacles.length === 0 ? { ...course, stage: 'open' } : course;
}
