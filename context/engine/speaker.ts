import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { View } from '../../ui/view';
import type { EngineCall } from './call';
import { directRoom } from './direct-room';
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

    /** Posts into the room for everybody. Returns the id of the first message. */
    async say(view: View, threadId?: string): Promise<string> {
        const sender = reference(await this.options.sender());
        const place = threadId === undefined ? this.place(!this.call.threadUnchecked) : { ...this.place(false), threadId };
        const ids: string[] = [];
        for (const content of toMessages(view, { appId: this.options.appId })) {
            const creator = this.call.modify.getCreator();
            ids.push(await creator.finish(creator.startMessage({ ...content, ...place, sender })));
        }
        return ids[0] ?? '';
    }

    /** Only a message of our own; what does not fit into one message is cut. What says the same already is left alone. */
    async edit(messageId: string, view: View): Promise<void> {
        const sender = await this.options.sender();
        const [content] = toMessages(view, { appId: this.options.appId });
        const builder = await this.call.modify.getUpdater().message(messageId, sender);
        if (builder.getSender().id !== sender.id || !content) {
            throw new Error('A message of somebody else is not ours to edit.');
        }
        if (builder.getText() === content.text && JSON.stringify(builder.getBlocks()) === JSON.stringify(content.blocks ?? [])) {
            return;
        }
        builder.setEditor(sender).setText(content.text ?? '').setBlocks(content.blocks ?? []).setAttachments(content.attachments ?? []);
        await this.call.modify.getUpdater().finish(builder);
    }

    /** Shows it to the caller alone. Rocket.Chat's clients replace an ephemeral message by a later one with the same id. */
    async whisper(view: View, replace: boolean): Promise<void> {
        const sender = reference(await this.options.sender());
        const id = (replace ? this.call.ephemeralId : undefined) ?? this.options.newId();
        const contents = toMessages(view, { appId: this.options.appId, messageId: id, threadId: this.call.threadId });
        for (const [index, content] of contents.entries()) {
            const message: IMessage = { ...content, ...this.place(true), sender, id: index === 0 ? id : this.options.newId() };
            await this.call.modify.getNotifier().notifyUser(reference(this.call.user), message);
        }
    }

    /** Where the user wants to be told what nobody asked for. */
    async notify(view: View, where: 'dm' | 'ephemeral' | 'off'): Promise<void> {
        if (where === 'off') {
            return;
        }
        const sender = await this.options.sender();
        const room = where === 'dm' ? await directRoom(this.call, sender) : undefined;
        // Without a direct message (the workspace may forbid them) the note in the room is better than none.
        if (room) {
            await new Speaker({ ...this.call, room, threadId: undefined }, this.options).say(view);
        } else {
            await this.whisper(view, false);
        }
    }

    private place(inThread: boolean): Pick<IMessage, 'room' | 'threadId'> {
        const { room, threadId } = this.call;
        return { room: reference(room), ...(inThread && threadId !== undefined && { threadId }) };
    }
}

/**
 * The server looks users and rooms up by their id and ignores the rest of the object, which costs more to send over the
 * pipe than everything else in a short answer. Source: Rocket.Chat's message bridge and converter
 * (apps/meteor/app/apps/server/{bridges,converters}/messages).
 */
function reference<T extends IUser | IRoom>(whole: T): T {
    return { id: whole.id } as T;
}
