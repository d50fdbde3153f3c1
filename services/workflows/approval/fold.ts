import { advance, lapse } from './advance';
import { assess } from './assess';
import { type Course, currentKey, opened } from './course';
import type { ApprovalFact, Requested } from './fact';
import { ordered } from './ordered';
import type { ApprovalState } from './state';

/**
 * The state at `now` (milliseconds since 1970), the same for every order and duplication of `facts`. Undefined without a
 * `requested` fact. The request comes first, whatever its time: the clocks of two servers differ.
 */
export function fold(facts: readonly ApprovalFact[], now: number): ApprovalState | undefined {
    const timeline = ordered(facts);
    const request = timeline.find(isRequest);
    if (!request) {
        return undefined;
    }
    const course = timeline.reduce(advance, opened(request));
    return viewOf(now < request.expiresAt ? course : lapse(course), timeline);
}

function viewOf(course: Course, facts: readonly ApprovalFact[]): ApprovalState {
    const { request, stage, attempts, asked, head } = course;
    const { verdict, ...assessment } = assess(course);
    const heard = assess({ ...course, statements: [...course.statements, ...course.late], late: [] });
    const standing = {
        ...assessment,
        request, attempts, asked, head, facts,
        key: currentKey(course),
        strays: straysOf(course),
        holds: heard.verdict === 'approved' && heard.obstacles.length === 0,
    };
    if (typeof stage === 'string') {
        return { ...standing, phase: stage === 'open' ? verdict : stage, final: false };
    }
    const { phase, at, voidedBy } = stage;
    return { ...standing, phase, final: true, endedAt: at, ...(voidedBy && { voidedBy }) };
}

function straysOf({ unmatched, attempts }: Course): string[] {
    const succeeded = attempts.find(({ outcome }) => outcome?.type === 'executed')?.key;
    return [...new Set(unmatched.filter(({ type, key }) => type === 'executed' && key !== succeeded).map(({ key }) => key))];
}

function isRequest(fact: ApprovalFact): fact is Requested {
    return fact.type === 'requested';
}
