import { viewOf } from './message-view';
import { canAccessRoom, hasPermission, type Permission } from './permissions';
import type { MessageRecord, UserRecord } from './records';
import type { Workspace } from './workspace';
import { WorkspaceError } from './workspace-error';

/** Deletes a message as the server does for people and apps; a reply counts no more on its root (Rocket.Chat, app/threads/server/hooks/afterdeletemessage.ts). Files stay. */
export async function deleteMessage(workspace: Workspace, message: MessageRecord, by: UserRecord): Promise<void> {
    const stored = workspace.messages.byId(message.id);
    if (stored && (await workspace.hooks?.preventDelete(stored))) {
        throw new WorkspaceError('error-app-prevented-deleting', 'A Rocket.Chat App prevented the message deleting.');
    }
    workspace.messages.remove(message.id);
    workspace.events.emit({ type: 'deleted', messageId: message.id, roomId: message.roomId });
    const root = stored?.threadId && workspace.messages.uncountReply(stored.threadId);
    if (root) {
        workspace.events.emit({ type: 'updated', message: viewOf(workspace, root) });
    }
    if (stored) {
        workspace.hooks?.deleted(stored, by);
    }
}

/**
 * People delete their own messages if their role may, others' only with the permission, and nothing in a room they cannot see.
 * Apps skip this check (Rocket.Chat, app/authorization/server/functions/canDeleteMessage.ts).
 */
export function checkMayDelete(workspace: Workspace, user: UserRecord, message: MessageRecord): void {
    const room = workspace.rooms.demand(message.roomId);
    const may = (permission: Permission): boolean => hasPermission(workspace.rooms, user, permission, room.id);
    const own = message.senderId === user.id && may('delete-own-message');
    const usual = workspace.settings.flag('Message_AllowDeleting') && (own || may('delete-message')) && (!room.readOnly || may('post-readonly'));
    if (!canAccessRoom(workspace.rooms, user, room) || !(usual || may('force-delete-message'))) {
        throw new WorkspaceError('error-action-not-allowed', 'Not allowed');
    }
}
