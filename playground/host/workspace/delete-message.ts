import { hasPermission } from './permissions';
import type { MessageRecord, UserRecord } from './records';
import type { Workspace } from './workspace';
import { WorkspaceError } from './workspace-error';

/** Deletes a message as the server does for people and apps. Files stay. */
export async function deleteMessage(workspace: Workspace, message: MessageRecord, by: UserRecord): Promise<void> {
    const stored = workspace.messages.byId(message.id);
    if (stored && (await workspace.hooks?.preventDelete(stored))) {
        throw new WorkspaceError('error-app-prevented-deleting', 'A Rocket.Chat App prevented the message deleting.');
    }
    workspace.messages.remove(message.id);
    workspace.events.emit({ type: 'deleted', messageId: message.id, roomId: message.roomId });
    if (stored) {
        workspace.hooks?.deleted(stored, by);
    }
}

/** People delete their own messages; others' only with the permission. Apps skip this check. */
export function checkMayDelete(workspace: Workspace, user: UserRecord, message: MessageRecord): void {
    const own = message.senderId === user.id && workspace.settings.flag('Message_AllowDeleting');
    if (!own && !hasPermission(workspace.rooms, user, 'delete-message', message.roomId)) {
        throw new WorkspaceError('error-action-not-allowed', 'Not allowed');
    }
}
