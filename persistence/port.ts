import type { IPersistence, IPersistenceRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';

/**
 * The whole of what this room asks of Rocket.Chat's persistence: insert, find, delete.
 *
 * Rocket.Chat promises no more than this: reads are unordered, nothing is unique, there is no compare-and-set, and each
 * call is one round trip. `associations` are plain strings (see association.ts); `read` and `remove` match the records
 * that carry all of them.
 */
export interface Store {
    /** False in handlers that the engine gives a reader only; `create` and `remove` then throw `ReadOnlyStoreError`. */
    readonly writable: boolean;
    /** Inserts one record. Fields that are `undefined` are left out, so that they do not come back as `null`. */
    create(data: object, associations: readonly string[]): Promise<void>;
    /** The data of all records that carry every association, in no order; empty when there are none. */
    read(associations: readonly string[]): Promise<unknown[]>;
    /**
     * Deletes all records that carry every association and returns the data found just before.
     * Two callers may both be given the same record: this is no claim.
     */
    remove(associations: readonly string[]): Promise<unknown[]>;
}

/** A write was tried in a handler that the engine gave no write access. */
export class ReadOnlyStoreError extends Error {
    public constructor() {
        super('This handler can read stored records but not write them.');
        this.name = 'ReadOnlyStoreError';
    }
}

/**
 * The port over the engine's accessors. `persistence` is undefined in handlers that get only `IRead`.
 * A missing `persistence` permission makes the engine answer `undefined`, which reads as "no records".
 */
export function engineStore(persistence: IPersistence | undefined, reader: IPersistenceRead): Store {
    const writer = (): IPersistence => {
        if (!persistence) {
            throw new ReadOnlyStoreError();
        }
        return persistence;
    };
    return {
        writable: persistence !== undefined,
        async create(data, associations) {
            // The id is not used: some server versions answer with a driver object instead of a string.
            await writer().createWithAssociations(withoutUndefined(data), associations.map(toEngine));
        },
        async read(associations) {
            return listOf(await reader.readByAssociations(associations.map(toEngine)));
        },
        async remove(associations) {
            return listOf(await writer().removeByAssociations(associations.map(toEngine)));
        },
    };
}

/** The engine's record class is data on the wire (`{model, id}`); its types are private, hence the cast. */
function toEngine(id: string): RocketChatAssociationRecord {
    return { model: 'misc', id } as unknown as RocketChatAssociationRecord;
}

function withoutUndefined(data: object): object {
    return JSON.parse(JSON.stringify(data)) as object;
}

/** The engine's types promise an array; servers answer `undefined` or `null` for nothing. */
function listOf(found: unknown): unknown[] {
    return Array.isArray(found) ? found : [];
}
