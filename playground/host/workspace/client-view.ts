import { viewOf } from './message-view';
import type { MessageView } from './message-view';
import type { HostEvent } from './events';
import { canAccessRoom, checkAccess, hasPermission, type Permission } from './permissions';
import type { RoomRecord, UploadRecord, UserRecord } from './records';
import type { Workspace } from './workspace';
import { WorkspaceError } from './workspace-error';

/** A room as its member's client lists it. */
export interface RoomView extends Pick<RoomRecord, 'id' | 'type' | 'description' | 'topic'> {
    /** What people see: the room's name, or for a direct message the other people's. */
    title: string;
    /** Usernames. */
    members: string[];
    /** Messages of others since this member has read the room, replies in threads included. */
    unread: number;
    /** Until when the member has read it. */
    readAt: number;
    /** What a client offers; the server checks each when it is done. */
    may: { post: boolean; deleteOwn: boolean; editAny: boolean; deleteAny: boolean };
}

/** What Rocket.Chat's server answers one user's client, with its checks: who may not see a room is shown nothing of it. */
export class ClientView {
    constructor(private readonly workspace: Workspace) {}

    /** The rooms that the user is a member of. */
    rooms(user: UserRecord): RoomView[] {
        const mine = new Set(this.workspace.rooms.roomIdsOf(user.id));
        return this.workspace.rooms.all().filter((room) => mine.has(room.id)).map((room) => this.room(user, room));
    }

    /** The newest messages of the room, or those before one, oldest first and without replies. `more`: there are older ones. */
    history(user: UserRecord, room: RoomRecord, { before, limit }: { before?: string; limit: number }): { messages: MessageView[]; more: boolean } {
        checkAccess(this.workspace.rooms, user, room);
        const anchor = before === undefined ? undefined : this.demandMessage(before);
        if (anchor && anchor.roomId !== room.id) {
            throw new WorkspaceError('error-invalid-message', `Invalid message ${anchor.id}`);
        }
        const found = this.workspace.messages.page({ roomId: room.id, before: anchor, limit: limit + 1 });
        return { messages: found.slice(-limit).map((message) => viewOf(this.workspace, message)), more: found.length > limit };
    }

    /** A thread: its root and the replies, oldest first. */
    thread(user: UserRecord, rootId: string): { root: MessageView; replies: MessageView[] } {
        const root = this.demandMessage(rootId);
        checkAccess(this.workspace.rooms, user, this.workspace.rooms.demand(root.roomId));
        return { root: viewOf(this.workspace, root), replies: this.workspace.messages.inThread(rootId).map((reply) => viewOf(this.workspace, reply)) };
    }

    /** A file that lies in a room the user may see; who may not see it gets the same answer as for none. */
    file(user: UserRecord, id: string): { upload: UploadRecord; bytes: Buffer } | undefined {
        const upload = this.workspace.uploads.byId(id);
        const room = upload && this.workspace.rooms.byId(upload.roomId);
        const bytes = room && canAccessRoom(this.workspace.rooms, user, room) ? this.workspace.uploads.bytes(id) : undefined;
        return upload && bytes && { upload, bytes };
    }

    /** Whether the user's client is told of this. */
    hears(user: UserRecord, event: HostEvent): boolean {
        switch (event.type) {
            case 'message':
            case 'updated':
            case 'reaction':
                return this.isMember(user, event.message.roomId);
            case 'deleted':
            case 'typing':
                return this.isMember(user, event.roomId);
            case 'room':
                return this.isMember(user, event.roomId) || event.left?.includes(user.username) === true;
            case 'commandError':
                // The server keeps what an app threw to itself; the user gets an ephemeral note.
                return false;
            default:
                return event.user === user.username;
        }
    }

    private room(user: UserRecord, room: RoomRecord): RoomView {
        const { users, rooms, messages } = this.workspace;
        const members = rooms.members(room.id).flatMap(({ userId }) => users.byId(userId) ?? []);
        const others = members.filter(({ id }) => id !== user.id);
        const readAt = rooms.member(room.id, user.id)?.readAt ?? 0;
        const may = (permission: Permission): boolean => hasPermission(rooms, user, permission, room.id);
        return {
            id: room.id, type: room.type, description: room.description, topic: room.topic,
            title: room.displayName ?? room.name ?? (others.length > 0 ? others : members).map(({ name }) => name).join(', '),
            members: members.map(({ username }) => username),
            unread: messages.unreadIn(room.id, user.id, readAt),
            readAt,
            may: {
                post: !room.muted.includes(user.username) && (!room.readOnly || may('post-readonly')),
                deleteOwn: may('delete-own-message'), editAny: may('edit-message'), deleteAny: may('delete-message'),
            },
        };
    }

    private isMember(user: UserRecord, roomId: string): boolean {
        return this.workspace.rooms.member(roomId, user.id) !== undefined;
    }

    private demandMessage(id: string): NonNullable<ReturnType<Workspace['messages']['byId']>> {
        const message = this.workspace.messages.byId(id);
        if (!message) {
            throw new WorkspaceError('error-invalid-message', `Invalid message ${id}`);
        }
        return message;
    }
}
