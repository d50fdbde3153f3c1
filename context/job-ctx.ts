import type { Hub } from '../services/hub';
import type { Ctx, Log, Stores } from './ctx';
import type { Settings } from './settings';

/** Where a job's result goes: kept with the work, because a job has no user of its own. */
export interface JobPlace {
    readonly userId: string;
    readonly roomId: string;
    readonly threadId?: string | undefined;
}

/** What a scheduler job gets. */
export interface JobCtx {
    readonly stores: Stores;
    readonly settings: Settings;
    /** Anonymous. What needs a user's token goes through `as`. */
    readonly hub: Hub;
    /** Hugging Face as the workspace's own account (`HF_TOKEN` in the environment), or as nobody. It may see more than a room should. */
    readonly workspaceHub: Hub;
    readonly log: Log;
    clock(): number;
    wakeAt(at: number): Promise<void>;
    /** Acts for a user in a room; undefined when one of them is gone, or the user was deactivated. */
    as(place: JobPlace): Promise<Ctx | undefined>;
    /**
     * Speaks in a room as the app itself, in the workspace's language; undefined when the room is gone. Its `hub` is `workspaceHub`:
     * not to be used for what not everybody may see.
     */
    inRoom(roomId: string): Promise<Ctx | undefined>;
}
