import type { MessageContent, MessageRecord, RoomRecord, UserRecord } from './records';

/** What a workspace asks and tells the installed app about messages. */
export interface MessageHooks {
    /** True when the app forbids the message. */
    preventSend(message: MessageRecord): Promise<boolean>;
    /** What the app made of the message (extend, then modify); undefined when it does not care. */
    reviseSend(message: MessageRecord): Promise<MessageContent | undefined>;
    sent(message: MessageRecord): void;
    preventUpdate(message: MessageRecord): Promise<boolean>;
    reviseUpdate(message: MessageRecord): Promise<MessageContent | undefined>;
    updated(message: MessageRecord): void;
    preventDelete(message: MessageRecord): Promise<boolean>;
    deleted(message: MessageRecord, by: UserRecord): void;
    /** `message` is the state after the change. */
    reacted(change: { message: MessageRecord; user: UserRecord; emoji: string; on: boolean }): Promise<void>;
    preventUpload(upload: { name: string; size: number; type: string; room: RoomRecord; user: UserRecord; bytes: Buffer }): Promise<string | undefined>;
}
