import type { ISlashCommandPreview, ISlashCommandPreviewItem } from '@rocket.chat/apps-engine/definition/slashcommands';
import type { ActionButtonClick, Click, InteractionResult, Leave, Submit } from './client/interactions';
import type { JobRecord } from './jobs/job-records';
import type { LoginHeaders } from './credentials';
import type { CommandCall, CommandResult } from './client/slash-commands';
import type { WorkspaceKeys } from './engine/workspace-keys';
import type { PersistenceRecord } from './store/persistence-records';
import type { DroppedInteraction, Surface } from './client/surfaces';
import type { RoomView } from './workspace/client-view';
import type { HostListener } from './workspace/events';
import type { MessageView } from './workspace/message-view';
import type { Attachment, RoomRecord, UploadRecord, UserRecord } from './workspace/records';
import type { ServerSetting } from './workspace/server-settings';

export interface HostOptions {
    /** Folder of the workspace. Several hosts may share one; a new one is seeded with a small team. */
    dir: string;
    /** Path of the app's package. */
    zip: string;
    /** The server's environment variables, under their full names (`RC_APPS_<ID>_…`). The host's own ones are not shown to the app. */
    env?: Record<string, string>;
    /** Port of the app's endpoints. Default: any free one. */
    port?: number;
    /** Permissions of app.json that the admin does not grant. */
    withheldPermissions?: string[];
    /** Milliseconds between two looks for due jobs; 0 leaves running to `runDueJobs`. Default 5000. */
    jobPollMs?: number;
    /** How long the engine waits for a handler. Default 30,000 ms. */
    handlerTimeoutMs?: number;
    /** Milliseconds since 1970; default Date.now. `advanceClock` adds to it. */
    clock?: () => number;
    /** Settings of the app that shall have these values from the start. */
    appSettings?: Record<string, unknown>;
    /** Settings of the server itself, for example `Site_Url`, that shall have these values before the app starts. */
    serverSettings?: Record<string, ServerSetting['value']>;
    /** Name of this server among those that share the folder. Default: random. */
    instanceId?: string;
    /** With which a new workspace signs apps and logins. Default: keys of its own. */
    keys?: WorkspaceKeys;
}

export interface Post {
    user: string;
    room: string;
    text: string;
    threadId?: string;
    attachments?: Attachment[];
}

export interface AppSetting {
    id: string;
    value: unknown;
    packageValue: unknown;
    type: string;
    [field: string]: unknown;
}

/** What an app logged while it handled one request, and what the engine logged about it. */
export interface AppLog {
    method: string;
    startTime: Date;
    entries: Array<{ severity: string; args: unknown[] }>;
    [field: string]: unknown;
}

/**
 * A workspace with one app in it, run by Rocket.Chat's own engine. People are named by username, rooms by name or id.
 * A refusal rejects with a WorkspaceError or with what the app threw.
 */
export interface Host {
    /** Calls the listener for everything that clients are told; answers a function that ends it. */
    on(listener: HostListener): () => void;

    command(call: CommandCall): Promise<CommandResult>;
    /** At most 10 items; undefined when the app has none. */
    preview(call: CommandCall): Promise<ISlashCommandPreview | undefined>;
    executePreview(call: CommandCall, item: ISlashCommandPreviewItem): Promise<void>;

    /** Undefined when the app prevented the message. */
    post(post: Post): Promise<MessageView | undefined>;
    edit(edit: { user: string; messageId: string; text: string }): Promise<MessageView>;
    remove(removal: { user: string; messageId: string }): Promise<void>;
    /** Adds (`on`), removes or, when `on` is absent, toggles. Resolves when the app has handled the event. */
    react(reaction: { user: string; messageId: string; emoji: string; on?: boolean }): Promise<void>;
    upload(file: { user: string; room: string; name: string; bytes: Uint8Array; type?: string; text?: string; threadId?: string }): Promise<{ upload: UploadRecord; message?: MessageView }>;
    markRead(read: { user: string; room: string }): Promise<void>;
    /** What the user sets as language in their account; undefined = none. */
    setLanguage(choice: { user: string; language: string | undefined }): Promise<void>;

    /** A button, or any element that acts at once, in a message or a surface. */
    click(click: Click): Promise<InteractionResult>;
    /** The same for a select: `value` is what was picked. */
    pick(click: Click): Promise<InteractionResult>;
    submit(submit: Submit): Promise<InteractionResult>;
    close(leave: Leave): Promise<InteractionResult>;
    actionButton(click: ActionButtonClick): Promise<InteractionResult>;
    actionButtons(): Promise<Array<{ actionId: string; context: string; [field: string]: unknown }>>;

    /** Calls the listener for what this user's client is told: their rooms, and what is meant for them alone. */
    listen(user: string, listener: HostListener): () => void;
    /** The user whose login these headers are; undefined when they are nobody's. */
    login(headers: Partial<LoginHeaders>): Promise<UserRecord | undefined>;
    /** The rooms this user is a member of, with their unread counts. */
    roomsOf(user: string): Promise<RoomView[]>;
    /** The newest messages of a room, or those before the message `before`; oldest first, without replies. Default limit: 50. */
    history(query: { user: string; room: string; before?: string; limit?: number }): Promise<{ messages: MessageView[]; more: boolean }>;
    thread(query: { user: string; rootId: string }): Promise<{ root: MessageView; replies: MessageView[] }>;
    /** Undefined when there is none or the user may not see it. */
    file(query: { user: string; id: string }): Promise<{ upload: UploadRecord; bytes: Uint8Array } | undefined>;
    /** The direct-message room of the two, made when there is none. Answers its id. */
    openDirect(people: { user: string; other: string }): Promise<string>;
    /** Commands of apps, with the keys of their texts. */
    slashCommands(): Promise<Array<{ command: string; i18nDescription: string; i18nParamsExample: string; providesPreview: boolean }>>;
    /** The app's own texts by key, in this language where it has them, else in English. */
    texts(language: string): Promise<Record<string, string>>;

    users(): Promise<UserRecord[]>;
    rooms(): Promise<RoomRecord[]>;
    members(room: string): Promise<string[]>;
    /** Oldest first; with `threadId` the replies in that thread. */
    messages(room: string, query?: { threadId?: string }): Promise<MessageView[]>;
    message(id: string): Promise<MessageView | undefined>;
    uploadBytes(id: string): Promise<Uint8Array | undefined>;
    /** Open modals and bars of a user. */
    surfaces(user: string): Promise<Surface[]>;
    /** What came too late, or a second time, on a trigger id. */
    droppedTriggers(): Promise<DroppedInteraction[]>;

    appId(): Promise<string>;
    status(): Promise<string>;
    appSettings(): Promise<AppSetting[]>;
    /** The stored value, or the package's when none is stored. */
    getAppSetting(id: string): Promise<unknown>;
    /**
     * Answers the value that is stored then. The app's `onPreSettingUpdate` may answer another setting, or the old one to keep it;
     * what it throws is swallowed by the engine, and the new value is stored all the same.
     */
    setAppSetting(id: string, value: unknown): Promise<unknown>;
    getServerSetting(id: string): Promise<ServerSetting['value'] | undefined>;
    setServerSetting(id: string, value: ServerSetting['value']): Promise<void>;
    /** The newest `limit` (default: all), oldest first, the engine's own debug entries included. */
    appLogs(limit?: number): Promise<AppLog[]>;
    /** Everything the app has stored, for a look at what is in it. */
    persistenceRecords(): Promise<PersistenceRecord[]>;
    jobs(): Promise<JobRecord[]>;
    /** Runs what is due now; answers how many jobs there were. */
    runDueJobs(): Promise<number>;

    now(): Promise<number>;
    /** Moves this host's clock and that of the app's process: trigger ids age, jobs come due, locks expire, what the app remembers gets old. */
    advanceClock(ms: number): Promise<void>;
    /** Resolves when the app has handled everything it was told. */
    idle(): Promise<void>;
    /** Requests of the app to the host since the start. */
    roundTrips(): Promise<number>;
    appPid(): Promise<number | undefined>;
    /** Answers a request to one of the app's endpoints that came in elsewhere than at their own address. */
    serveEndpoint(request: Request): Promise<Response>;
    /** URL of a public endpoint of the app. */
    endpointUrl(path: string): Promise<string>;
    privateEndpointUrl(path: string): Promise<string>;
    /** Headers that log a user in at an endpoint. */
    credentials(user: string): Promise<LoginHeaders>;

    disableApp(): Promise<void>;
    enableApp(): Promise<void>;
    /** Kills the app's process and waits until it can be used again. */
    restartApp(): Promise<void>;
    stop(): Promise<void>;
}
