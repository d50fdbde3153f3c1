import { createHash } from 'crypto';

import type { Fact } from './fact';

/** How long after a snapshot was made a handler may still be running that read the facts before it. */
const LATE_WRITER_MS = 24 * 60 * 60 * 1000;

/**
 * A fact that stands for `replaced` (at least one), for the result of `keep` in `Ledger.compact`.
 *
 * Its id follows from what it replaces, so two servers that compact the same facts write the same snapshot. It also
 * stands for whatever the snapshots among `replaced` stood for if they are younger than a day, so that a slow server that
 * writes an older snapshot afterwards adds nothing.
 *
 * A fold with snapshots counts every fact once as long as each compaction replaces all facts it read. A `keep` that
 * replaces only some of them may, between servers whose clocks differ, let one fact be part of two snapshots: then the
 * fold has to be one for which that makes no difference (last wins, maximum, union of sets).
 */
export function snapshotOf(replaced: readonly Fact[], { type, data, now }: { type: string; data: Fact['data']; now: number }): Fact {
    const last = replaced.at(-1);
    if (!last) {
        throw new RangeError('A snapshot has to replace at least one fact.');
    }
    const direct = replaced.map((fact) => fact.id).sort();
    const inherited = replaced.flatMap((fact) => (fact.replaces && fact.replaces.madeAt > now - LATE_WRITER_MS ? fact.replaces.ids : []));
    return {
        v: 1,
        id: `s${createHash('sha256').update(JSON.stringify([type, direct])).digest('hex').slice(0, 23)}`,
        subject: last.subject,
        type,
        at: Math.max(...replaced.map((fact) => fact.at)),
        data,
        replaces: { ids: [...new Set([...direct, ...inherited])], madeAt: now },
    };
}

/**
 * The facts that no snapshot among them stands for, so that what is left half-way through a compaction counts once.
 * Keeps the order of `facts`.
 */
export function withoutReplaced(facts: readonly Fact[]): Fact[] {
    const covered = new Set(facts.flatMap((fact) => fact.replaces?.ids ?? []));
    const standing: Fact[] = [];
    for (const snapshot of facts.filter((fact) => fact.replaces).sort((a, b) => size(b) - size(a))) {
        if (!standing.some((other) => standsFor(other, snapshot))) {
            standing.push(snapshot);
        }
    }
    return facts.filter((fact) => !covered.has(fact.id) && (!fact.replaces || standing.includes(fact)));
}

function size(fact: Fact): number {
    return fact.replaces?.ids.length ?? 0;
}

/** Whether everything in the smaller snapshot is in the larger one as well. */
function standsFor(larger: Fact, smaller: Fact): boolean {
    const ids = new Set(larger.replaces?.ids);
    return ids.has(smaller.id) || (smaller.replaces?.ids.every((id) => ids.has(id)) ?? false);
}
