import { AppLogStorage } from '@rocket.chat/apps-engine/server/storage/AppLogStorage';
import type { ILoggerStorageEntry } from '@rocket.chat/apps-engine/server/logging';
import type { IAppLogStorageFindOptions } from '@rocket.chat/apps-engine/server/storage';
import type { StoreDatabase } from '../store/database';
import { fromStored, toStored } from '../store/stored-value';

/** One entry per handled request, with everything the app and the engine logged meanwhile. Kept for ever here; 30 days by a server. */
export class LogStorage extends AppLogStorage {
    constructor(private readonly store: StoreDatabase, private readonly instanceId: string) {
        super('sqlite');
    }

    async storeEntries(entry: ILoggerStorageEntry): Promise<ILoggerStorageEntry> {
        const stored = { ...entry, instanceId: this.instanceId };
        this.store.run('INSERT INTO app_logs (app_id, json) VALUES (?, ?)', entry.appId, toStored(stored));
        return Promise.resolve(stored);
    }

    async getEntriesFor(appId: string): Promise<ILoggerStorageEntry[]> {
        return Promise.resolve(this.entries(appId));
    }

    async findPaginated(query: { appId?: string }, { skip = 0, limit = 50 }: IAppLogStorageFindOptions = {}): Promise<{ logs: ILoggerStorageEntry[]; total: number }> {
        const logs = this.entries(query.appId ?? '').reverse();
        return Promise.resolve({ logs: logs.slice(skip, skip + limit), total: logs.length });
    }

    async removeEntriesFor(appId: string): Promise<void> {
        this.store.run('DELETE FROM app_logs WHERE app_id = ?', appId);
        return Promise.resolve();
    }

    /** The newest `limit`, oldest first; without a limit all. */
    entries(appId: string, limit = -1): ILoggerStorageEntry[] {
        return this.store.all<{ json: string }>('SELECT json FROM app_logs WHERE app_id = ? ORDER BY seq DESC LIMIT ?', appId, limit)
            .map((row) => fromStored<ILoggerStorageEntry>(row.json)).reverse();
    }
}
