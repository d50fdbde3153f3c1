import { dayOf, type AuditTrail } from '../../persistence';
import { beginCheck, checkDay, strayIn, type AuditProblem, type Digested } from '../../services/workflows/audit/check';
import { auditSeal, digestOf, type AuditSeal, type Hash } from '../../services/workflows/audit/seal';
import { macOf, sha256 } from './hashes';
import { recordedDays } from './recorded-days';
import { GIVEN_UP_MS, type AuditTools } from './seal-records';

/** What a check of the trail came to. */
export interface TrailReport {
    /** How many seals and sealed records are intact: all, or those before the problem. */
    readonly seals: number;
    readonly records: number;
    /** Records that the next tick will seal. */
    readonly waiting: number;
    /** The first day that was looked at, `2026-11-05`; undefined when there is none. */
    readonly since: string | undefined;
    readonly problem: AuditProblem | undefined;
    /** The first day that there was no time for. */
    readonly goesOnAt: string | undefined;
}

/** A handler may run for 30 s; no new day is begun after this, milliseconds. */
const BUDGET_MS = 20_000;

/**
 * Walks along the chain, day by day, up to the first thing that does not fit. `since` (ms) begins in its middle.
 *
 * What was sealed last can be taken away together with its seal, and nothing is left to tell; all that is older is named by a
 * later seal.
 */
export async function checkTrail(tools: AuditTools, since?: number): Promise<TrailReport> {
    const began = tools.clock();
    const waiting = await tools.stores.audit.waiting();
    const days = (await recordedDays(tools.stores.audit, waiting)).filter((day) => since === undefined || day >= dayOf(since));
    const reader = new DayReader(tools.stores);
    let check = beginCheck(since === undefined ? 1 : undefined);
    const report = (end: Partial<TrailReport>): TrailReport => ({ seals: check.seals, records: check.records, waiting: check.open.size, since: days[0], problem: undefined, goesOnAt: undefined, ...end });
    for (const day of days) {
        if (tools.clock() - began > BUDGET_MS) {
            return report({ goesOnAt: day });
        }
        const read = await reader.read(day);
        const next = read ? checkDay(check, { day, ...read }) : { kind: 'seal-unreadable' as const, day };
        if ('kind' in next) {
            return report({ problem: next });
        }
        check = next;
    }
    const announced = new Set(waiting.map(({ key }) => key));
    // What is recorded during the check may be announced after the list was read, and sealed after its day was.
    return report({ problem: strayIn(check, ({ key, at }) => announced.has(key) || Math.abs(at - began) < GIVEN_UP_MS) });
}

interface Read {
    readonly seals: readonly AuditSeal[];
    readonly records: ReadonlyMap<string, readonly Digested[]>;
    readonly macs: ReadonlyMap<string, Hash>;
}

/** Days whose records are remembered: seals of this day hold those of the last, too. */
const REMEMBERED_DAYS = 3;

class DayReader {
    private readonly records = new Map<string, readonly Digested[]>();
    private readonly macs = new Map<string, Hash>();

    constructor(private readonly stores: AuditTools['stores']) {}

    /** Undefined when there is a seal that can not be understood. */
    async read(day: string): Promise<Read | undefined> {
        const [seals] = await Promise.all([this.seals(day), this.digests(day)]);
        if (!seals) {
            return undefined;
        }
        const held = new Set([day, ...seals.map((seal) => seal.day)]);
        const records = new Map<string, readonly Digested[]>();
        for (const one of held) {
            records.set(one, await this.digests(one));
        }
        for (const id of new Set(seals.map(({ key }) => key))) {
            await this.learn(id);
        }
        return { seals, records, macs: this.macs };
    }

    private async seals(day: string): Promise<AuditSeal[] | undefined> {
        const parsed = (await this.stores.audit.seals(day)).map((seal) => auditSeal.safeParse(seal).data);
        const seals = parsed.filter((seal) => seal !== undefined);
        return seals.length === parsed.length ? seals : undefined;
    }

    private async digests(day: string): Promise<readonly Digested[]> {
        const known = this.records.get(day) ?? (await digestsOf(this.stores.audit, day));
        this.records.set(day, known);
        [...this.records.keys()].slice(0, -REMEMBERED_DAYS).forEach((old) => this.records.delete(old));
        return known;
    }

    private async learn(id: string): Promise<void> {
        const key = this.macs.has(id) ? undefined : await this.stores.keys.find(id);
        if (key) {
            this.macs.set(id, macOf(key));
        }
    }
}

async function digestsOf(audit: AuditTrail, day: string): Promise<Digested[]> {
    return (await audit.records(day)).map(({ key, record }) => ({ key, id: record.id, at: record.at, hash: digestOf(record, sha256) }));
}
