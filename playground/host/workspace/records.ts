/** Documents of a workspace as the store keeps them. Times are milliseconds since 1970. */

export interface UserRecord {
    id: string;
    username: string;
    name: string;
    email: string;
    /** Global roles: `user`, `admin`, `guest`, `bot`, `app` or a custom one. */
    roles: string[];
    type: 'user' | 'bot' | 'app';
    language?: string;
    /** Set for users that an app owns. */
    appId?: string;
    active: boolean;
    createdAt: number;
}

export interface RoomRecord {
    id: string;
    /** Absent for direct messages. */
    name?: string;
    /** The name people see; discussions have an internal `name`. */
    displayName?: string;
    /** Channel, private group, direct message. */
    type: 'c' | 'p' | 'd';
    creatorId: string;
    description?: string;
    topic?: string;
    readOnly: boolean;
    /** Usernames that may not post here. */
    muted: string[];
    /** Room that a discussion belongs to. */
    parentRoomId?: string;
    /** Message that a discussion belongs to. */
    parentMessageId?: string;
    customFields?: Record<string, unknown>;
    createdAt: number;
}

export type RoomRole = 'owner' | 'moderator' | 'leader';

export interface Member {
    userId: string;
    roles: RoomRole[];
    /** Until when this member has read the room. */
    readAt: number;
}

export type Reactions = Record<string, { usernames: string[] }>;

export interface MessageFile {
    id: string;
    name: string;
    type: string;
}

/** What an author writes; a message hook may change it. */
export interface MessageContent {
    text: string;
    attachments?: Attachment[];
    blocks?: Block[];
    alias?: string;
    emoji?: string;
    avatarUrl?: string;
    groupable?: boolean;
    parseUrls?: boolean;
    customFields?: Record<string, unknown>;
    files?: MessageFile[];
}

export interface MessageRecord extends MessageContent {
    id: string;
    roomId: string;
    /** Root message of the thread this one is a reply in. */
    threadId?: string;
    senderId: string;
    createdAt: number;
    updatedAt: number;
    editorId?: string;
    editedAt?: number;
    reactions?: Reactions;
    /** On a thread's root: how many replies it has, and whose. */
    threadCount?: number;
    replies?: string[];
    /** Set on system messages, for example `discussion-created`. */
    type?: string;
}

export interface Attachment {
    collapsed?: boolean;
    color?: string;
    text?: string;
    title?: { value?: string; link?: string; displayDownloadLink?: boolean };
    author?: { name?: string; link?: string; icon?: string };
    thumbnailUrl?: string;
    imageUrl?: string;
    audioUrl?: string;
    videoUrl?: string;
    timestampLink?: string;
    description?: string;
    type?: string;
    fields?: Array<{ short?: boolean; title?: unknown; value?: unknown }>;
    actions?: Array<{ url?: string; image_url?: string }>;
}

/** A UI kit block. Only what a client needs to find elements is typed. */
export interface Block {
    type: string;
    blockId?: string;
    appId?: string;
    element?: BlockElement;
    accessory?: BlockElement;
    elements?: BlockElement[];
    [field: string]: unknown;
}

export interface BlockElement {
    type: string;
    actionId?: string;
    value?: unknown;
    initialValue?: unknown;
    initialOption?: { value?: unknown };
    initialOptions?: Array<{ value?: unknown }>;
    [field: string]: unknown;
}

export interface UploadRecord {
    id: string;
    name: string;
    size: number;
    type: string;
    roomId: string;
    userId: string;
    createdAt: number;
}
