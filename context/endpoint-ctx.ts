import type { Actor, Log, Stores } from './ctx';

/** What a request to one of the app's endpoints gets. There is no room, and nothing is shown in the chat. */
export interface EndpointCtx {
    /** Whom Rocket.Chat has logged in. */
    readonly user: Actor;
    readonly stores: Stores;
    readonly log: Log;
    clock(): number;
    /** Whether the caller may read what is said in this room. */
    mayRead(roomId: string): Promise<boolean>;
}

/** What is asked for: the part of the address behind the question mark. Anybody may have written it. */
export type EndpointQuery = Readonly<Record<string, unknown>>;

export interface EndpointAnswer {
    readonly status: 200 | 400 | 401 | 404 | 500;
    readonly headers?: Readonly<Record<string, string>>;
    /** Text as it is, anything else as JSON. */
    readonly content: string | Readonly<Record<string, string>>;
}
