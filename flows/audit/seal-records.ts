import type { Stores } from '../../context/ctx';
import { dayOf, type AuditTrail, type WaitingRecord } from '../../persistence';
import { auditSeal, digestOf, endsOf, makeSeal, type AuditSeal, type NewSeal } from '../../services/workflows/audit/seal';
import { macOf, sha256 } from './hashes';

export interface AuditTools {
    readonly stores: Pick<Stores, 'audit' | 'keys'>;
    clock(): number;
}

/** A record that was announced longer ago than this, milliseconds, never came: a handler runs for 30 s. */
export const GIVEN_UP_MS = 10 * 60_000;
/** So many records are sealed at a time, the longest waiting first; the rest is left to the next minute. */
const BATCH = 500;

/**
 * Seals what was recorded since the last time, a seal for each day. One round trip when there is nothing.
 *
 * Killed at any line, what waited still waits: it may be sealed a second time, which a check bears. Two servers at once make
 * two ends of the chain, which the next seal joins.
 */
export async function sealRecords(tools: AuditTools): Promise<void> {
    const { audit } = tools.stores;
    const waiting = (await audit.waiting()).slice(0, BATCH);
    if (waiting.length === 0) {
        return;
    }
    const listed = new Set(await audit.days());
    const settled = new Set<string>();
    let last = await lastSeals(audit, listed);
    for (const day of [...new Set(waiting.map((one) => one.day))].sort()) {
        const found = await recordsThatWait(audit, day, waiting);
        const sealed = new Set(last.flatMap((seal) => seal.records.map(({ hash }) => hash)));
        const fresh = found.filter(({ hash }) => !sealed.has(hash));
        if (fresh.length > 0) {
            const seal = await sealOver(tools, { day, records: fresh, ends: endsOf(last) });
            await keep(audit, seal, listed);
            last = [...last, seal];
        }
        found.forEach(({ key }) => settled.add(key));
    }
    const givenUp = waiting.filter(({ key, at }) => !settled.has(key) && at < tools.clock() - GIVEN_UP_MS);
    await audit.settle(new Set([...settled, ...givenUp.map(({ key }) => key)]));
}

async function sealOver(tools: AuditTools, content: Pick<NewSeal, 'day' | 'records' | 'ends'>): Promise<AuditSeal> {
    const key = await tools.stores.keys.sealingKey();
    return makeSeal({ ...content, id: tools.stores.audit.newId(), now: tools.clock(), key: { id: key.id, mac: macOf(key) } });
}

async function recordsThatWait(audit: AuditTrail, day: string, waiting: readonly WaitingRecord[]): Promise<{ key: string; id: string; hash: string }[]> {
    const keys = new Set(waiting.map(({ key }) => key));
    const stored = (await audit.records(day)).filter(({ key }) => keys.has(key));
    return stored.map(({ key, record }) => ({ key, id: record.id, hash: digestOf(record, sha256) }));
}

/** The seals of the last day that has some: one or more of them are the ends of the chain. */
async function lastSeals(audit: AuditTrail, days: Iterable<string>): Promise<AuditSeal[]> {
    for (const day of [...days].sort().reverse()) {
        const seals = (await audit.seals(day)).flatMap((seal) => auditSeal.safeParse(seal).data ?? []);
        if (seals.length > 0) {
            return seals;
        }
    }
    return [];
}

/** A day is listed before it holds a seal: what is not listed is not found again. */
async function keep(audit: AuditTrail, seal: AuditSeal, listed: Set<string>): Promise<void> {
    for (const day of new Set([seal.day, dayOf(seal.at)])) {
        if (!listed.has(day)) {
            await audit.addDay(day);
            listed.add(day);
        }
    }
    await audit.addSeal(seal);
}
