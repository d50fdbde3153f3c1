import { fieldCache, KeyMemory, type RoomSwitches, type UserPreferences } from '../../persistence';
import type { Refreshes } from './token-source';

/** What the stores remember between calls. */
export class StoreMemory {
    readonly keys = new KeyMemory();
    readonly preferences;
    readonly roomSettings;
    readonly refreshes: Refreshes = new Map();
    /** The key of the environment, read once: it changes only with a restart of the server. */
    tokenKey: Promise<string | undefined> | undefined;

    constructor(clock: () => number) {
        this.preferences = fieldCache<UserPreferences>(clock);
        this.roomSettings = fieldCache<RoomSwitches>(clock);
    }
}
