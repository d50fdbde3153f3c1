import type { StoreDatabase } from './database';
import { objectId } from './ids';
import { fromStored, toStored } from './stored-value';

/** MongoDB refuses documents above this size. */
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

export interface PersistenceRecord {
    id: string;
    appId: string;
    /** Association keys in the order in which they were given. */
    associations: string[];
    data: object;
}

interface Row {
    id: string;
    app_id: string;
    associations: string | null;
    json: string;
}

interface Replacement {
    appId: string;
    keys: string[];
    data: object;
    upsert: boolean;
}

const read = (row: Row): PersistenceRecord => ({
    id: row.id,
    appId: row.app_id,
    associations: row.associations ? fromStored<string[]>(row.associations) : [],
    data: fromStored<object>(row.json),
});

/**
 * Records of apps: no order, no unique key, no field that can be searched except the associations.
 * Each method is one atomic operation; nothing spans two of them.
 */
export class PersistenceRecords {
    constructor(private readonly store: StoreDatabase) {}

    insert(appId: string, data: object, keys: string[] = []): string {
        const json = document(data);
        const id = objectId();
        this.store.transaction(() => {
            this.store.run(
                'INSERT INTO persistence (id, app_id, associations, json) VALUES (?, ?, ?, ?)',
                id, appId, keys.length > 0 ? toStored(keys) : null, json,
            );
            for (const key of new Set(keys)) {
                this.store.run('INSERT INTO persistence_keys (app_id, association, record_id) VALUES (?, ?, ?)', appId, key, id);
            }
        });
        return id;
    }

    /** Whose app the record is, is not asked. */
    byId(id: string): object | undefined {
        const row = this.store.get<Row>('SELECT * FROM persistence WHERE id = ?', id);
        return row && read(row).data;
    }

    /** Records that have all of these associations, in an order that changes from call to call. */
    byAll(appId: string, keys: string[]): PersistenceRecord[] {
        if (keys.length === 0) {
            return [];
        }
        const each = 'SELECT record_id FROM persistence_keys WHERE app_id = ? AND association = ?';
        const ids = keys.map(() => each).join(' INTERSECT ');
        const rows = this.store.all<Row>(`SELECT * FROM persistence WHERE id IN (${ids})`, ...keys.flatMap((key) => [appId, key]));
        return shuffle(rows.map(read));
    }

    /**
     * Replaces the data of one record whose associations are equal to `keys` one by one and in this order.
     * Two callers that upsert at once may both insert. Answers the id of an inserted record, otherwise ''.
     */
    replaceExact({ appId, keys, data, upsert }: Replacement): string {
        const json = document(data);
        const changed = this.store.run(
            'UPDATE persistence SET json = ? WHERE id = (SELECT id FROM persistence WHERE app_id = ? AND associations = ? LIMIT 1)',
            json, appId, toStored(keys),
        );
        return changed === 0 && upsert ? this.insert(appId, data, keys) : '';
    }

    remove(appId: string, id: string): object | undefined {
        const row = this.store.get<Row>('SELECT * FROM persistence WHERE id = ? AND app_id = ?', id, appId);
        this.removeAll(row ? [id] : []);
        return row && read(row).data;
    }

    removeAll(ids: string[]): void {
        this.store.transaction(() => {
            for (const id of ids) {
                this.store.run('DELETE FROM persistence WHERE id = ?', id);
                this.store.run('DELETE FROM persistence_keys WHERE record_id = ?', id);
            }
        });
    }

    purge(appId: string): void {
        this.removeAll(this.all(appId).map((record) => record.id));
    }

    all(appId?: string): PersistenceRecord[] {
        const records = this.store.all<Row>('SELECT * FROM persistence').map(read);
        return appId ? records.filter((record) => record.appId === appId) : records;
    }
}

function document(data: unknown): string {
    if (typeof data !== 'object') {
        throw new Error('Attempted to store an invalid data type, it must be an object.');
    }
    const json = toStored(data);
    if (Buffer.byteLength(json) > MAX_DOCUMENT_BYTES) {
        throw new Error('BSONObj size is invalid: a document may have 16 MB');
    }
    return json;
}

/** MongoDB promises no order, so nobody shall come to rely on one. */
function shuffle<T>(items: T[]): T[] {
    for (let last = items.length - 1; last > 0; last -= 1) {
        const other = Math.floor(Math.random() * (last + 1));
        [items[last], items[other]] = [items[other] as T, items[last] as T];
    }
    return items;
}
