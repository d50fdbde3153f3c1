import type { HostEvent, SurfaceKind, SurfaceView } from '../../host/workspace/events';
import type { MessageView } from '../../host/workspace/message-view';
import type { Start } from './api';

export type Message = MessageView & { readonly ephemeral?: true };
export type Room = Start['rooms'][number];
export type Person = Start['people'][number];

export interface OpenSurface {
    readonly id: string;
    readonly kind: SurfaceKind;
    readonly view: SurfaceView;
    /** By action id; what the app refused. */
    readonly errors: Readonly<Record<string, string>>;
}

export type Panel = { readonly kind: 'thread'; readonly rootId: string } | { readonly kind: 'settings' | 'log' | 'hub' };

export interface History {
    /** Oldest first, without replies. */
    readonly messages: readonly Message[];
    /** There are older ones on the server. */
    readonly more: boolean;
}

/** What one tab shows: one user's client. */
export interface State {
    readonly user: string;
    readonly start?: Start;
    /** Why there is nothing to show. */
    readonly failure?: string;
    readonly online: boolean;
    readonly rooms: readonly Room[];
    readonly roomId?: string;
    /** The room whose messages could not be asked for. */
    readonly unloaded?: string;
    readonly histories: Readonly<Record<string, History>>;
    /** Roots with their replies by the id of the root, for threads that were opened. */
    readonly threads: Readonly<Record<string, readonly Message[]>>;
    /** Messages that only this client has. */
    readonly ephemerals: readonly Message[];
    /** When the room was entered, until when it had been read. */
    readonly unreadFrom?: number;
    readonly panel?: Panel;
    /** The message whose text is in the box now. */
    readonly editing?: Message;
    readonly surfaces: readonly OpenSurface[];
    /** Who is typing, by room id. */
    readonly typing: Readonly<Record<string, readonly string[]>>;
    /** Step of the guided tour; undefined when it is closed. */
    readonly tour?: number;
    readonly notices: ReadonlyArray<{ readonly id: number; readonly text: string }>;
}

export const emptyState = (user: string): State => ({ user, online: true, rooms: [], histories: {}, threads: {}, ephemerals: [], surfaces: [], typing: {}, notices: [] });

/** The state after the server told this client something. */
export function after(state: State, event: HostEvent): State {
    switch (event.type) {
        case 'message':
            return withMessage(state, event.message);
        case 'updated':
        case 'reaction':
            return withChanged(state, event.message);
        case 'deleted':
            return everywhere(withoutThread(state, event.messageId), (messages) => messages.filter(({ id }) => id !== event.messageId));
        case 'ephemeral':
            return { ...state, ephemerals: [...state.ephemerals.filter(({ id }) => id !== event.message.id), { ...event.message, updatedAt: event.message.createdAt, ephemeral: true }] };
        case 'surface':
            return withSurface(state, { id: event.view.id, kind: event.kind, view: event.view, errors: {} });
        case 'surfaceClosed':
            return { ...state, surfaces: state.surfaces.filter(({ id }) => id !== event.surfaceId) };
        case 'viewErrors':
            return { ...state, surfaces: state.surfaces.map((surface) => (surface.id === event.surfaceId ? { ...surface, errors: event.errors } : surface)) };
        case 'typing': {
            const others = (state.typing[event.roomId] ?? []).filter((name) => name !== event.name);
            return { ...state, typing: { ...state.typing, [event.roomId]: event.on ? [...others, event.name] : others } };
        }
        case 'read':
            return { ...state, rooms: state.rooms.map((room) => (room.id === event.roomId ? { ...room, unread: 0, readAt: event.at } : room)) };
        case 'room':
        case 'commandError':
            return state;
    }
}

/** Messages of the room as its list shows them, or of a thread with its root: stored ones and this client's own. */
export function shown(state: State, stored: readonly Message[], isHere: (message: Message) => boolean): readonly Message[] {
    const own = state.ephemerals.filter(isHere);
    return own.length === 0 ? stored : [...stored, ...own].sort((a, b) => a.createdAt - b.createdAt);
}

function withMessage(state: State, message: Message): State {
    const counted = { ...state, rooms: state.rooms.map((room) => (room.id === message.roomId && message.sender !== state.user ? { ...room, unread: room.unread + 1 } : room)) };
    const { threadId, roomId } = message;
    if (threadId === undefined) {
        const history = state.histories[roomId];
        return history ? { ...counted, histories: { ...state.histories, [roomId]: { ...history, messages: append(history.messages, message) } } } : counted;
    }
    const replies = state.threads[threadId];
    const withReply = replies ? { ...counted, threads: { ...state.threads, [threadId]: append(replies, message) } } : counted;
    return everywhere(withReply, (messages) => messages.map((root) => (root.id === threadId ? { ...root, threadCount: (root.threadCount ?? 0) + 1, replies: [...new Set([...(root.replies ?? []), message.senderId])] } : root)));
}

const append = (messages: readonly Message[], message: Message): readonly Message[] => [...messages.filter(({ id }) => id !== message.id), message];

const withChanged = (state: State, message: Message): State => everywhere(state, (messages) => messages.map((known) => (known.id === message.id ? message : known)));

/** A thread whose root is deleted closes. */
const withoutThread = (state: State, rootId: string): State => (state.panel?.kind === 'thread' && state.panel.rootId === rootId ? { ...state, panel: undefined } : state);

function everywhere(state: State, change: (messages: readonly Message[]) => readonly Message[]): State {
    return {
        ...state,
        histories: mapValues(state.histories, (history) => ({ ...history, messages: change(history.messages) })),
        threads: mapValues(state.threads, change),
        ephemerals: change(state.ephemerals),
    };
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** A bar takes the place of the one before; a modal lies over the others. */
function withSurface(state: State, surface: OpenSurface): State {
    const known = state.surfaces.some(({ id }) => id === surface.id);
    const others = surface.kind === 'contextualBar' ? state.surfaces.filter(({ kind, id }) => kind === 'modal' || id === surface.id) : state.surfaces;
    const surfaces = known ? others.map((open) => (open.id === surface.id ? surface : open)) : [...others, surface];
    return { ...state, surfaces, ...(surface.kind === 'contextualBar' && { panel: undefined }) };
}
