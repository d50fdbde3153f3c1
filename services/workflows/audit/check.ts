import { inChainOrder, sealHash, type AuditSeal, type Hash } from './seal';

/** A stored copy of a record: its key in the store, its id, and the digest of what it holds now. */
export interface Digested {
    readonly key: string;
    readonly id: string;
    readonly at: number;
    readonly hash: string;
}

export type AuditProblem =
    /** A record is not what the seal says, or not there; `day` is the record's. */
    | { readonly kind: 'altered' | 'missing'; readonly record: string; readonly seal: number; readonly day: string }
    /** A record that no seal holds and that does not wait for one. */
    | { readonly kind: 'stray'; readonly record: string; readonly day: string }
    /** `day` is the seal's; of a missing one, that of the seal which names it. */
    | { readonly kind: 'seal-altered' | 'seal-missing'; readonly seal: number; readonly day: string }
    | { readonly kind: 'seal-unreadable'; readonly day: string }
    | { readonly kind: 'key-lost'; readonly seal: number; readonly day: string; readonly key: string };

/** What a check of the trail came to. Days as `2026-11-05`. */
export interface TrailReport {
    /** How many seals and sealed records are intact: all, or those before the problem. */
    readonly seals: number;
    readonly records: number;
    /** Records that the next tick will seal. */
    readonly waiting: number;
    /** The first day that was looked at; undefined when nothing is on record. */
    readonly since: string | undefined;
    readonly problem: AuditProblem | undefined;
    /** The first day that there was no time for. */
    readonly goesOnAt: string | undefined;
}

/** How far a check has come. It grows no further than what is said here, however long the chain is. */
export interface ChainCheck {
    /** How many were found to be intact. */
    readonly seals: number;
    readonly records: number;
    /** The number of the first seal that was met; what lies before is not looked at. */
    readonly from: number | undefined;
    /** Hashes of the last seals, oldest first: those that later ones may name. */
    readonly links: ReadonlySet<string>;
    /** Records that no seal has held so far, by digest. */
    readonly open: ReadonlyMap<string, Digested & { readonly day: string }>;
}

/** `from`: 1 for the whole chain, undefined to begin in its middle. */
export const beginCheck = (from: 1 | undefined): ChainCheck => ({ seals: 0, records: 0, from, links: new Set(), open: new Map() });

/** What is to be checked of one day. Days come in order. */
export interface ChainDay {
    readonly day: string;
    /** The seals that were made on this day. */
    readonly seals: readonly AuditSeal[];
    /** By day: the records of this one, and of those whose records the seals hold. */
    readonly records: ReadonlyMap<string, readonly Digested[]>;
    /** Keyed hashes by the id of the key; a lost key is not there. */
    readonly macs: ReadonlyMap<string, Hash>;
}

/** Seals name the ends of the chain; a server that works on an old view of it may name one that was an end so many seals ago. */
const MAX_LINKS = 1000;

/** Checks one more day, up to the first problem in the order of the chain. */
export function checkDay(check: ChainCheck, { day, seals, records, macs }: ChainDay): { readonly check: ChainCheck; readonly problem: AuditProblem | undefined } {
    const ordered = inChainOrder(seals);
    const from = check.from ?? ordered[0]?.number;
    const links = new Set(check.links);
    const open = new Map(check.open);
    let held = check.records;
    (records.get(day) ?? []).forEach((record) => open.set(record.hash, { ...record, day }));
    const problemOf = (seal: AuditSeal): AuditProblem | undefined => sealProblem(seal, day, macs) ?? linkProblem(seal, day, { links, from }) ?? contentProblem(seal, records.get(seal.day) ?? []);
    let problem: AuditProblem | undefined;
    let intact = 0;
    for (const seal of ordered) {
        problem = problemOf(seal);
        if (problem) {
            break;
        }
        intact += 1;
        links.add(seal.hash);
        held += seal.records.filter(({ hash }) => open.delete(hash)).length;
    }
    return { check: { seals: check.seals + intact, records: held, from, links: new Set([...links].slice(-MAX_LINKS)), open }, problem };
}

function sealProblem(seal: AuditSeal, day: string, macs: ReadonlyMap<string, Hash>): AuditProblem | undefined {
    const mac = macs.get(seal.key);
    if (!mac) {
        return { kind: 'key-lost', seal: seal.number, day, key: seal.key };
    }
    return sealHash(seal, mac) === seal.hash ? undefined : { kind: 'seal-altered', seal: seal.number, day };
}

function linkProblem(seal: AuditSeal, day: string, { links, from = 1 }: { readonly links: ReadonlySet<string>; readonly from: number | undefined }): AuditProblem | undefined {
    const lost = seal.previous.find(({ number, hash }) => number >= from && !links.has(hash));
    return lost && { kind: 'seal-missing', seal: lost.number, day };
}

/** A record may be held by two seals: two servers sealed at once, or one was killed after it had sealed. */
function contentProblem(seal: AuditSeal, records: readonly Digested[]): AuditProblem | undefined {
    const hashes = new Set(records.map(({ hash }) => hash));
    const lost = seal.records.find(({ hash }) => !hashes.has(hash));
    return lost && { kind: records.some(({ id }) => id === lost.id) ? 'altered' : 'missing', record: lost.id, seal: seal.number, day: seal.day };
}

/** The oldest record that no seal holds, unless it waits for one. `waits` tells that. */
export function strayIn({ open }: ChainCheck, waits: (record: Digested) => boolean): AuditProblem | undefined {
    const [first] = [...open.values()].filter((record) => !waits(record)).sort((a, b) => (a.day === b.day ? a.at - b.at : a.day < b.day ? -1 : 1));
    return first && { kind: 'stray', record: first.id, day: first.day };
}
