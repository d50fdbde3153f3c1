import { newId, type PersistenceDeps } from './deps';
import { Ledger } from './ledger';

/** What was done, as it is kept: plain data without secrets. */
export type TrailRecord = Readonly<Record<string, unknown>> & { readonly id: string; readonly at: number };

/** Records of what was done, by day. */
export class AuditTrail {
    private readonly ledger: Ledger;

    public constructor(private readonly deps: PersistenceDeps) {
        this.ledger = new Ledger(deps);
    }

    public newId(): string {
        return newId(this.deps.rand);
    }

    public async append(record: TrailRecord): Promise<void> {
        const day = new Date(record.at).toISOString().slice(0, 10);
        await this.ledger.append({ subject: `audit:${day}`, type: 'record', id: record.id, at: record.at, data: record });
    }
}
