import type { ThingRepo } from './thing';

/** What a room can choose to hear of, under the names people type. */
export const WATCH_EVENTS = ['repo-updated', 'discussion-created', 'pr-opened', 'pr-closed', 'comment', 'repo-changed', 'space-status-updated', 'lineage'] as const;
export type WatchEvent = (typeof WATCH_EVENTS)[number];

/**
 * How an event is shown: in the one living message of its thing (`card`), there and as a reply below it (`thread`), as a message
 * of its own (`channel`), in the room's next digest, or not at all.
 */
export const WATCH_MODES = ['card', 'thread', 'channel', 'digest', 'off'] as const;
export type WatchMode = (typeof WATCH_MODES)[number];

/** `account`: a user or an organisation with all its repositories. */
export type WatchTarget = ThingRepo | { readonly type: 'account'; readonly name: string };

/** What an event has to pass. An empty list lets everything through; names are compared without letter case. */
export interface WatchFilters {
    readonly branches: readonly string[];
    /** Hugging Face user names. */
    readonly authors: readonly string[];
    /** Paths in the repository; `*` stands for anything within a folder, `**` for anything. A commit passes when one of its files does. */
    readonly paths: readonly string[];
}

/** One rule of one room: there is at most one per room and target. */
export interface Watch {
    readonly id: string;
    readonly roomId: string;
    readonly target: WatchTarget;
    readonly modes: Readonly<Record<WatchEvent, WatchMode>>;
    readonly filters: WatchFilters;
    /** The chat user whose Hugging Face account it is seen with, where not everybody may see it. */
    readonly by: string;
    /** When it was made, milliseconds since 1970; nothing older is shown. */
    readonly at: number;
    /** When an event was let through that had not been before, milliseconds since 1970: nothing older of it is shown either. */
    readonly since?: Readonly<Partial<Record<WatchEvent, number>>> | undefined;
    /** Somebody agreed that what is private is shown in a room that everybody may read. */
    readonly showPrivate: boolean;
    /** Nothing is shown before this, milliseconds since 1970. */
    readonly mutedUntil?: number | undefined;
}

/** What a new watch shows when nothing else was said. */
export const DEFAULT_MODES: Readonly<Record<WatchEvent, WatchMode>> = {
    'repo-updated': 'card',
    'discussion-created': 'card',
    'pr-opened': 'card',
    'pr-closed': 'card',
    comment: 'thread',
    'repo-changed': 'channel',
    'space-status-updated': 'card',
    lineage: 'channel',
};

/** The account whose repositories the watch is about: watches are filed by it. */
export const ownerOf = (target: WatchTarget): string => (target.type === 'account' ? target.name : (target.id.split('/')[0] ?? target.id)).toLowerCase();
