import { AppSourceStorage } from '@rocket.chat/apps-engine/server/storage/AppSourceStorage';
import type { IAppStorageItem } from '@rocket.chat/apps-engine/server/storage';
import type { StoreDatabase } from '../store/database';

/** The zip files of installed apps. */
export class SourceStorage extends AppSourceStorage {
    constructor(private readonly database: StoreDatabase) {
        super();
    }

    async store(item: IAppStorageItem, zip: Buffer): Promise<string> {
        this.database.run('INSERT OR REPLACE INTO app_packages (path, bytes) VALUES (?, ?)', item.id, zip);
        return Promise.resolve(item.id);
    }

    async fetch(item: IAppStorageItem): Promise<Buffer> {
        const row = this.database.get<{ bytes: ArrayBuffer }>('SELECT bytes FROM app_packages WHERE path = ?', item.id);
        if (!row) {
            throw new Error(`The package of app ${item.id} is not stored`);
        }
        return Promise.resolve(Buffer.from(row.bytes));
    }

    async update(item: IAppStorageItem, zip: Buffer): Promise<string> {
        return this.store(item, zip);
    }

    async remove(item: IAppStorageItem): Promise<void> {
        this.database.run('DELETE FROM app_packages WHERE path = ?', item.id);
        return Promise.resolve();
    }
}
