import { viewOf } from './message-view';
import { hasPermission } from './permissions';
import type { MessageContent, MessageRecord, UserRecord } from './records';
import { checkMayPost } from './send-message';
import type { Workspace } from './workspace';
import { WorkspaceError } from './workspace-error';

export interface Edit {
    messageId: string;
    editor: UserRecord;
    changes: Partial<MessageContent>;
}

/**
 * Edits a message as the server does: it loads the document, merges, asks the app, and writes the whole
 * document with the reactions and replies it read. What arrived in between is overwritten
 * (Rocket.Chat, app/lib/server/functions/updateMessage.ts). Neither size nor mentions are checked here.
 */
export async function updateMessage(workspace: Workspace, { messageId, editor, changes }: Edit): Promise<MessageRecord> {
    const original = workspace.messages.byId(messageId);
    if (!original) {
        throw new WorkspaceError('error-invalid-message', 'Invalid message ID.');
    }
    const merged: MessageRecord = { ...original, ...changes };
    if (await workspace.hooks?.preventUpdate(merged)) {
        throw new WorkspaceError('error-app-prevented-updating', 'A Rocket.Chat App prevented the message updating.');
    }
    const revised = await workspace.hooks?.reviseUpdate(merged);
    const editedAt = workspace.now();
    const edited: MessageRecord = { ...merged, ...revised, editedAt, editorId: editor.id, updatedAt: editedAt };
    workspace.messages.replace(edited);
    workspace.events.emit({ type: 'updated', message: viewOf(workspace, edited) });
    workspace.hooks?.updated(edited);
    return edited;
}

/**
 * People edit their own messages, where they may write; others' only with the permission. Apps skip this check
 * (Rocket.Chat, app/lib/server/methods/updateMessage.ts).
 */
export function checkMayEdit(workspace: Workspace, editor: UserRecord, message: MessageRecord): void {
    const own = message.senderId === editor.id && workspace.settings.flag('Message_AllowEditing');
    if (!own && !hasPermission(workspace.rooms, editor, 'edit-message', message.roomId)) {
        throw new WorkspaceError('error-action-not-allowed', 'Message editing not allowed');
    }
    checkMayPost(workspace, editor, workspace.rooms.demand(message.roomId));
}
