import type { Rooms } from './rooms';
import type { RoomRecord, UserRecord } from './records';
import { WorkspaceError } from './workspace-error';

/** Roles that hold a permission by default (Rocket.Chat, app/authorization/server/constant/permissions.ts). */
const HOLDERS = {
    'mention-all': ['admin', 'owner', 'moderator', 'user'],
    'mention-here': ['admin', 'owner', 'moderator', 'user'],
    'message-impersonate': ['bot', 'app'],
    'post-readonly': ['admin', 'owner', 'moderator'],
    'edit-message': ['admin', 'owner', 'moderator'],
    'delete-message': ['admin', 'owner', 'moderator'],
    'delete-own-message': ['admin', 'user'],
    'force-delete-message': ['admin', 'owner'],
    'view-c-room': ['admin', 'user', 'bot', 'app', 'anonymous'],
    'create-c': ['admin', 'user', 'bot', 'app'],
    'create-p': ['admin', 'user', 'bot', 'app'],
    'create-d': ['admin', 'user', 'bot', 'app'],
    'start-discussion': ['admin', 'user', 'guest', 'app'],
} as const;

export type Permission = keyof typeof HOLDERS;

/** Whether a global role or a role in this room grants it. */
export function hasPermission(rooms: Rooms, user: UserRecord, permission: Permission, roomId?: string): boolean {
    const roles = new Set<string>(user.roles);
    if (roomId) {
        rooms.member(roomId, user.id)?.roles.forEach((role) => roles.add(role));
    }
    return HOLDERS[permission].some((role) => roles.has(role));
}

/** Members see their rooms; a channel is open to everybody whose role may view channels. */
export function canAccessRoom(rooms: Rooms, user: UserRecord, room: RoomRecord): boolean {
    return Boolean(rooms.member(room.id, user.id)) || (room.type === 'c' && hasPermission(rooms, user, 'view-c-room'));
}

export function checkAccess(rooms: Rooms, user: UserRecord, room: RoomRecord): void {
    if (!canAccessRoom(rooms, user, room)) {
        throw new WorkspaceError('error-not-allowed', 'Not allowed');
    }
}
