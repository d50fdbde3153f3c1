import type { IHttp, ILogger, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';

/** What the engine hands to a handler, whatever kind of handler it is. */
export interface EngineCall {
    readonly read: IRead;
    readonly modify: IModify;
    readonly http: IHttp;
    readonly persistence: IPersistence;
    /** The logger of this very request: one taken from another request writes into a log that is closed already. */
    readonly logger: ILogger;
    readonly user: IUser;
    readonly room: IRoom;
    readonly threadId?: string | undefined;
    /** The thread is a client's word only: what everybody sees is not posted there, because the server would follow it into another room. */
    readonly threadUnchecked?: boolean;
    /** Opens one surface within five seconds; absent for REST callers and previews. */
    readonly triggerId?: string;
    /** The ephemeral message that the answer replaces: the one whose button was clicked, or a command's placeholder. */
    readonly ephemeralId?: string;
}
