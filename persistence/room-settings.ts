import * as z from 'zod/mini';

import type { PersistenceDeps } from './deps';
import { type FieldCache, FieldLedger } from './field-ledger';

/** A time of day on a clock of 24 hours: `09:00`. */
const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

const schema = z.object({
    /** Whether a link to a repo in a message is answered by a card; undefined where the room leaves it to the workspace. */
    linkCards: z.optional(z.boolean()),
    /** When the room's digest is posted. */
    digestAt: z.optional(timeOfDay),
    /** Between these two nothing is shown that can wait; both or none. They may lie on two days. */
    quietFrom: z.optional(timeOfDay),
    quietTo: z.optional(timeOfDay),
    /** The IANA name of the time zone in which the times above are meant. */
    timeZone: z.optional(z.string()),
});

export type RoomSwitches = z.infer<typeof schema>;

/** The fields to change; null goes back to the default. */
export type RoomChange = { readonly [Field in keyof RoomSwitches]?: RoomSwitches[Field] | null };

/** What was set for each room, by room id. */
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
