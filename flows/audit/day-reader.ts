import type { AuditTrail } from '../../persistence';
import type { ChainDay, Digested } from '../../services/workflows/audit/check';
import { auditSeal, digestOf, type AuditSeal, type Hash } from '../../services/workflows/audit/seal';
import { macOf, sha256 } from './hashes';
import type { AuditTools } from './seal-records';

/** Days whose records are remembered: the first seals of a day hold records of the day before. */
const REMEMBERED_DAYS = 3;

/** Reads day after day for a check; the records of a day once, and keys once. */
export class DayReader {
    private readonly records = new Map<string, readonly Digested[]>();
    private readonly macs = new Map<string, Hash>();

    constructor(private readonly stores: AuditTools['stores']) {}

    /** Undefined when there is a seal that can not be understood. */
    async read(day: string): Promise<Omit<ChainDay, 'day'> | undefined> {
        // Before the records: what a seal holds was written before it.
        const seals = await this.seals(day);
        if (!seals) {
            return undefined;
        }
        const records = new Map<string, readonly Digested[]>();
        for (const one of new Set([day, ...seals.map((seal) => seal.day)])) {
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
