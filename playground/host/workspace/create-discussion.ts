import { meteorId } from '../store/ids';
import { createRoom } from './create-room';
import { viewOf } from './message-view';
import { hasPermission } from './permissions';
import type { MessageRecord, RoomRecord, UserRecord } from './records';
import { sendMessage } from './send-message';
import type { Workspace } from './workspace';
import { WorkspaceError } from './workspace-error';

export interface NewDiscussion {
    creator: UserRecord;
    parentRoomId: string;
    parentMessageId?: string;
    displayName: string;
    description?: string;
    /** First message in the discussion. */
    reply?: string;
    /** Usernames; the author of the parent message is invited as well. */
    members: string[];
}

/**
 * Creates a discussion under the server's rules (Rocket.Chat, app/discussion/server/methods/createDiscussion.ts):
 * none inside a discussion, and one per parent message: a second call answers the first one's room.
 */
export async function createDiscussion(workspace: Workspace, wish: NewDiscussion): Promise<RoomRecord> {
    const parent = checkAllowed(workspace, wish);
    const existing = wish.parentMessageId && workspace.rooms.all().find((room) => room.parentMessageId === wish.parentMessageId);
    if (existing) {
        return existing;
    }
    const author = wish.parentMessageId ? authorOf(workspace, wish.parentMessageId) : undefined;
    const room = createRoom(workspace, {
        type: parent.type === 'c' ? 'c' : 'p',
        name: meteorId(),
        displayName: wish.displayName,
        creator: wish.creator,
        members: [...wish.members, ...(author ? [author.username] : [])],
        description: wish.description,
        parentRoomId: parent.id,
        parentMessageId: wish.parentMessageId,
    });
    announce(workspace, parent, { room, creator: wish.creator, title: wish.displayName });
    if (wish.reply) {
        await sendMessage(workspace, { text: wish.reply, senderId: wish.creator.id, roomId: room.id });
    }
    return room;
}

function checkAllowed(workspace: Workspace, wish: NewDiscussion): RoomRecord {
    if (!workspace.settings.flag('Discussion_enabled') || !hasPermission(workspace.rooms, wish.creator, 'start-discussion')) {
        throw new WorkspaceError('error-action-not-allowed', 'You are not allowed to create a discussion');
    }
    const parent = workspace.rooms.demand(wish.parentRoomId);
    if (parent.parentRoomId) {
        throw new WorkspaceError('error-nested-discussion', 'Cannot create nested discussions');
    }
    return parent;
}

function authorOf(workspace: Workspace, messageId: string): UserRecord | undefined {
    const message = workspace.messages.byId(messageId);
    return message && workspace.users.byId(message.senderId);
}

/** The system message in the parent room that links to the discussion. */
function announce(workspace: Workspace, parent: RoomRecord, made: { room: RoomRecord; creator: UserRecord; title: string }): void {
    const now = workspace.now();
    const message: MessageRecord = {
        id: meteorId(),
        roomId: parent.id,
        senderId: made.creator.id,
        text: made.title,
        type: 'discussion-created',
        customFields: { discussionRoomId: made.room.id },
        createdAt: now,
        updatedAt: now,
    };
    workspace.messages.insert(message);
    workspace.events.emit({ type: 'message', message: viewOf(workspace, message) });
}
