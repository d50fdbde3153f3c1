import * as z from 'zod/mini';

import type { PersistenceDeps } from './deps';
import { type FieldCache, FieldLedger } from './field-ledger';

const schema = z.object({
    /** Whether a link to a repo in a message is answered by a card; undefined where the room leaves it to the workspace. */
    linkCards: z.optional(z.boolean()),
});

export type RoomSwitches = z.infer<typeof schema>;

/** The fields to change; null goes back to the default. */
export type RoomChange = { readonly [Field in keyof RoomSwitches]?: RoomSwitches[Field] | null };

/** What was switched for each room, by room id. */
export class RoomSettings {
    private readonly fields: FieldLedger<RoomSwitches>;

    public constructor(deps: PersistenceDeps, cache: FieldCache<RoomSwitches>) {
        this.fields = new FieldLedger(deps, { name: 'room', schema, cache });
    }

    public get(roomId: string): Promise<RoomSwitches> {
        return this.fields.get(roomId);
    }

    /** `by` is the user who did it. */
    public set(roomId: string, change: RoomChange, by: string): Promise<RoomSwitches> {
        return this.fields.set(roomId, change, by);
    }
}
