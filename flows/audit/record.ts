import type { Stores } from '../../context/ctx';
import type { AuditRecord } from '../../services/workflows/audit/record';

/** What is to be put on record. With an `id` that follows from what was done, what is recorded twice is listed once. */
export type AuditEntry = Omit<AuditRecord, 'v' | 'id' | 'at'> & { readonly id?: string };

interface Tools {
    readonly stores: Pick<Stores, 'audit'>;
    clock(): number;
}

/** Puts on record who did what. To be called after the thing was done, or refused. Two round trips; when the store fails, so does this. */
export async function record(tools: Tools, { id = tools.stores.audit.newId(), ...entry }: AuditEntry): Promise<void> {
    await tools.stores.audit.append({ ...entry, v: 1, id, at: tools.clock() });
}
