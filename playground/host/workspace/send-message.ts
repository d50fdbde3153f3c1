import { meteorId } from '../store/ids';
import { checkAttachments, checkSize, groupMentions, settleTime } from './message-rules';
import { viewOf } from './message-view';
import { canAccessRoom, hasPermission } from './permissions';
import type { MessageContent, MessageRecord, RoomRecord, UserRecord } from './records';
import type { Workspace } from './workspace';
import { WorkspaceError } from './workspace-error';

export interface Draft extends MessageContent {
    senderId: string;
    roomId: string;
    /** A reply to a reply goes to the thread's root, and to the root's room. */
    threadId?: string;
    /** Clients choose the id of their messages; an app's are made by the server. */
    id?: string;
    createdAt?: number;
}

/**
 * Sends a message as the server does for people and apps alike (Rocket.Chat, app/lib/server/methods/sendMessage.ts
 * and functions/sendMessage.ts). Answers undefined when an app's hook prevented it.
 */
export async function sendMessage(workspace: Workspace, draft: Draft): Promise<MessageRecord | undefined> {
    const createdAt = settleTime(draft.createdAt, workspace.now());
    checkSize(draft.text, workspace.settings.number('Message_MaxAllowedSize'));
    const sender = workspace.users.demand(draft.senderId);
    const { room, threadId } = findPlace(workspace, draft);
    checkMayPost(workspace, sender, room);
    checkContent(workspace, sender, { room, content: draft });

    const wish: MessageRecord = { ...draft, id: draft.id ?? meteorId(), roomId: room.id, threadId, createdAt, updatedAt: createdAt };
    if (await workspace.hooks?.preventSend(wish)) {
        return undefined;
    }
    const revised = await workspace.hooks?.reviseSend(wish);
    const message: MessageRecord = revised ? { ...wish, ...revised } : wish;
    checkContent(workspace, sender, { room, content: message });
    checkGroupMentions(workspace, sender, { room, content: message });
    store(workspace, message);
    workspace.hooks?.sent(message);
    return message;
}

/** Where it goes: a reply to its thread's room, whatever room was named. */
export function findPlace(workspace: Workspace, draft: Pick<Draft, 'roomId' | 'threadId'>): { room: RoomRecord; threadId?: string } {
    if (!draft.threadId) {
        return { room: workspace.rooms.demand(draft.roomId) };
    }
    if (!workspace.settings.flag('Threads_enabled')) {
        throw new WorkspaceError('error-not-allowed', 'not-allowed');
    }
    const parent = workspace.messages.byId(draft.threadId);
    const room = workspace.rooms.demand(parent?.roomId ?? draft.roomId);
    return { room, threadId: parent?.threadId ?? draft.threadId };
}

/** An app's user may post without being a member; nobody posts where they are muted or may only read. */
export function checkMayPost(workspace: Workspace, sender: UserRecord, room: RoomRecord): void {
    if (sender.type !== 'app' && !canAccessRoom(workspace.rooms, sender, room)) {
        throw new WorkspaceError('error-not-allowed', 'error-not-allowed');
    }
    if (room.muted.includes(sender.username)) {
        throw new WorkspaceError('error-not-allowed', 'You_have_been_muted');
    }
    if (room.readOnly && !hasPermission(workspace.rooms, sender, 'post-readonly', room.id)) {
        throw new WorkspaceError('error-not-allowed', "You can't send messages because the room is readonly.");
    }
}

interface Placed {
    room: RoomRecord;
    content: MessageContent;
}

function checkContent(workspace: Workspace, sender: UserRecord, { room, content }: Placed): void {
    const impersonates = content.alias || content.avatarUrl;
    if (impersonates && !hasPermission(workspace.rooms, sender, 'message-impersonate', room.id)) {
        throw new WorkspaceError('error-not-allowed', 'Not enough permission');
    }
    checkAttachments(content.attachments);
    if (content.customFields && !workspace.settings.flag('Message_CustomFields_Enabled')) {
        throw new WorkspaceError('error-not-allowed', 'Custom fields not enabled');
    }
}

function checkGroupMentions(workspace: Workspace, sender: UserRecord, { room, content }: Placed): void {
    for (const mention of groupMentions(content)) {
        if (!hasPermission(workspace.rooms, sender, `mention-${mention}`, room.id)) {
            throw new WorkspaceError('error-action-not-allowed', `Notify ${mention} in this room not allowed`);
        }
    }
}

function store(workspace: Workspace, message: MessageRecord): void {
    workspace.messages.insert(message);
    if (message.threadId) {
        workspace.messages.countReply(message.threadId, message.senderId);
    }
    workspace.events.emit({ type: 'message', message: viewOf(workspace, message) });
}
