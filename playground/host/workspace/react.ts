import { viewOf } from './message-view';
import { canAccessRoom, hasPermission } from './permissions';
import type { MessageRecord, Reactions, UserRecord } from './records';
import type { Workspace } from './workspace';
import { WorkspaceError } from './workspace-error';

export interface ReactionChange {
    messageId: string;
    user: UserRecord;
    /** With or without colons. Kept as sent: `:+1:` and `:thumbsup:` are two keys. */
    emoji: string;
    /** Undefined toggles. */
    on?: boolean;
}

/**
 * Adds or removes a reaction as the server does: the message is read, its reactions are changed in memory and
 * written whole, then the app is told (Rocket.Chat, app/reactions/server/setReaction.ts). The server looks the
 * emoji up in its list; here any well-formed short name passes.
 */
export async function setReaction(workspace: Workspace, change: ReactionChange): Promise<void> {
    const { user } = change;
    const emoji = shortName(change.emoji);
    const message = workspace.messages.byId(change.messageId);
    if (!message) {
        throw new WorkspaceError('error-not-allowed', 'Not allowed');
    }
    const before = message.reactions?.[emoji]?.usernames.includes(user.username) ?? false;
    const on = change.on ?? !before;
    if (before === on) {
        return;
    }
    checkMayReact(workspace, user, message);
    const reactions = on ? withReaction(message.reactions, emoji, user.username) : withoutReaction(message.reactions, emoji, user.username);
    workspace.messages.setReactions(message.id, reactions);
    const changed: MessageRecord = { ...message, reactions };
    workspace.events.emit({ type: 'reaction', message: viewOf(workspace, changed), user: user.username, emoji, on });
    await workspace.hooks?.reacted({ message: changed, user, emoji, on });
}

function shortName(emoji: string): string {
    const name = emoji.replace(/:/g, '');
    if (!/^[\p{L}\p{N}_+-]+$/u.test(name)) {
        throw new WorkspaceError('error-not-allowed', 'Invalid emoji provided.');
    }
    return `:${name}:`;
}

function checkMayReact(workspace: Workspace, user: UserRecord, message: MessageRecord): void {
    const room = workspace.rooms.demand(message.roomId);
    if (!canAccessRoom(workspace.rooms, user, room)) {
        throw new WorkspaceError('not-authorized', 'Not Authorized');
    }
    if (room.muted.includes(user.username)) {
        throw new WorkspaceError('error-not-allowed', 'You_have_been_muted');
    }
    if (room.readOnly && !hasPermission(workspace.rooms, user, 'post-readonly', room.id)) {
        throw new WorkspaceError('error-not-allowed', "You can't send messages because the room is readonly.");
    }
}

function withReaction(reactions: Reactions | undefined, emoji: string, username: string): Reactions {
    return { ...reactions, [emoji]: { usernames: [...(reactions?.[emoji]?.usernames ?? []), username] } };
}

function withoutReaction(reactions: Reactions | undefined, emoji: string, username: string): Reactions | undefined {
    const usernames = (reactions?.[emoji]?.usernames ?? []).filter((name) => name !== username);
    const rest = Object.fromEntries(Object.entries(reactions ?? {}).filter(([key]) => key !== emoji));
    const left = usernames.length > 0 ? { ...rest, [emoji]: { usernames } } : rest;
    return Object.keys(left).length > 0 ? left : undefined;
}
