import * as z from 'zod/mini';

import { association } from './association';
import type { PersistenceDeps } from './deps';

/** How records of one kind look today and how older ones are brought there. */
export interface RecordKind<T> {
    readonly name: string;
    /** The current value of the record's field `v`. */
    readonly version: number;
    readonly schema: z.ZodMiniType<T>;
    /** `migrations[n]` turns a record of version n into one of version n + 1. */
    readonly migrations?: Readonly<Record<number, (record: StoredRecord) => StoredRecord>>;
}

/** A record as it lies in the store: versioned, otherwise unknown. */
export type StoredRecord = Record<string, unknown> & { v: number };

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

const storedRecord = z.looseObject({ v: z.int() });

/** Migrates and checks one stored value. A version newer than ours is a problem, not a guess. */
export function parseRecord<T>(kind: RecordKind<T>, raw: unknown): Parsed<T> {
    const stored = storedRecord.safeParse(raw);
    if (!stored.success) {
        return { ok: false, problem: problemOf(stored.error) };
    }
    let record: StoredRecord = stored.data;
    while (record.v < kind.version) {
        const from = record.v;
        const migrate = kind.migrations?.[from];
        if (!migrate) {
            return { ok: false, problem: `no migration from version ${from}` };
        }
        record = { ...migrate(record), v: from + 1 };
    }
    if (record.v > kind.version) {
        return { ok: false, problem: `version ${record.v} is newer than ${kind.version}` };
    }
    const parsed = kind.schema.safeParse(record);
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, problem: problemOf(parsed.error) };
}

/** The same for a record that was stored as JSON text. */
export function parseRecordText<T>(kind: RecordKind<T>, text: string): Parsed<T> {
    try {
        return parseRecord(kind, JSON.parse(text));
    } catch (error) {
        if (error instanceof SyntaxError) {
            // Its message quotes the text, which may be secret.
            return { ok: false, problem: 'record: not JSON' };
        }
        throw error;
    }
}

/** Field paths and issue codes only: a message could quote what is stored. */
function problemOf(error: z.core.$ZodError): string {
    return error.issues.map((issue) => `${issue.path.join('.') || 'record'}: ${issue.code}`).join(', ');
}

/** Records of one kind in the store: read by group, appended, removed one by one. Never edited. */
export class Records<T extends { readonly id: string }> {
    public constructor(
        private readonly deps: Pick<PersistenceDeps, 'store' | 'onMalformed'>,
        private readonly kind: RecordKind<T>,
    ) {}

    /** One round trip. No order; duplicates stay. */
    public async read(group: string): Promise<T[]> {
        const found: T[] = [];
        for (const raw of await this.deps.store.read([group])) {
            const parsed = parseRecord(this.kind, raw);
            if (parsed.ok) {
                found.push(parsed.value);
            } else {
                this.deps.onMalformed?.({ kind: this.kind.name, group, problem: parsed.problem });
            }
        }
        return found;
    }

    /** One round trip. The record is found again under each of `groups`. */
    public async append(record: T, groups: readonly string[]): Promise<void> {
        await this.deps.store.create(record, [...groups, association.record(record.id)]);
    }

    /** One round trip per id; ids that are gone already are fine. */
    public async remove(group: string, ids: Iterable<string>): Promise<void> {
        for (const id of ids) {
            await this.deps.store.remove([group, association.record(id)]);
        }
    }
}
