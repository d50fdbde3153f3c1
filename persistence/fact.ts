import * as z from 'zod/mini';

import type { RecordKind } from './records';

/** Something that happened to a subject. Never edited after it was written. */
export interface Fact {
    readonly v: 1;
    /** Unique within the subject; two records with one id are one fact. */
    readonly id: string;
    /** What the fact is about, e.g. `approval:8f2c`. One subject is one read, so keep it small. */
    readonly subject: string;
    /** What happened, in the past tense: `requested`, `voted`, `expired`. */
    readonly type: string;
    /** Milliseconds since 1970, by the clock of the server that wrote it. */
    readonly at: number;
    /** Who did it: a Rocket.Chat user id. */
    readonly by?: string | undefined;
    /** Plain JSON. Keys without dots and dollar signs (MongoDB). No secrets. */
    readonly data: Readonly<Record<string, unknown>>;
    /** Only on a snapshot: the ids of the facts whose place it takes. */
    readonly replaces?: readonly string[] | undefined;
}

const schema = z.object({
    v: z.literal(1),
    id: z.string(),
    subject: z.string(),
    type: z.string(),
    at: z.number(),
    by: z.optional(z.string()),
    data: z.record(z.string(), z.unknown()),
    replaces: z.optional(z.array(z.string())),
});

export const factKind: RecordKind<Fact> = { name: 'fact', version: 1, schema };

/** Facts sorted by (at, id), each id once; the same for every order and duplication of the input. */
export function ordered(facts: readonly Fact[]): Fact[] {
    const seen = new Set<string>();
    return [...facts].sort(byTime).filter((fact) => !seen.has(fact.id) && seen.add(fact.id));
}

function byTime(a: Fact, b: Fact): number {
    return a.at - b.at || compare(a.id, b.id) || compare(JSON.stringify(a), JSON.stringify(b));
}

function compare(a: string, b: string): number {
    if (a === b) {
        return 0;
    }
    return a < b ? -1 : 1;
}
