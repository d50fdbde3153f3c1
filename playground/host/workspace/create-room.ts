import { hasPermission } from './permissions';
import type { RoomRecord, UserRecord } from './records';
import type { Workspace } from './workspace';
import { WorkspaceError } from './workspace-error';

export interface NewRoom {
    type: RoomRecord['type'];
    /** Not used for direct messages. */
    name?: string;
    displayName?: string;
    creator: UserRecord;
    /** Usernames besides the creator. */
    members: string[];
    readOnly?: boolean;
    description?: string;
    customFields?: Record<string, unknown>;
    parentRoomId?: string;
    parentMessageId?: string;
}

/** Creates a room with the creator as its owner; a direct message between the same people is the same room, also for who may not open new ones. */
export function createRoom(workspace: Workspace, room: NewRoom): RoomRecord {
    const existing = room.type === 'd' ? directRoom(workspace, room) : undefined;
    if (existing) {
        return existing;
    }
    if (!hasPermission(workspace.rooms, room.creator, `create-${room.type}`)) {
        throw new WorkspaceError('error-not-allowed', 'Not allowed');
    }
    const record = workspace.rooms.add({
        name: room.type === 'd' ? undefined : freeName(workspace, room.name ?? ''),
        displayName: room.displayName,
        type: room.type,
        creatorId: room.creator.id,
        description: room.description,
        readOnly: room.readOnly ?? false,
        muted: [],
        parentRoomId: room.parentRoomId,
        parentMessageId: room.parentMessageId,
        customFields: room.customFields,
        createdAt: workspace.now(),
    });
    workspace.rooms.join(record.id, { userId: room.creator.id, roles: room.type === 'd' ? [] : ['owner'], readAt: workspace.now() });
    addMembers(workspace, record.id, room.members);
    workspace.events.emit({ type: 'room', roomId: record.id });
    return record;
}

/** Adds people by username; who is not known or already in the room is passed over. */
export function addMembers(workspace: Workspace, roomId: string, usernames: string[]): void {
    for (const name of usernames) {
        const user = workspace.users.byUsername(name);
        if (user && !workspace.rooms.member(roomId, user.id)) {
            workspace.rooms.join(roomId, { userId: user.id, roles: [], readAt: workspace.now() });
        }
    }
}

function directRoom(workspace: Workspace, room: NewRoom): RoomRecord | undefined {
    const others = room.members.flatMap((name) => workspace.users.byUsername(name)?.id ?? []);
    return workspace.rooms.directOf([...new Set([room.creator.id, ...others])]);
}

function freeName(workspace: Workspace, name: string): string {
    if (!/^[0-9a-zA-Z._-]+$/.test(name)) {
        throw new WorkspaceError('error-invalid-room-name', `${name} is not a valid room name`);
    }
    if (workspace.rooms.byName(name)) {
        throw new WorkspaceError('error-duplicate-channel-name', `A channel with name '${name}' exists`);
    }
    return name;
}
