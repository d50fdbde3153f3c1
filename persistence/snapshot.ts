import { createHash } from 'crypto';

import type { Fact } from './fact';

/**
 * A fact that stands for `replaced` (at least one), for the result of `keep` in `Ledger.compact`.
 *
 * It names every fact it stands for, also those that came to it by earlier snapshots; its id follows from them. That is
 * what makes two servers that compact at once, or one that writes its snapshot much too late, add nothing: of two
 * snapshots the one that stands for more is read, the other is not. It costs 27 bytes per fact ever replaced, so a subject
 * with ten thousands of facts is better split by time (`budget:2026-01`).
 *
 * Every fact counts once as long as each compaction replaces all facts it read. A `keep` that replaces only some of them
 * may, between servers that read at different times, let one fact be part of two snapshots of which neither stands for
 * the other: then the fold has to be one for which that makes no difference (last wins, maximum, union of sets).
 */
export function snapshotOf(replaced: readonly Fact[], { type, data }: Pick<Fact, 'type' | 'data'>): Fact {
    const [first] = replaced;
    if (!first) {
        throw new RangeError('A snapshot has to replace at least one fact.');
    }
    const replaces = [...new Set(replaced.flatMap((fact) => fact.replaces ?? [fact.id]))].sort();
    return {
        v: 1,
        id: createHash('sha256').update(JSON.stringify([type, replaces])).digest('hex').slice(0, 24),
        subject: first.subject,
        type,
        at: Math.max(...replaced.map((fact) => fact.at)),
        data,
        replaces,
    };
}

/**
 * The facts that no snapshot among them stands for, so that what is left half-way through a compaction counts once.
 * Keeps the order of `facts`.
 */
export function withoutReplaced(facts: readonly Fact[]): Fact[] {
    const standing: Set<string>[] = [];
    const read = new Set<Fact>();
    for (const snapshot of facts.filter((fact) => fact.replaces).sort((a, b) => size(b) - size(a))) {
        if (!standing.some((ids) => snapshot.replaces?.every((id) => ids.has(id)))) {
            standing.push(new Set(snapshot.replaces));
            read.add(snapshot);
        }
    }
    return facts.filter((fact) => (fact.replaces ? read.has(fact) : !standing.some((ids) => ids.has(fact.id))));
}

function size(fact: Fact): number {
    return fact.replaces?.length ?? 0;
}
