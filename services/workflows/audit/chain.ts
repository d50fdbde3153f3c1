import * as z from 'zod/mini';
import { canonicalJson } from './canonical-json';

/** Who did what to what, through which room, and how it went. Plain data, no secrets. */
export const auditRecord = z.object({
    v: z.literal(1),
    id: z.string(),
    /** Milliseconds since 1970. */
    at: z.number(),
    /** A Rocket.Chat user id; `app` for what the app decided by itself. */
    by: z.string(),
    /** `deploy.requested`, `deploy.executed`, `env.set` … */
    what: z.string(),
    /** What it was done to: a repository, an environment. */
    subject: z.string(),
    /** Commit sha, where it was about one. */
    sha: z.optional(z.string()),
    roomId: z.optional(z.string()),
    result: z.enum(['done', 'refused', 'failed']),
    details: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});

export type AuditRecord = z.infer<typeof auditRecord>;

/** A link of the chain: which records it holds, each with its hash, and the hash of the link before. */
export const auditSeal = z.object({
    v: z.literal(1),
    id: z.string(),
    /** 1 for the first. */
    number: z.int(),
    at: z.number(),
    /** Hash of the seal before; empty for the first. */
    previous: z.string(),
    records: z.array(z.object({ id: z.string(), hash: z.string() })),
    /** Of all of the above. */
    hash: z.string(),
});

export type AuditSeal = z.infer<typeof auditSeal>;

/** SHA-256 in hex of a text. Handed in: this room knows no library. */
export type Hash = (text: string) => string;

export type AuditProblem =
    | { readonly kind: 'altered' | 'missing'; readonly record: string; readonly seal: number }
    | { readonly kind: 'seal-altered' | 'seal-missing'; readonly seal: number };

const byTime = (a: AuditRecord, b: AuditRecord): number => a.at - b.at || (a.id < b.id ? -1 : 1);

const once = <T extends { readonly id: string }>(items: readonly T[]): T[] => [...new Map(items.map((item) => [item.id, item])).values()];

const sealHash = ({ hash: _hash, ...content }: AuditSeal, hash: Hash): string => hash(canonicalJson(content));

/**
 * The seals that count, first to last. Two servers may seal at once: of two with one number that follow the same seal, the earlier
 * counts (by time, then id), and what only the other held is sealed again later.
 */
export function chainOf(seals: readonly AuditSeal[]): AuditSeal[] {
    const candidates = once(seals).sort((a, b) => a.number - b.number || a.at - b.at || (a.id < b.id ? -1 : 1));
    const chain: AuditSeal[] = [];
    for (const seal of candidates) {
        const last = chain.at(-1);
        if (seal.number === (last?.number ?? 0) + 1 && seal.previous === (last?.hash ?? '')) {
            chain.push(seal);
        }
    }
    return chain;
}

/** The next seal over everything that no seal of the chain holds; undefined when there is nothing. */
export function nextSeal(records: readonly AuditRecord[], seals: readonly AuditSeal[], { id, at, hash }: { readonly id: string; readonly at: number; readonly hash: Hash }): AuditSeal | undefined {
    const chain = chainOf(seals);
    const sealed = new Set(chain.flatMap((seal) => seal.records.map((record) => record.id)));
    const open = once(records).filter((record) => !sealed.has(record.id)).sort(byTime);
    if (open.length === 0) {
        return undefined;
    }
    const last = chain.at(-1);
    const seal: AuditSeal = {
        v: 1, id, number: (last?.number ?? 0) + 1, at, previous: last?.hash ?? '',
        records: open.map((record) => ({ id: record.id, hash: hash(canonicalJson(record)) })), hash: '',
    };
    return { ...seal, hash: sealHash(seal, hash) };
}

/** The first thing that does not fit, in the order of the chain; undefined when all does. Records that are not sealed yet are not looked at. */
export function verify(records: readonly AuditRecord[], seals: readonly AuditSeal[], hash: Hash): AuditProblem | undefined {
    const byId = new Map(records.map((record) => [record.id, record]));
    let previous = '';
    const highest = Math.max(0, ...seals.map(({ number }) => number));
    for (let number = 1; number <= highest; number += 1) {
        const rivals = once(seals).filter((seal) => seal.number === number);
        const seal = rivals.filter((rival) => rival.previous === previous).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))[0];
        if (!seal) {
            return { kind: rivals.length > 0 ? 'seal-altered' : 'seal-missing', seal: number };
        }
        if (sealHash(seal, hash) !== seal.hash) {
            return { kind: 'seal-altered', seal: number };
        }
        for (const { id, hash: wanted } of seal.records) {
            const record = byId.get(id);
            if (!record || hash(canonicalJson(record)) !== wanted) {
                return { kind: record ? 'altered' : 'missing', record: id, seal: number };
            }
        }
        previous = seal.hash;
    }
    return undefined;
}
