import { fieldCache, KeyMemory, type RoomSwitches, type UserPreferences } from '../../persistence';
import type { EnvironmentValue } from './environment-value';
import type { Refreshes } from './token-source';

/** What the stores remember between calls. */
export class StoreMemory {
    readonly keys = new KeyMemory();
    readonly preferences;
    readonly roomSettings;
    readonly refreshes: Refreshes = new Map();
    /** What the server's environment says, by name, each read once: it changes only with a restart of the server. */
    readonly environment = new Map<EnvironmentValue, Promise<string | undefined>>();

    constructor(clock: () => number) {
        this.preferences = fieldCache<UserPreferences>(clock);
        this.roomSettings = fieldCache<RoomSwitches>(clock);
    }
}
