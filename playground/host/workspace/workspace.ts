import type { StoreDatabase } from '../store/database';
import { EventHub } from './events';
import type { MessageHooks } from './hooks';
import { Messages } from './messages';
import { Rooms } from './rooms';
import { ServerSettings } from './server-settings';
import { Uploads } from './uploads';
import { Users } from './users';

/** Everything the rules of a workspace work on. `hooks` is set once the app's engine is there. */
export interface Workspace {
    store: StoreDatabase;
    users: Users;
    rooms: Rooms;
    messages: Messages;
    uploads: Uploads;
    settings: ServerSettings;
    events: EventHub;
    hooks?: MessageHooks;
    /** Milliseconds since 1970. */
    now(): number;
}

export function createWorkspace(store: StoreDatabase, now: () => number): Workspace {
    return {
        store,
        users: new Users(store),
        rooms: new Rooms(store),
        messages: new Messages(store),
        uploads: new Uploads(store),
        settings: new ServerSettings(store),
        events: new EventHub(),
        now,
    };
}
