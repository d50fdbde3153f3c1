import { association } from './association';
import { newId, type PersistenceDeps } from './deps';
import { type Fact, factKind, ordered } from './fact';
import { Records } from './records';
import { withoutReplaced } from './snapshot';

/** A fact before it is written; `id` and `at` are given by the ledger when missing. */
export interface NewFact {
    readonly subject: string;
    readonly type: string;
    readonly data?: Readonly<Record<string, unknown>>;
    readonly by?: string;
    /** A deterministic id makes appending the same fact twice harmless. */
    readonly id?: string;
    readonly at?: number;
}

/** Facts by subject. Appending is the only way to change a state; compaction is the only way to lose a record. */
export class Ledger {
    private readonly records: Records<Fact>;

    public constructor(private readonly deps: PersistenceDeps) {
        this.records = new Records(deps, factKind);
    }

    /** One round trip. */
    public async append(fact: NewFact): Promise<Fact> {
        const { data = {}, id = newId(this.deps.rand), at = this.deps.clock(), ...rest } = fact;
        const stored: Fact = { ...rest, v: 1, id, at, data };
        await this.write(stored);
        return stored;
    }

    /** All facts of a subject, oldest first, each once, without those that a snapshot stands for. One round trip. */
    public async read(subject: string): Promise<Fact[]> {
        return withoutReplaced(ordered(await this.raw(subject)));
    }

    /**
     * Replaces the facts of a subject by those that `keep` returns. Facts that `keep` makes up itself must come from
     * `snapshotOf`; leaving facts out without a snapshot is right where later facts supersede them.
     *
     * What is new is written before what is replaced is removed, one record at a time, and facts that arrive meanwhile
     * are not touched: a kill at any line and a second server doing the same leave `read` complete. See `snapshotOf` for
     * what a fold with snapshots may rely on.
     */
    public async compact(subject: string, keep: (facts: readonly Fact[]) => readonly Fact[]): Promise<void> {
        const stored = ordered(await this.raw(subject));
        const facts = withoutReplaced(stored);
        const kept = keep(facts);
        for (const snapshot of without(kept, facts)) {
            await this.write(snapshot);
        }
        const leftovers = without(stored, facts);
        const gone = [...leftovers, ...without(facts, kept)].map((fact) => fact.id);
        await this.records.remove(association.fact(subject), gone);
    }

    /** Removes every fact of a subject, for retention. Facts that arrive meanwhile stay. */
    public async forget(subject: string): Promise<void> {
        await this.compact(subject, () => []);
    }

    private async write(fact: Fact): Promise<void> {
        await this.records.append(fact, [association.fact(fact.subject)]);
    }

    private raw(subject: string): Promise<Fact[]> {
        return this.records.read(association.fact(subject));
    }
}

/** Folds facts into a state, independent of the order and duplication in which they were read. */
export function fold<S>(facts: readonly Fact[], initial: S, step: (state: S, fact: Fact) => S): S {
    return withoutReplaced(ordered(facts)).reduce(step, initial);
}

function without(facts: readonly Fact[], others: readonly Fact[]): Fact[] {
    const ids = new Set(others.map((fact) => fact.id));
    return facts.filter((fact) => !ids.has(fact.id));
}
