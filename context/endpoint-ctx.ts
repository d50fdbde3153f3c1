import type { Actor, Log, Stores } from './ctx';

/** What every request to one of the app's endpoints gets. There is no room, and nothing is shown in the chat. */
export interface BaseEndpointCtx {
    readonly stores: Stores;
    readonly log: Log;
    clock(): number;
}

/** For endpoints that ask for a login. */
export interface EndpointCtx extends BaseEndpointCtx {
    /** Whom Rocket.Chat has logged in. */
    readonly user: Actor;
    /** Whether the caller may read what is said in this room. */
    mayRead(roomId: string): Promise<boolean>;
}

/** For endpoints that are open to the internet: who calls is not known. */
export interface PublicEndpointCtx extends BaseEndpointCtx {
    /** Lets the `work` job run at this time (ms), for what the due-list holds. */
    wakeAt(at: number): Promise<void>;
    /** See `webhook-secrets.ts`. Never shown, logged or stored. */
    webhookSecrets(): Promise<readonly string[]>;
}

/** What is asked for: the part of the address behind the question mark. Anybody may have written it. */
export type EndpointQuery = Readonly<Record<string, unknown>>;

export interface EndpointAnswer {
    readonly status: 200 | 202 | 400 | 401 | 404 | 405 | 415 | 500 | 503;
    readonly headers?: Readonly<Record<string, string>>;
    /** Text as it is, anything else as JSON. */
    readonly content: string | Readonly<Record<string, string>>;
}
