import { createContext, useContext, useSyncExternalStore } from 'react';
import { Api, Refusal } from './api';
import { listen } from './live';
import { after, emptyState, type Message, type Panel, type State } from './state';

const NOTICE_MS = 8000;
/** A room in which something happens all the time is shown as it was the last time. */
const MOST_TRIES = 5;

/** One user's client: what it shows, and what its user can do. Refusals become notices; nothing here throws at a component. */
export class Workspace {
    private state: State;
    private readonly subscribers = new Set<() => void>();
    private api: Api | undefined;
    private stopListening: (() => void) | undefined;
    private closed = false;
    /** How many events have come; also counts how often the stream began, before which some may have been missed. */
    private heard = 0;

    constructor(user: string) {
        const tour = window.localStorage.getItem('tour') ?? '0';
        this.state = { ...emptyState(user), ...(tour !== 'closed' && { tour: Number(tour) }) };
    }

    readonly subscribe = (subscriber: () => void): (() => void) => {
        this.subscribers.add(subscriber);
        return () => this.subscribers.delete(subscriber);
    };

    readonly snapshot = (): State => this.state;

    async open(path: string): Promise<void> {
        try {
            this.api = await Api.as(this.state.user);
            await this.reload();
        } catch (error) {
            this.set({ failure: messageOf(error) });
            return;
        }
        if (this.closed) {
            return;
        }
        this.stopListening = listen(this.api.hello, {
            // The first time this asks again for what is there already: something may have come between the two.
            ready: () => {
                this.heard += 1;
                void this.attempt(() => this.reload()).then(() => this.set({ online: true }));
            },
            event: (event) => {
                this.heard += 1;
                this.set(after(this.state, event));
                if (event.type === 'room' || event.type === 'deleted' || (event.type === 'message' && !this.state.rooms.some(({ id }) => id === event.message.roomId))) {
                    void this.attempt(() => this.loadRooms());
                }
            },
            lost: () => this.set({ online: false }),
            refused: () => this.set({ failure: 'The workspace was begun anew, and this login ended with the old one.' }),
        });
        await this.goToPath(path);
    }

    close(): void {
        this.closed = true;
        this.stopListening?.();
    }

    /** `/channel/general`, `/group/secret`, `/direct/<id>`; anything else is the first room, with the app's settings where an app's link to them leads. */
    async goToPath(path: string): Promise<void> {
        const { pathname } = new URL(path, window.location.href);
        const name = decoded(pathname.split('/')[2] ?? '');
        const room = this.state.rooms.find(({ id, title }) => id === name || title === name) ?? this.state.rooms[0];
        if (room) {
            await this.goTo(room.id, { push: false });
        }
        if (pathname.startsWith('/marketplace/')) {
            this.show({ kind: 'settings' });
        }
    }

    async goTo(roomId: string, { push = true } = {}): Promise<void> {
        const room = this.state.rooms.find(({ id }) => id === roomId);
        if (!room || this.closed) {
            return;
        }
        if (push) {
            window.history.pushState(null, '', pathOf(room) + window.location.search);
        }
        this.set({ roomId, unloaded: undefined, unreadFrom: room.unread > 0 ? room.readAt : undefined, panel: this.state.panel?.kind === 'thread' ? undefined : this.state.panel });
        if (!this.state.histories[roomId] && !await this.attempt(() => this.loadHistory(roomId))) {
            this.set({ unloaded: roomId });
        }
        await this.markRead();
    }

    async openDirect(other: string): Promise<void> {
        await this.attempt(async () => {
            const { room } = await this.demand().call('openDirect', { other });
            await this.loadRooms();
            await this.goTo(room);
        });
    }

    async loadOlder(roomId: string): Promise<void> {
        const history = this.state.histories[roomId];
        const [oldest] = history?.messages ?? [];
        if (!history?.more || !oldest) {
            return;
        }
        await this.attempt(async () => {
            const { messages, more } = await this.demand().call('history', { room: roomId, before: oldest.id });
            const now = this.state.histories[roomId]?.messages ?? [];
            if (now[0]?.id === oldest.id) {
                this.set({ histories: { ...this.state.histories, [roomId]: { messages: [...messages, ...now], more } } });
            }
        });
    }

    async markRead(): Promise<void> {
        const room = this.state.rooms.find(({ id }) => id === this.state.roomId);
        if (room && room.unread > 0 && document.visibilityState === 'visible') {
            await this.attempt(() => this.demand().call('read', { room: room.id }));
        }
    }

    async openThread(rootId: string): Promise<void> {
        this.show({ kind: 'thread', rootId });
        if (!await this.attempt(() => this.loadThread(rootId)) && this.isOpen(rootId)) {
            this.show(undefined);
        }
    }

    show(panel: Panel | undefined): void {
        this.set({ panel });
        this.state.surfaces.filter(({ kind }) => panel && kind === 'contextualBar').forEach(({ id }) => void this.closeSurface(id));
    }

    /** Answers whether it was sent: a text that was refused stays in the box. */
    async send(text: string, threadId?: string): Promise<boolean> {
        return this.attempt(() => this.demand().call('send', { room: this.room, text, threadId }));
    }

    async upload(file: File, { text, threadId }: { text: string; threadId: string | undefined }): Promise<boolean> {
        return this.attempt(() => this.demand().upload(file, { room: this.room, text, threadId }));
    }

    startEditing = (editing: Message): void => this.set({ editing });
    /** Unless another message is being edited by now. */
    stopEditing = (edited: Message): void => this.set({ editing: this.state.editing === edited ? undefined : this.state.editing });
    edit = (messageId: string, text: string): Promise<boolean> => this.attempt(() => this.demand().call('edit', { messageId, text }));
    remove = (messageId: string): Promise<boolean> => this.attempt(() => this.demand().call('remove', { messageId }));
    react = (messageId: string, emoji: string): Promise<boolean> => this.attempt(() => this.demand().call('react', { messageId, emoji }));

    /** A button or another element that acts at once, in a message or an open surface. */
    async click(click: { actionId: string; blockId?: string; value?: unknown }, where: Message | { surfaceId: string }): Promise<void> {
        const container = 'surfaceId' in where ? where : { room: where.roomId, ...(!where.ephemeral && { messageId: where.id }) };
        await this.attempt(() => this.demand().call('click', { ...click, ...container }));
    }

    submit = (surfaceId: string, values: Record<string, unknown>): Promise<boolean> => this.attempt(() => this.demand().call('submit', { surfaceId, values }));

    /** It closes at once; what the app thinks of it comes later. */
    async closeSurface(surfaceId: string, left: { values?: Record<string, unknown>; isCleared?: boolean } = {}): Promise<void> {
        this.set({ surfaces: this.state.surfaces.filter(({ id }) => id !== surfaceId) });
        await this.attempt(() => this.demand().call('close', { surfaceId, ...left }));
    }

    async pressButton(button: { actionId: string; context: 'messageAction' | 'messageBoxAction' | 'roomAction' }, about: { messageId?: string; threadId?: string; text?: string } = {}): Promise<void> {
        await this.attempt(() => this.demand().call('actionButton', { ...button, ...about, room: this.room }));
    }

    /** Undefined closes the tour; the browser remembers where it was. */
    goToStep(tour: number | undefined): void {
        window.localStorage.setItem('tour', String(tour ?? 'closed'));
        this.set({ tour });
    }

    /** What is said already is not said twice. */
    notice(text: string): void {
        if (this.state.notices.some((notice) => notice.text === text)) {
            return;
        }
        const id = Date.now() + Math.random();
        this.set({ notices: [...this.state.notices, { id, text }] });
        window.setTimeout(() => this.dismiss(id), NOTICE_MS);
    }

    dismiss(id: number): void {
        this.set({ notices: this.state.notices.filter((notice) => notice.id !== id) });
    }

    /** The server, for a panel that shows what it asked for itself. */
    demand(): Api {
        if (!this.api) {
            throw new Refusal(0, 'Not logged in yet.');
        }
        return this.api;
    }

    /** Does it, and says in a notice what the server refused. Answers whether it was done. */
    async attempt(action: () => Promise<unknown>): Promise<boolean> {
        try {
            await action();
            return true;
        } catch (error) {
            this.notice(messageOf(error));
            return false;
        }
    }

    private get room(): string {
        return this.state.roomId ?? '';
    }

    /** Everything that is on the screen, from the server. Rooms that are not are asked for when they are entered. */
    private async reload(): Promise<void> {
        const start = await this.demand().call('start', {});
        const { roomId, panel } = this.state;
        this.set({ start, rooms: start.rooms, failure: undefined, histories: pick(this.state.histories, roomId), threads: pick(this.state.threads, panel?.kind === 'thread' ? panel.rootId : undefined), typing: {} });
        if (roomId !== undefined) {
            await this.loadHistory(roomId);
        }
        if (panel?.kind === 'thread') {
            await this.loadThread(panel.rootId);
        }
    }

    private async loadRooms(): Promise<void> {
        const rooms = await this.newest(() => this.demand().call('rooms', {}));
        this.set({ rooms });
        const [first] = rooms;
        if (first && !rooms.some(({ id }) => id === this.state.roomId)) {
            await this.goTo(first.id);
        }
    }

    private async loadHistory(roomId: string): Promise<void> {
        const history = await this.newest(() => this.demand().call('history', { room: roomId }));
        this.set({ histories: { ...this.state.histories, [roomId]: history } });
    }

    private async loadThread(rootId: string): Promise<void> {
        const { root, replies } = await this.newest(() => this.demand().call('thread', { rootId }));
        this.set({ threads: { ...this.state.threads, [rootId]: [root, ...replies] } });
    }

    /** Asks again when an event came meanwhile: the answer may be from before it. */
    private async newest<T>(ask: () => Promise<T>, tries = MOST_TRIES): Promise<T> {
        const { heard } = this;
        const answer = await ask();
        return heard === this.heard || tries === 1 ? answer : this.newest(ask, tries - 1);
    }

    private isOpen(rootId: string): boolean {
        const { panel } = this.state;
        return panel?.kind === 'thread' && panel.rootId === rootId;
    }

    private set(change: Partial<State>): void {
        this.state = { ...this.state, ...change };
        this.subscribers.forEach((subscriber) => subscriber());
    }
}

export const pathOf = ({ type, title, id }: State['rooms'][number]): string => (type === 'd' ? `/direct/${id}` : `/${type === 'c' ? 'channel' : 'group'}/${encodeURIComponent(title)}`);

const pick = <T>(record: Readonly<Record<string, T>>, key = ''): Record<string, T> => (record[key] === undefined ? {} : { [key]: record[key] });

/** As it stands, when it is no encoded text. */
function decoded(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const Context = createContext<Workspace | undefined>(undefined);
export const WorkspaceProvider = Context.Provider;

/** The client of this tab. */
export function useClient(): Workspace {
    const workspace = useContext(Context);
    if (!workspace) {
        throw new Error('There is no workspace around this component.');
    }
    return workspace;
}

/** A part of what the client shows; the component is drawn again when this part is another one. */
export function useSelected<T>(select: (state: State) => T): T {
    const workspace = useClient();
    return useSyncExternalStore(workspace.subscribe, () => select(workspace.snapshot()));
}

/** The client of this tab, and everything it shows now. */
export function useWorkspace(): readonly [Workspace, State] {
    return [useClient(), useSelected((state) => state)];
}
