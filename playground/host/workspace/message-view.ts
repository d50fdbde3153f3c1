import type { MessageRecord } from './records';
import type { Rooms } from './rooms';
import type { Users } from './users';

/** A message with the names of its sender and its room besides their ids. */
export type MessageView<Message extends { senderId: string; roomId: string } = MessageRecord> = Message & {
    /** Username. */
    sender: string;
    /** Name of the room; its id for a direct message. */
    room: string;
};

export function viewOf<Message extends { senderId: string; roomId: string }>(
    { users, rooms }: { users: Users; rooms: Rooms }, message: Message,
): MessageView<Message> {
    const sender = users.byId(message.senderId)?.username ?? message.senderId;
    return { ...message, sender, room: rooms.byId(message.roomId)?.name ?? message.roomId };
}
