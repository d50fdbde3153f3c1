import type * as z from 'zod/mini';

import { association } from './association';
import type { PersistenceDeps } from './deps';
import type { Fact } from './fact';
import { Ledger } from './ledger';
import { TtlCache } from './ttl-cache';

/** The values of fields that were set; a field set to null counts as not set. */
export type Fields = Readonly<Record<string, unknown>>;

export interface FieldLedgerOptions<T> {
    /** First part of the subjects, e.g. `preferences`. */
    readonly name: string;
    /** Turns the set fields into a value with its defaults. Unknown fields are dropped. */
    readonly schema: z.ZodMiniType<T>;
    /** Shared by all instances of a process; see `fieldCache`. */
    readonly cache: FieldCache<T>;
}

export type FieldCache<T> = TtlCache<T>;

const TTL_MS = 60_000;
const MAX_ENTRIES = 2_000;
const COMPACT_ABOVE = 20;
const SET = 'set';

/** A cache for a `FieldLedger`: a change made on another server shows after a minute. */
export function fieldCache<T>(clock: () => number): FieldCache<T> {
    return new TtlCache({ clock, ttl: TTL_MS, maxEntries: MAX_ENTRIES });
}

/** Small sets of fields by owner, kept as facts of which the last per field wins. */
export class FieldLedger<T> {
    private readonly ledger: Ledger;

    public constructor(
        private readonly deps: PersistenceDeps,
        private readonly options: FieldLedgerOptions<T>,
    ) {
        this.ledger = new Ledger(deps);
    }

    /** At most one round trip, none for a minute after. */
    public async get(owner: string): Promise<T> {
        const { cache } = this.options;
        const remembered = cache.get(owner);
        if (remembered !== undefined) {
            return remembered;
        }
        const { revision } = cache;
        const value = this.valueOf(owner, await this.ledger.read(this.subject(owner)));
        if (cache.revision === revision) {
            cache.set(owner, value);
        }
        return value;
    }

    /** Sets some fields, leaves the others; null unsets. */
    public async set(owner: string, fields: Fields, by?: string): Promise<T> {
        const subject = this.subject(owner);
        const before = await this.ledger.read(subject);
        // After the last one, should the server that wrote it have a clock ahead of ours.
        const at = Math.max(this.deps.clock(), ...before.map((fact) => fact.at + 1));
        const data = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
        const own = await this.ledger.append({ subject, type: SET, data, at, ...(by === undefined ? {} : { by }) });
        this.options.cache.delete(owner);
        if (before.length >= COMPACT_ABOVE) {
            await this.ledger.compact(subject, lastPerField);
        }
        return this.valueOf(owner, [...before, own]);
    }

    private valueOf(owner: string, facts: readonly Fact[]): T {
        return this.parsed(owner, fieldsOf(facts));
    }

    /** A stored field that does not fit is left out, so that the others still count. */
    private parsed(owner: string, fields: Fields): T {
        const parsed = this.options.schema.safeParse(fields);
        if (parsed.success) {
            return parsed.data;
        }
        const bad = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
        const group = association.fact(this.subject(owner));
        this.deps.onMalformed?.({ kind: this.options.name, group, problem: `invalid: ${[...bad].join(', ')}` });
        return this.options.schema.parse(Object.fromEntries(Object.entries(fields).filter(([field]) => !bad.has(field))));
    }

    private subject(owner: string): string {
        return `${this.options.name}:${owner}`;
    }
}

function fieldsOf(facts: readonly Fact[]): Fields {
    const merged = new Map(facts.flatMap((fact) => Object.entries(fact.data)));
    return Object.fromEntries([...merged].filter(([, value]) => value !== null));
}

/** The facts that give some field its value: at most one per field. */
function lastPerField(facts: readonly Fact[]): Fact[] {
    const winners = new Map<string, Fact>();
    for (const fact of facts) {
        for (const field of Object.keys(fact.data)) {
            winners.set(field, fact);
        }
    }
    return [...new Set(winners.values())];
}
