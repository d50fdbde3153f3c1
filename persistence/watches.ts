import * as z from 'zod/mini';

import { joined } from './association';
import { newId, type PersistenceDeps } from './deps';
import { type RecordKind, Records } from './records';

/** A rule of a room, as it is stored: what its parts mean is not this room's matter. */
export interface StoredWatch {
    /** One and the same through all changes of the rule. */
    readonly watch: string;
    readonly roomId: string;
    /** Lower case. */
    readonly owner: string;
    /** The chat user who made it. */
    readonly by: string;
    /** undefined: the rule was removed. */
    readonly rule?: Readonly<Record<string, unknown>> | undefined;
}

interface WatchRecord extends StoredWatch {
    readonly v: 1;
    readonly id: string;
    /** When it was written, milliseconds since 1970. */
    readonly at: number;
}

const watchKind: RecordKind<WatchRecord> = {
    name: 'watch',
    version: 1,
    schema: z.object({ v: z.literal(1), id: z.string(), at: z.number(), watch: z.string(), roomId: z.string(), owner: z.string(), by: z.string(), rule: z.optional(z.record(z.string(), z.unknown())) }),
};

const group = {
    all: 'watch',
    owner: (owner: string): string => `watch-owner:${joined(owner)}`,
    room: (roomId: string): string => `watch-room:${joined(roomId)}`,
    user: (userId: string): string => `watch-user:${joined(userId)}`,
    one: (watch: string): string => `watch-one:${joined(watch)}`,
} as const;

/** How long the marker of a removed rule stays, milliseconds: longer than any server may lag behind. */
const TOMBSTONE_MS = 24 * 60 * 60_000;

/** Which rooms watch what, found by room, by the watched account, by the user who made the rule. The newest version of a rule counts. */
export class Watches {
    private readonly records: Records<WatchRecord>;

    public constructor(private readonly deps: PersistenceDeps) {
        this.records = new Records(deps, watchKind);
    }

    /** One round trip each. */
    public ofOwner(owner: string): Promise<StoredWatch[]> {
        return this.read(group.owner(owner));
    }

    public ofRoom(roomId: string): Promise<StoredWatch[]> {
        return this.read(group.room(roomId));
    }

    public ofUser(userId: string): Promise<StoredWatch[]> {
        return this.read(group.user(userId));
    }

    /** Every rule of the workspace: for the jobs that plan, not for what happens at each event. */
    public all(): Promise<StoredWatch[]> {
        return this.read(group.all);
    }

    /** Makes a rule, changes it, or removes it. A rule keeps its room, its owner and its user. */
    public async put(stored: StoredWatch): Promise<void> {
        const older = await this.records.read(group.one(stored.watch));
        // After the last one, should the server that wrote it have a clock ahead of ours.
        const at = Math.max(this.deps.clock(), ...older.map((record) => record.at + 1));
        const { watch, roomId, owner, by } = stored;
        await this.records.append({ v: 1, id: newId(this.deps.rand), at, ...stored }, [group.all, group.owner(owner), group.room(roomId), group.user(by), group.one(watch)]);
        await this.records.remove(group.one(watch), older.map((record) => record.id));
    }

    /** Removes the markers of rules that were removed a day ago. One round trip, and one more per marker. */
    public async sweep(): Promise<void> {
        const before = this.deps.clock() - TOMBSTONE_MS;
        const all = await this.records.read(group.all);
        for (const marker of all.filter((record) => record.rule === undefined && record.at < before)) {
            // First what whoever removed the rule did not come to take away: without the marker it would be a rule again.
            const older = all.filter((record) => record.watch === marker.watch && record.at < marker.at);
            await this.records.remove(group.all, [...older, marker].map((record) => record.id));
        }
    }

    private async read(name: string): Promise<StoredWatch[]> {
        const newest = new Map<string, WatchRecord>();
        for (const record of await this.records.read(name)) {
            const other = newest.get(record.watch);
            if (!other || record.at > other.at || (record.at === other.at && record.id > other.id)) {
                newest.set(record.watch, record);
            }
        }
        return [...newest.values()].filter((record) => record.rule !== undefined).map(({ watch, roomId, owner, by, rule }) => ({ watch, roomId, owner, by, rule }));
    }
}
