import { RoomBridge } from '@rocket.chat/apps-engine/server/bridges/RoomBridge';
import type { GetMessagesOptions, GetRoomsFilters, GetRoomsOptions } from '@rocket.chat/apps-engine/server/bridges/RoomBridge';
import type { IMessage, IMessageRaw } from '@rocket.chat/apps-engine/definition/messages';
import type { IRoom, IRoomRaw } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { createDiscussion } from '../workspace/create-discussion';
import { addMembers, createRoom } from '../workspace/create-room';
import type { RoomRecord, RoomRole } from '../workspace/records';
import type { Workspace } from '../workspace/workspace';
import { toAppRoom, toAppUser, toRawMessage, toRawRoom } from './to-app';

/** Rooms and what is in them, as Rocket.Chat's app/apps/server/bridges/rooms.ts serves them. Membership of whoever asks is not checked. */
export class WorkspaceRoomBridge extends RoomBridge {
    constructor(private readonly workspace: Workspace) {
        super();
    }

    protected async create(room: IRoom, members: string[]): Promise<string> {
        const creator = this.workspace.users.demand(room.creator.id);
        const record = createRoom(this.workspace, {
            type: roomType(room),
            name: room.slugifiedName,
            displayName: room.displayName,
            creator,
            members,
            readOnly: room.isReadOnly ?? false,
            description: room.description,
            customFields: room.customFields,
        });
        return Promise.resolve(record.id);
    }

    protected async createDiscussion(
        ...[room, parentMessage, reply, members]: [IRoom, IMessage | undefined, string | undefined, string[], string]
    ): Promise<string> {
        const discussion = await createDiscussion(this.workspace, {
            creator: this.workspace.users.demand(room.creator.id),
            parentRoomId: room.parentRoom?.id ?? '',
            parentMessageId: parentMessage?.id,
            displayName: room.displayName ?? room.slugifiedName,
            description: room.description,
            reply: reply ?? undefined,
            members,
        });
        return discussion.id;
    }

    protected async getById(roomId: string): Promise<IRoom> {
        return Promise.resolve(this.found(this.workspace.rooms.byId(roomId)));
    }

    protected async getByName(roomName: string): Promise<IRoom> {
        return Promise.resolve(this.found(this.workspace.rooms.byName(roomName)));
    }

    protected async getCreatorById(roomId: string): Promise<IUser | undefined> {
        return Promise.resolve(this.creator(this.workspace.rooms.byId(roomId)));
    }

    protected async getCreatorByName(roomName: string): Promise<IUser | undefined> {
        return Promise.resolve(this.creator(this.workspace.rooms.byName(roomName)));
    }

    protected async getDirectByUsernames(usernames: string[]): Promise<IRoom | undefined> {
        const ids = usernames.map((name) => this.workspace.users.byUsername(name)?.id ?? '');
        const room = this.workspace.rooms.directOf(ids);
        return Promise.resolve(room && toAppRoom(this.workspace, room));
    }

    protected async getMembers(roomId: string): Promise<IUser[]> {
        return Promise.resolve(this.people(roomId));
    }

    protected async getOwners(roomId: string): Promise<IUser[]> {
        return Promise.resolve(this.people(roomId, 'owner'));
    }

    protected async getModerators(roomId: string): Promise<IUser[]> {
        return Promise.resolve(this.people(roomId, 'moderator'));
    }

    protected async getLeaders(roomId: string): Promise<IUser[]> {
        return Promise.resolve(this.people(roomId, 'leader'));
    }

    protected async getAllRooms({ types, discussions }: GetRoomsFilters, { limit = 100, skip = 0 }: GetRoomsOptions): Promise<IRoomRaw[]> {
        const rooms = this.workspace.rooms.all()
            .filter((room) => !types?.length || types.some((type) => String(type) === room.type))
            .filter((room) => discussions === undefined || discussions === null || Boolean(room.parentRoomId) === discussions);
        return Promise.resolve(rooms.slice(skip, skip + limit).map((room) => toRawRoom(this.workspace, room)));
    }

    protected async update(room: IRoom, members: string[]): Promise<void> {
        const record = this.workspace.rooms.byId(room.id);
        if (!record) {
            throw new Error('A room must exist to update.');
        }
        this.workspace.rooms.update({
            ...record,
            name: room.slugifiedName ?? record.name,
            displayName: room.displayName ?? record.displayName,
            description: room.description ?? record.description,
            readOnly: room.isReadOnly ?? record.readOnly,
            customFields: room.customFields ?? record.customFields,
        });
        addMembers(this.workspace, room.id, members);
        this.workspace.events.emit({ type: 'room', roomId: room.id });
        return Promise.resolve();
    }

    protected async delete(roomId: string): Promise<void> {
        const left = this.workspace.rooms.members(roomId).flatMap(({ userId }) => this.workspace.users.byId(userId)?.username ?? []);
        this.workspace.rooms.remove(roomId);
        this.workspace.events.emit({ type: 'room', roomId, left });
        return Promise.resolve();
    }

    protected async getMessages(roomId: string, options: GetMessagesOptions): Promise<IMessageRaw[]> {
        const { limit, skip, sort, showThreadMessages } = options;
        const messages = this.workspace.messages.inRoom({
            roomId, limit: Math.min(limit, 100), skip: skip ?? 0, newestFirst: sort?.createdAt === 'desc', withReplies: showThreadMessages,
        });
        return Promise.resolve(messages.map((message) => toRawMessage(this.workspace, message)));
    }

    protected async getUnreadByUser(roomId: string, uid: string, options: GetMessagesOptions): Promise<IMessageRaw[]> {
        const member = this.workspace.rooms.member(roomId, uid);
        if (!member) {
            throw new Error('User not subscribed to room');
        }
        const all = await this.getMessages(roomId, { ...options, limit: 100, skip: 0 });
        const unread = all.filter((message) => message.createdAt.getTime() > member.readAt);
        return unread.slice(options.skip ?? 0, (options.skip ?? 0) + options.limit);
    }

    protected async getUserUnreadMessageCount(roomId: string, uid: string): Promise<number> {
        const readAt = this.workspace.rooms.member(roomId, uid)?.readAt;
        const messages = this.workspace.messages.inRoom({ roomId });
        return Promise.resolve(readAt === undefined ? 0 : messages.filter((message) => message.createdAt > readAt).length);
    }

    protected async removeUsers(roomId: string, usernames: string[]): Promise<void> {
        if (usernames.length > 50) {
            throw new Error('A maximum of 50 members can be removed in a single call.');
        }
        for (const name of usernames) {
            const user = this.workspace.users.byUsername(name);
            if (user) {
                this.workspace.rooms.leave(roomId, user.id);
                this.workspace.events.emit({ type: 'room', roomId, left: [user.username] });
            }
        }
        return Promise.resolve();
    }

    private people(roomId: string, role?: RoomRole): IUser[] {
        return this.workspace.rooms.members(roomId)
            .filter((member) => !role || member.roles.includes(role))
            .flatMap((member) => this.workspace.users.byId(member.userId) ?? [])
            .map(toAppUser);
    }

    private creator(room: RoomRecord | undefined): IUser | undefined {
        const user = room && this.workspace.users.byId(room.creatorId);
        return user && toAppUser(user);
    }

    /** The declaration promises a room; the server answers undefined when there is none. */
    private found(room: RoomRecord | undefined): IRoom {
        return (room && toAppRoom(this.workspace, room)) as IRoom;
    }
}

function roomType(room: IRoom): RoomRecord['type'] {
    const type = String(room.type);
    if (type === 'c' || type === 'p' || type === 'd') {
        return type;
    }
    throw new Error('Only channels, private groups and direct messages can be created.');
}
