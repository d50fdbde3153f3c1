import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { View } from '../../ui/view';
import type { EngineCall } from './call';
import { toMessages } from './to-message';

export interface SpeakerOptions {
    readonly appId: string;
    readonly newId: () => string;
    /** The app's own user. With the sender set, sending is one round trip instead of two. */
    readonly sender: () => Promise<IUser>;
}

/** Shows views in the room and thread of one call. */
export class Speaker {
    constructor(
        private readonly call: EngineCall,
        private readonly options: SpeakerOptions,
    ) {}

    /** Posts into the room for everybody. */
    async say(view: View): Promise<void> {
        const sender = await this.options.sender();
        for (const content of toMessages(view, { appId: this.options.appId })) {
            const creator = this.call.modify.getCreator();
            await creator.finish(creator.startMessage({ ...content, ...(this.call.threadUnchecked ? { room: this.call.room } : this.place()), sender }));
        }
    }

    /** Shows it to the caller alone. Rocket.Chat's clients replace an ephemeral message by a later one with the same id. */
    async whisper(view: View, replace: boolean): Promise<void> {
        const sender = await this.options.sender();
        const id = (replace ? this.call.ephemeralId : undefined) ?? this.options.newId();
        const contents = toMessages(view, { appId: this.options.appId, messageId: id, threadId: this.call.threadId });
        for (const [index, content] of contents.entries()) {
            const message: IMessage = { ...content, ...this.place(), sender, id: index === 0 ? id : this.options.newId() };
            await this.call.modify.getNotifier().notifyUser(this.call.user, message);
        }
    }

    private place(): Pick<IMessage, 'room' | 'threadId'> {
        return { room: this.call.room, ...(this.call.threadId !== undefined && { threadId: this.call.threadId }) };
    }
}
