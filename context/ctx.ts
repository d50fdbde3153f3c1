import type { Accounts, Approvals, AuditTrail, DeviceFlows, DueList, Heartbeat, KeyRing, Leaks, Ledger, PendingLogins, Preferences, RoomSettings, Spill, Vault, Watches } from '../persistence';
import type { Hub, RoutedCarrier } from '../services/hub';
import type { Lang } from '../ui/language';
import type { Surface, View } from '../ui/view';
import type { Files } from './files';
import type { Settings } from './settings';

/** The chat user who acts. */
export interface Actor {
    readonly id: string;
    readonly username: string;
    /** The workspace's global roles, `admin` for example. Roles of a room come from `isRoomManager`. */
    readonly roles: readonly string[];
    /** The language of the user's Rocket.Chat, when set there. */
    readonly language?: string;
}

export interface Room {
    readonly id: string;
    readonly name: string;
    /** Everybody in the workspace may read what is said here, or might: it is a channel, or belongs to one. */
    readonly public: boolean;
}

export interface Log {
    /** Ids and counts only, never text that a user typed or a token: admins read the app's log. */
    info(message: string, facts?: Readonly<Record<string, string | number | boolean | undefined>>): void;
    error(message: string, facts?: Readonly<Record<string, string | number | boolean | undefined>>): void;
}

/** What is kept, by what it is about. Each part reads the store only when it is asked. */
export interface Stores {
    readonly ledger: Ledger;
    readonly keys: KeyRing;
    readonly vault: Vault;
    readonly accounts: Accounts;
    readonly preferences: Preferences;
    readonly roomSettings: RoomSettings;
    readonly deviceFlows: DeviceFlows;
    readonly pendingLogins: PendingLogins;
    readonly leaks: Leaks;
    readonly approvals: Approvals;
    readonly audit: AuditTrail;
    readonly watches: Watches;
    readonly due: DueList;
    /** What transfers got of files that they could not finish in time. */
    readonly spill: Spill;
    /** The sign of life of the recurring job. */
    readonly heartbeat: Heartbeat;
}

/** Somebody else in the workspace, as the server knows them now. */
export interface Person {
    readonly id: string;
    readonly username: string;
    /** Ids of the workspace's global roles. */
    readonly roles: readonly string[];
    /** May be asked for an approval and may vote: no bot, no app, nobody whose account was deactivated. */
    readonly human: boolean;
}

export interface Role {
    readonly id: string;
    readonly name: string;
}

/** What the server knows. Every answer is a round trip; undefined for what is not there. */
export interface Workspace {
    userById(id: string): Promise<Person | undefined>;
    /** With or without an `@` in front. */
    userByName(username: string): Promise<Person | undefined>;
    /** A global role by its id or name. */
    role(idOrName: string): Promise<Role | undefined>;
    /** Whether the caller may read what is said in this room. */
    mayRead(roomId: string): Promise<boolean>;
    /** A room by its name, with or without a `#` in front, if the caller may read what is said there. */
    roomByName(name: string): Promise<Room | undefined>;
    /** Who reacted to a message with what: usernames by emoji, `:thumbsup:`. */
    reactions(messageId: string): Promise<Readonly<Record<string, readonly string[]>> | undefined>;
    /** The address of a message, where the workspace knows its own. */
    messageUrl(messageId: string, roomId: string): Promise<string | undefined>;
    /** The id of a message among the last hundred of the room that was posted with this marker. */
    posted(marker: string): Promise<string | undefined>;
}

/** A process of the app. Not every runtime tells the name of its server, so that this one is made up: another name is another process. */
export interface AppProcess {
    /** Four letters and digits. */
    readonly id: string;
    /** Milliseconds since 1970. */
    readonly startedAt: number;
}

/** Facts about where the app runs, for `/hf doctor`. */
export interface Runtime {
    readonly appId: string;
    readonly appVersion: string;
    /** The process that answers, one of those that run the app: a workspace has one on every server. */
    readonly process: AppProcess;
    readonly carrier: RoutedCarrier;
    /** The settings whose stored value does not pass its check. */
    refusedSettings(): Promise<readonly string[]>;
    /** The workspace's own address; undefined when it is not set. */
    siteUrl(): Promise<string | undefined>;
    /** See `webhook-secrets.ts`. Never shown, logged or stored. */
    webhookSecrets(): Promise<readonly string[]>;
    /** The address of one of the app's endpoints, where the workspace knows its own. */
    endpointUrl(path: string): Promise<string | undefined>;
    /** Whether the environment names an account of the workspace's own, `HF_TOKEN`. */
    hasWorkspaceAccount(): Promise<boolean>;
}

export interface SayOptions {
    /** A thread of the room other than the caller's own: known from our own records, never from a client. */
    readonly threadId?: string;
}

/**
 * Everything a command or handler gets, and nothing of the engine.
 * Built once per call; what it offers costs a round trip only when it is used.
 */
export interface Ctx {
    readonly user: Actor;
    readonly room: Room;
    /** The thread in which the command was typed or the button was shown. */
    readonly threadId?: string;
    readonly lang: Lang;
    readonly settings: Settings;
    /** Hugging Face as this user; anonymous when the user has not signed in. */
    readonly hub: Hub;
    readonly stores: Stores;
    readonly runtime: Runtime;
    readonly workspace: Workspace;
    readonly files: Files;
    readonly log: Log;
    /** Milliseconds since 1970. */
    clock(): number;
    /** A random id: 17 letters and digits, as Rocket.Chat's own. */
    newId(): string;
    /** Posts into the room, or into the thread. Returns the id of the message, the first one of a long text. */
    say(view: View, options?: SayOptions): Promise<string>;
    /** Puts the view in place of a message of ours. A message that people react to is not to be edited: reactions may be lost. */
    edit(messageId: string, view: View): Promise<void>;
    /**
     * Shows the view to the user alone. With `replace`, it takes the place of the ephemeral message that the clicked
     * button belongs to, on servers that keep message ids (others show it below).
     */
    whisper(view: View, options?: { readonly replace?: boolean }): Promise<void>;
    /** Tells the user what they did not just ask for, where they want to be told such things: in a direct message, here, or not at all. */
    notify(view: View): Promise<void>;
    /** Opens a modal or contextual bar. False when it can't: the trigger is older than 5 s, used up, or there was none. */
    open(surface: Surface): Promise<boolean>;
    /** Lets the `work` job run at this time (ms), for what the due-list holds. */
    wakeAt(at: number): Promise<void>;
    /** Whether the user owns, leads or moderates the room, or is an admin. Reads the room: one round trip or more. */
    isRoomManager(): Promise<boolean>;
}
