import type { StoreDatabase } from '../store/database';
import { fromStored, toStored } from '../store/stored-value';
import type { UploadRecord } from './records';

/** Files that were uploaded into rooms. */
export class Uploads {
    constructor(private readonly store: StoreDatabase) {}

    byId(id: string): UploadRecord | undefined {
        const row = this.store.get<{ json: string }>('SELECT json FROM uploads WHERE id = ?', id);
        return row && fromStored<UploadRecord>(row.json);
    }

    bytes(id: string): Buffer | undefined {
        const row = this.store.get<{ bytes: ArrayBuffer }>('SELECT bytes FROM uploads WHERE id = ?', id);
        return row && Buffer.from(row.bytes);
    }

    add(upload: UploadRecord, bytes: Buffer): void {
        this.store.run('INSERT INTO uploads (id, json, bytes) VALUES (?, ?, ?)', upload.id, toStored(upload), bytes);
    }

    remove(id: string): void {
        this.store.run('DELETE FROM uploads WHERE id = ?', id);
    }
}
