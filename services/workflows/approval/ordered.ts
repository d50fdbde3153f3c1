import type { ApprovalFact } from './fact';

/**
 * Facts by (at, id), each id once; the same for every order and duplication of the input. Of two facts that share an id,
 * such as an outcome that two servers reported, the earlier one stands.
 */
export function ordered(facts: readonly ApprovalFact[]): ApprovalFact[] {
    const seen = new Set<string>();
    return [...facts].sort(byTime).filter(({ id }) => !seen.has(id) && seen.add(id));
}

function byTime(a: ApprovalFact, b: ApprovalFact): number {
    return a.at - b.at || compare(a.id, b.id) || compare(JSON.stringify(a), JSON.stringify(b));
}

function compare(a: string, b: string): number {
    if (a === b) {
        return 0;
    }
    return a < b ? -1 : 1;
}
