import { AppMetadataStorage } from '@rocket.chat/apps-engine/server/storage/AppMetadataStorage';
import type { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import type { IAppInfo } from '@rocket.chat/apps-engine/definition/metadata';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { IMarketplaceInfo } from '@rocket.chat/apps-engine/server/marketplace';
import type { IAppStorageItem } from '@rocket.chat/apps-engine/server/storage';
import type { StoreDatabase } from '../store/database';
import { meteorId } from '../store/ids';
import { fromStored, toStored } from '../store/stored-value';

interface Row {
    json: string;
}

/** What the server knows about installed apps: package facts, status, granted permissions, settings. */
export class AppStorage extends AppMetadataStorage {
    constructor(private readonly store: StoreDatabase) {
        super('sqlite');
    }

    async create(item: IAppStorageItem): Promise<IAppStorageItem> {
        const created = { ...item, _id: item._id ?? meteorId(), createdAt: new Date(), updatedAt: new Date() };
        this.store.run('INSERT INTO apps (id, json) VALUES (?, ?)', item.id, toStored(created));
        return Promise.resolve(created);
    }

    async retrieveOne(id: string): Promise<IAppStorageItem | null> {
        const row = this.store.get<Row>('SELECT json FROM apps WHERE id = ?', id);
        return Promise.resolve(row ? fromStored<IAppStorageItem>(row.json) : null);
    }

    async retrieveAll(): Promise<Map<string, IAppStorageItem>> {
        const items = this.store.all<Row>('SELECT json FROM apps').map((row) => fromStored<IAppStorageItem>(row.json));
        return Promise.resolve(new Map(items.map((item) => [item.id, item])));
    }

    async retrieveAllPrivate(): Promise<Map<string, IAppStorageItem>> {
        return this.retrieveAll();
    }

    async remove(id: string): Promise<{ success: boolean }> {
        return Promise.resolve({ success: this.store.run('DELETE FROM apps WHERE id = ?', id) > 0 });
    }

    async updatePartialAndReturnDocument(item: Partial<IAppStorageItem>, options?: { unsetPermissionsGranted?: boolean }): Promise<IAppStorageItem> {
        return Promise.resolve(this.change(item._id ?? '', (stored) => {
            const changed = { ...stored, ...item };
            if (options?.unsetPermissionsGranted) {
                delete changed.permissionsGranted;
            }
            return changed;
        }));
    }

    async updateStatus(_id: string, status: AppStatus): Promise<boolean> {
        return this.set(_id, { status });
    }

    async updateSetting(_id: string, setting: ISetting): Promise<boolean> {
        this.change(_id, (stored) => ({ ...stored, settings: { ...stored.settings, [setting.id]: setting } }));
        return Promise.resolve(true);
    }

    async updateAppInfo(_id: string, info: IAppInfo): Promise<boolean> {
        return this.set(_id, { info });
    }

    async updateMarketplaceInfo(_id: string, marketplaceInfo: IMarketplaceInfo[]): Promise<boolean> {
        return this.set(_id, { marketplaceInfo });
    }

    private async set(_id: string, fields: Partial<IAppStorageItem>): Promise<boolean> {
        this.change(_id, (stored) => ({ ...stored, ...fields }));
        return Promise.resolve(true);
    }

    /** Reads and writes one document with nobody in between, as an update in MongoDB does. */
    private change(_id: string, edit: (stored: IAppStorageItem) => IAppStorageItem): IAppStorageItem {
        return this.store.transaction(() => {
            const row = this.store.get<Row>("SELECT json FROM apps WHERE json_extract(json, '$._id') = ?", _id);
            if (!row) {
                throw new Error(`There is no app with the storage id ${_id}`);
            }
            const changed = { ...edit(fromStored<IAppStorageItem>(row.json)), updatedAt: new Date() };
            this.store.run('UPDATE apps SET json = ? WHERE id = ?', toStored(changed), changed.id);
            return changed;
        });
    }
}
