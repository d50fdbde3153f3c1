import * as z from 'zod/mini';

import type { PersistenceDeps } from './deps';
import { type FieldCache, FieldLedger } from './field-ledger';

const schema = z.object({
    /** The organisation that owner-less repo names are tried in after the user's own account. */
    defaultOrg: z.optional(z.string()),
    /** Overrides the Rocket.Chat language; a BCP 47 tag. */
    language: z.optional(z.string()),
    /** Where the app tells the user what nobody asked for: a direct message, a note only they see, or nowhere. */
    notifications: z._default(z.enum(['dm', 'ephemeral', 'off']), 'dm'),
});

export type UserPreferences = z.infer<typeof schema>;

/** The fields to change; null goes back to the default. */
export type PreferenceChange = { readonly [Field in keyof UserPreferences]?: UserPreferences[Field] | null };

/** What each user chose for themselves, by user id. */
export class Preferences {
    private readonly fields: FieldLedger<UserPreferences>;

    public constructor(deps: PersistenceDeps, cache: FieldCache<UserPreferences>) {
        this.fields = new FieldLedger(deps, { name: 'preferences', schema, cache });
    }

    public get(userId: string): Promise<UserPreferences> {
        return this.fields.get(userId);
    }

    public set(userId: string, change: PreferenceChange): Promise<UserPreferences> {
        return this.fields.set(userId, change, userId);
    }
}
