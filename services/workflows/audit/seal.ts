import * as z from 'zod/mini';
import { canonicalJson } from './canonical-json';

/** A hash of a text, in hex. Handed in: this room knows no library. */
export type Hash = (text: string) => string;

/** What is sealed is all that a record holds, whatever version wrote it. */
export type Sealable = Readonly<Record<string, unknown>> & { readonly id: string };

/** Extra fields, of a newer version, are part of what is hashed. */
export const auditSeal = z.looseObject({
    v: z.literal(1),
    id: z.string(),
    /** 1 for the first, else one more than the highest of those before. */
    number: z.int(),
    /** Milliseconds since 1970; not before those of the seals that it names, whatever the servers' clocks say. */
    at: z.number(),
    /** The day of the records that it holds, in UTC. */
    day: z.string(),
    /** Id of the key that the seal's hash was made with. */
    key: z.string(),
    /** All ends of the chain when this seal was made: one, two after two servers sealed at once, none for the first. */
    previous: z.array(z.looseObject({ number: z.int(), hash: z.string() })),
    /** Each with the SHA-256 of its canonical JSON, which can be compared under any key. */
    records: z.array(z.looseObject({ id: z.string(), hash: z.string() })),
    /** Keyed hash of all of the above. */
    hash: z.string(),
});

export type AuditSeal = z.infer<typeof auditSeal>;

export const digestOf = (record: Sealable, sha256: Hash): string => sha256(canonicalJson(record));

/** What a seal's hash has to be. `mac` is keyed with the seal's key. */
export const sealHash = ({ hash: _hash, ...content }: AuditSeal, mac: Hash): string => mac(canonicalJson(content));

/** Each once, so that each comes after those that it names. */
export function inChainOrder(seals: readonly AuditSeal[]): AuditSeal[] {
    const once = [...new Map(seals.map((seal) => [canonicalJson(seal), seal])).values()];
    return once.sort((a, b) => a.number - b.number || a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** The seals that no other names. There are two after two servers sealed at once; the next seal names both, so that nothing is lost. */
export function endsOf(seals: readonly AuditSeal[]): AuditSeal[] {
    const named = new Set(seals.flatMap(({ previous }) => previous.map(({ hash }) => hash)));
    return inChainOrder(seals).filter(({ hash }) => !named.has(hash));
}

export interface NewSeal {
    readonly id: string;
    readonly now: number;
    /** The day of all the records. */
    readonly day: string;
    readonly records: ReadonlyArray<{ readonly id: string; readonly hash: string }>;
    /** The ends of the chain so far. */
    readonly ends: readonly AuditSeal[];
    readonly key: { readonly id: string; readonly mac: Hash };
}

export function makeSeal({ id, now, day, records, ends, key }: NewSeal): AuditSeal {
    const seal: AuditSeal = {
        v: 1, id, number: 1 + Math.max(0, ...ends.map(({ number }) => number)),
        // A server whose clock is ahead may have written a record of tomorrow: a seal lies on no earlier day than what it holds.
        at: Math.max(now, Date.parse(day), ...ends.map(({ at }) => at)),
        day, key: key.id,
        previous: ends.map(({ number, hash }) => ({ number, hash })),
        records: records.map((record) => ({ id: record.id, hash: record.hash })),
        hash: '',
    };
    return { ...seal, hash: sealHash(seal, key.mac) };
}
