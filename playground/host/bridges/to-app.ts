import type { IMessage, IMessageRaw } from '@rocket.chat/apps-engine/definition/messages';
import type { IRoom, IRoomRaw } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUpload } from '@rocket.chat/apps-engine/definition/uploads';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { MessageRecord, RoomRecord, UploadRecord, UserRecord } from '../workspace/records';
import type { Workspace } from '../workspace/workspace';

/** Records of the workspace as the engine's types, with the fields that Rocket.Chat's converters fill. */

export function toAppUser(user: UserRecord): IUser {
    return {
        id: user.id,
        username: user.username,
        name: user.name,
        emails: user.email ? [{ address: user.email, verified: true }] : [],
        type: user.type,
        isEnabled: user.active,
        roles: user.roles,
        status: 'online',
        statusConnection: 'online',
        utcOffset: 0,
        createdAt: new Date(user.createdAt),
        updatedAt: new Date(user.createdAt),
        lastLoginAt: new Date(user.createdAt),
        appId: user.appId,
        settings: { preferences: user.language ? { language: user.language } : {} },
    } as IUser; // The engine's enums are these strings.
}

export function toAppRoom(workspace: Workspace, room: RoomRecord): IRoom {
    const creator = workspace.users.byId(room.creatorId);
    const parent = room.parentRoomId ? workspace.rooms.byId(room.parentRoomId) : undefined;
    return {
        ...roomFields(workspace, room),
        creator: creator && toAppUser(creator),
        parentRoom: parent && toAppRoom(workspace, parent),
    } as IRoom; // `usernames` is deprecated and loaded on demand by the engine's Room.
}

export function toRawRoom(workspace: Workspace, room: RoomRecord): IRoomRaw {
    return { ...roomFields(workspace, room), creator: lookup(workspace, room.creatorId), parentRoomId: room.parentRoomId } as IRoomRaw;
}

function roomFields(workspace: Workspace, room: RoomRecord): Record<string, unknown> {
    const direct = room.type === 'd' ? workspace.rooms.members(room.id).map((member) => member.userId) : undefined;
    return {
        id: room.id,
        displayName: room.displayName ?? room.name,
        slugifiedName: room.name,
        type: room.type,
        userIds: direct,
        isDefault: room.name === 'general',
        isReadOnly: room.readOnly,
        displaySystemMessages: true,
        messageCount: workspace.messages.countIn(room.id),
        createdAt: new Date(room.createdAt),
        updatedAt: new Date(room.createdAt),
        description: room.description,
        customFields: room.customFields,
    };
}

export function toAppMessage(workspace: Workspace, message: MessageRecord): IMessage {
    const room = workspace.rooms.demand(message.roomId);
    const sender = workspace.users.demand(message.senderId);
    const editor = message.editorId ? workspace.users.byId(message.editorId) : undefined;
    return {
        ...messageFields(message),
        room: toAppRoom(workspace, room),
        sender: toAppUser(sender),
        editor: editor && toAppUser(editor),
    };
}

export function toRawMessage(workspace: Workspace, message: MessageRecord): IMessageRaw {
    return {
        ...messageFields(message),
        roomId: message.roomId,
        sender: lookup(workspace, message.senderId),
        editor: message.editorId ? lookup(workspace, message.editorId) : undefined,
    } as IMessageRaw;
}

function messageFields(message: MessageRecord): Record<string, unknown> {
    return {
        id: message.id,
        threadId: message.threadId,
        text: message.text,
        createdAt: new Date(message.createdAt),
        updatedAt: new Date(message.updatedAt),
        editedAt: message.editedAt === undefined ? undefined : new Date(message.editedAt),
        emoji: message.emoji,
        avatarUrl: message.avatarUrl,
        alias: message.alias,
        files: message.files?.map((file) => ({ _id: file.id, name: file.name, type: file.type })),
        file: message.files?.[0] && { _id: message.files[0].id, name: message.files[0].name, type: message.files[0].type },
        attachments: message.attachments,
        reactions: message.reactions,
        groupable: message.groupable,
        parseUrls: message.parseUrls,
        customFields: message.customFields,
        blocks: message.blocks,
        type: message.type,
    };
}

function lookup(workspace: Workspace, userId: string): { _id: string; username: string; name?: string } | undefined {
    const user = workspace.users.byId(userId);
    return user && { _id: user.id, username: user.username, name: user.name };
}

export function toAppUpload(workspace: Workspace, upload: UploadRecord): IUpload {
    const user = workspace.users.byId(upload.userId);
    const path = `/file-upload/${upload.id}/${encodeURIComponent(upload.name)}`;
    return {
        id: upload.id,
        name: upload.name,
        size: upload.size as unknown as string, // Declared a string, sent as the number that the database holds.
        type: upload.type,
        extension: upload.name.includes('.') ? upload.name.slice(upload.name.lastIndexOf('.') + 1) : '',
        etag: upload.id,
        path,
        token: upload.id,
        url: `${workspace.settings.text('Site_Url')}${path}`,
        progress: 1,
        uploading: false,
        complete: true,
        updatedAt: new Date(upload.createdAt),
        uploadedAt: new Date(upload.createdAt),
        store: 'GridFS:Uploads' as IUpload['store'],
        room: toAppRoom(workspace, workspace.rooms.demand(upload.roomId)),
        user: user && toAppUser(user),
    };
}
