import * as z from 'zod/mini';

import { joined } from './association';
import { newId, type PersistenceDeps } from './deps';
import { Ledger } from './ledger';

/** What was done, as it is kept: plain data without secrets. */
export type TrailRecord = Readonly<Record<string, unknown>> & { readonly id: string; readonly at: number };

/** A record as it lies in the store. */
export interface StoredRecord {
    /** Of this copy: a record that was written twice lies there under two keys. */
    readonly key: string;
    readonly record: TrailRecord;
}

/** A record that was announced and is not known to be sealed. */
export interface WaitingRecord {
    readonly key: string;
    readonly day: string;
    /** When it was announced, milliseconds since 1970. */
    readonly at: number;
}

const recordSchema = z.looseObject({ id: z.string(), at: z.number() });
const waitingSchema = z.object({ day: z.string() });

const WAITING = 'audit-waiting';
const DAYS = 'audit-days';

/** The day in UTC of a time in milliseconds since 1970: `2026-11-05`. */
export function dayOf(at: number): string {
    return new Date(at).toISOString().slice(0, 10);
}

/**
 * Records of what was done and the seals over them, both by day, so that no read grows with the age of the workspace. What is
 * not sealed yet is listed in one subject, which is as long as what happened since the last tick; days that hold something are
 * listed in another, a line each.
 */
export class AuditTrail {
    private readonly ledger: Ledger;

    public constructor(private readonly deps: PersistenceDeps) {
        this.ledger = new Ledger(deps);
    }

    public newId(): string {
        return newId(this.deps.rand);
    }

    /** Announces the record, then writes it: killed in between, nothing waits for ever, and nothing written stays unsealed. Two round trips. */
    public async append(record: TrailRecord): Promise<void> {
        const [key, day] = [this.newId(), dayOf(record.at)];
        await this.ledger.append({ subject: WAITING, type: 'announced', id: key, data: { day } });
        await this.ledger.append({ subject: recordsSubject(day), type: 'record', id: key, at: record.at, data: record });
    }

    /** What waits for its seal, the longest waiting first. One round trip. */
    public async waiting(): Promise<WaitingRecord[]> {
        return (await this.ledger.read(WAITING)).flatMap(({ id, at, data }) => {
            const parsed = this.parsed(waitingSchema, data, WAITING);
            return parsed ? [{ key: id, day: parsed.day, at }] : [];
        });
    }

    /** These are sealed, or never came. */
    public async settle(keys: ReadonlySet<string>): Promise<void> {
        await this.ledger.compact(WAITING, (facts) => facts.filter(({ id }) => !keys.has(id)));
    }

    /** The days that hold records or seals, oldest first; a day whose first record still waits may be missing. One round trip. */
    public async days(): Promise<string[]> {
        return (await this.ledger.read(DAYS)).map(({ id }) => id).sort();
    }

    /** Puts a day on the list; twice is once. */
    public async addDay(day: string): Promise<void> {
        await this.ledger.append({ subject: DAYS, type: 'began', id: day });
    }

    /** Oldest first. One round trip. */
    public async records(day: string): Promise<StoredRecord[]> {
        const subject = recordsSubject(day);
        return (await this.ledger.read(subject)).flatMap(({ id, data }) => {
            const record = this.parsed(recordSchema, data, subject);
            return record ? [{ key: id, record }] : [];
        });
    }

    /** Seals by the day on which they were made, as they were written. One round trip. */
    public async seals(day: string): Promise<unknown[]> {
        return (await this.ledger.read(sealsSubject(day))).map(({ data }) => data);
    }

    public async addSeal(seal: TrailRecord): Promise<void> {
        await this.ledger.append({ subject: sealsSubject(dayOf(seal.at)), type: 'sealed', id: seal.id, at: seal.at, data: seal });
    }

    private parsed<T>(schema: z.ZodMiniType<T>, data: unknown, group: string): T | undefined {
        const parsed = schema.safeParse(data);
        if (!parsed.success) {
            this.deps.onMalformed?.({ kind: 'audit', group, problem: 'data: invalid' });
        }
        return parsed.data;
    }
}

function recordsSubject(day: string): string {
    return joined('audit', day);
}

function sealsSubject(day: string): string {
    return joined('audit-seals', day);
}
