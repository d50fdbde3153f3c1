import { MessageBridge } from '@rocket.chat/apps-engine/server/bridges/MessageBridge';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { ITypingDescriptor } from '@rocket.chat/apps-engine/server/bridges/MessageBridge';
import { meteorId } from '../store/ids';
import { deleteMessage } from '../workspace/delete-message';
import type { EphemeralMessage } from '../workspace/events';
import { viewOf } from '../workspace/message-view';
import { setReaction } from '../workspace/react';
import { sendMessage } from '../workspace/send-message';
import { updateMessage } from '../workspace/update-message';
import type { Workspace } from '../workspace/workspace';
import { contentFromApp } from './from-app';
import { toAppMessage } from './to-app';

/** Messages, reactions and notices, as Rocket.Chat's app/apps/server/bridges/messages.ts serves them. */
export class WorkspaceMessageBridge extends MessageBridge {
    constructor(private readonly workspace: Workspace) {
        super();
    }

    protected async create(message: IMessage): Promise<string> {
        const sent = await sendMessage(this.workspace, {
            text: '',
            ...contentFromApp(message),
            senderId: message.sender.id,
            roomId: this.demandRoomId(message),
            threadId: message.threadId ?? undefined,
            createdAt: message.createdAt?.getTime(),
        });
        if (!sent) {
            throw new TypeError("Cannot read properties of undefined (reading '_id')");
        }
        return sent.id;
    }

    protected async update(message: IMessage): Promise<void> {
        const editor = message.editor && this.workspace.users.byId(message.editor.id);
        if (!editor) {
            throw new Error('Invalid editor assigned to the message for the update.');
        }
        if (!message.id || !this.workspace.messages.byId(message.id)) {
            throw new Error('A message must exist to update.');
        }
        await updateMessage(this.workspace, { messageId: message.id, editor, changes: contentFromApp(message) });
    }

    protected notifyUser(user: IUser, message: IMessage): Promise<void> {
        return Promise.resolve(this.notify([user.id], this.ephemeral(message)));
    }

    protected notifyRoom(room: IRoom, message: IMessage): Promise<void> {
        const members = this.workspace.rooms.members(room.id).map((member) => member.userId);
        return Promise.resolve(this.notify(members, this.ephemeral(message)));
    }

    protected typing({ scope, id, username, isTyping }: ITypingDescriptor): Promise<void> {
        if (String(scope) !== 'room') {
            throw new Error('Unrecognized typing scope provided');
        }
        this.workspace.events.emit({ type: 'typing', roomId: id, name: username ?? '', on: isTyping });
        return Promise.resolve();
    }

    protected getById(messageId: string): Promise<IMessage> {
        const message = this.workspace.messages.byId(messageId);
        return Promise.resolve((message && toAppMessage(this.workspace, message)) as IMessage);
    }

    protected async delete(message: IMessage, user: IUser): Promise<void> {
        if (!message.id) {
            throw new Error('Invalid message id');
        }
        const by = this.workspace.users.demand(user.id);
        const stored = this.workspace.messages.byId(message.id);
        if (stored) {
            await deleteMessage(this.workspace, stored, by);
        }
    }

    protected addReaction(messageId: string, userId: string, reaction: string): Promise<void> {
        return setReaction(this.workspace, { messageId, user: this.workspace.users.demand(userId), emoji: reaction, on: true });
    }

    protected removeReaction(messageId: string, userId: string, reaction: string): Promise<void> {
        return setReaction(this.workspace, { messageId, user: this.workspace.users.demand(userId), emoji: reaction, on: false });
    }

    private demandRoomId(message: IMessage): string {
        const room = this.workspace.rooms.byId(message.room?.id ?? '');
        if (!room) {
            throw new Error('Invalid room provided on the message.');
        }
        return room.id;
    }

    /** An ephemeral message with an id that a client already shows replaces that one. */
    private ephemeral(message: IMessage): EphemeralMessage {
        return {
            text: '',
            ...contentFromApp(message),
            id: message.id ?? meteorId(),
            roomId: this.demandRoomId(message),
            threadId: message.threadId ?? undefined,
            senderId: message.sender.id,
            createdAt: this.workspace.now(),
        };
    }

    private notify(userIds: string[], message: EphemeralMessage): void {
        for (const id of userIds) {
            const user = this.workspace.users.byId(id);
            if (user) {
                this.workspace.events.emit({ type: 'ephemeral', user: user.username, message: viewOf(this.workspace, message) });
            }
        }
    }
}
