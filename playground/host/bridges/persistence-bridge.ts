import { PersistenceBridge } from '@rocket.chat/apps-engine/server/bridges/PersistenceBridge';
import type { RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';
import type { PersistenceRecords } from '../store/persistence-records';

/** An app's records, as Rocket.Chat's app/apps/server/bridges/persistence.ts keeps them. */
export class WorkspacePersistenceBridge extends PersistenceBridge {
    constructor(private readonly records: PersistenceRecords) {
        super();
    }

    protected async purge(appId: string): Promise<void> {
        await Promise.resolve(this.records.purge(appId));
    }

    protected async create(data: object, appId: string): Promise<string> {
        return Promise.resolve(this.records.insert(appId, data));
    }

    protected async createWithAssociations(data: object, associations: RocketChatAssociationRecord[], appId: string): Promise<string> {
        return Promise.resolve(this.records.insert(appId, data, associations.map(keyOf)));
    }

    protected async readById(id: string): Promise<object> {
        return Promise.resolve(this.records.byId(id) as object);
    }

    protected async readByAssociations(associations: RocketChatAssociationRecord[], appId: string): Promise<object[]> {
        return Promise.resolve(this.records.byAll(appId, associations.map(keyOf)).map((record) => record.data));
    }

    protected async remove(id: string, appId: string): Promise<object | undefined> {
        return Promise.resolve(this.records.remove(appId, id));
    }

    protected async removeByAssociations(associations: RocketChatAssociationRecord[], appId: string): Promise<object[] | undefined> {
        const found = this.records.byAll(appId, associations.map(keyOf));
        this.records.removeAll(found.map((record) => record.id));
        return Promise.resolve(found.length > 0 ? found.map((record) => record.data) : undefined);
    }

    protected update(): Promise<string> {
        return Promise.reject(new Error('Not implemented.'));
    }

    protected async updateByAssociations(
        ...[associations, data, upsert, appId]: [RocketChatAssociationRecord[], object, boolean, string]
    ): Promise<string> {
        return Promise.resolve(this.records.replaceExact({ appId, keys: associations.map(keyOf), data, upsert }));
    }
}

/** Records come over the pipe as `{ model, id }`; in this order they are stored and compared. */
function keyOf(association: RocketChatAssociationRecord): string {
    const { model, id } = association as unknown as { model: string; id: string };
    return JSON.stringify({ model, id });
}
