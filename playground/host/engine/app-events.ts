import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppInterface } from '@rocket.chat/apps-engine/definition/metadata';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import { contentFromApp } from '../bridges/from-app';
import { toAppMessage, toAppUser } from '../bridges/to-app';
import type { MessageHooks } from '../workspace/hooks';
import type { MessageContent, MessageRecord, UserRecord } from '../workspace/records';
import type { Workspace } from '../workspace/workspace';

type Upload = Parameters<MessageHooks['preventUpload']>[0];

/** Tells the app what happens to messages, through the engine's listeners. An event that the app does not implement costs nothing. */
export class AppEvents implements MessageHooks {
    constructor(private readonly workspace: Workspace, private readonly manager: AppManager) {}

    preventSend(message: MessageRecord): Promise<boolean> {
        return this.ask(AppInterface.IPreMessageSentPrevent, message);
    }

    reviseSend(message: MessageRecord): Promise<MessageContent | undefined> {
        return this.revise(AppInterface.IPreMessageSentExtend, AppInterface.IPreMessageSentModify, message);
    }

    sent(message: MessageRecord): void {
        this.tell(message.type ? AppInterface.IPostSystemMessageSent : AppInterface.IPostMessageSent, () => toAppMessage(this.workspace, message));
    }

    preventUpdate(message: MessageRecord): Promise<boolean> {
        return this.ask(AppInterface.IPreMessageUpdatedPrevent, message);
    }

    reviseUpdate(message: MessageRecord): Promise<MessageContent | undefined> {
        return this.revise(AppInterface.IPreMessageUpdatedExtend, AppInterface.IPreMessageUpdatedModify, message);
    }

    updated(message: MessageRecord): void {
        this.tell(AppInterface.IPostMessageUpdated, () => toAppMessage(this.workspace, message));
    }

    preventDelete(message: MessageRecord): Promise<boolean> {
        return this.ask(AppInterface.IPreMessageDeletePrevent, message);
    }

    deleted(message: MessageRecord, by: UserRecord): void {
        this.tell(AppInterface.IPostMessageDeleted, () => ({ message: toAppMessage(this.workspace, message), user: toAppUser(by) }));
    }

    async reacted({ message, user, emoji, on }: Parameters<MessageHooks['reacted']>[0]): Promise<void> {
        await this.dispatch(AppInterface.IPostMessageReacted, () => ({
            message: toAppMessage(this.workspace, message), user: toAppUser(user), reaction: emoji, isReacted: on,
        }));
    }

    /** The app reads the bytes from a file; an AppsEngineException that it throws refuses the upload. */
    async preventUpload({ name, size, type, room, user, bytes }: Upload): Promise<string | undefined> {
        if (!this.listens(AppInterface.IPreFileUpload)) {
            return undefined;
        }
        const folder = mkdtempSync(join(this.manager.getTempFilePath() || tmpdir(), 'upload-'));
        const path = join(folder, 'content');
        writeFileSync(path, bytes);
        try {
            await this.dispatch(AppInterface.IPreFileUpload, () => ({ file: { name, size, type, rid: room.id, userId: user.id }, path }));
            return undefined;
        } catch (error) {
            return error instanceof Error ? error.message : String(error);
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    }

    private async ask(event: AppInterface, message: MessageRecord): Promise<boolean> {
        return (await this.dispatch(event, () => toAppMessage(this.workspace, message))) === true;
    }

    private async revise(extend: AppInterface, modify: AppInterface, message: MessageRecord): Promise<MessageContent | undefined> {
        if (!this.listens(extend) && !this.listens(modify)) {
            return undefined;
        }
        const extended = ((await this.dispatch(extend, () => toAppMessage(this.workspace, message))) ?? toAppMessage(this.workspace, message)) as IMessage;
        const modified = ((await this.dispatch(modify, () => extended)) ?? extended) as IMessage;
        return { text: message.text, ...contentFromApp(modified) };
    }

    /** Nobody waits for what an app does after the fact. */
    private tell(event: AppInterface, payload: () => unknown): void {
        this.dispatch(event, payload).catch((error: unknown) => console.error(`The app failed on ${event}`, error));
    }

    private async dispatch(event: AppInterface, payload: () => unknown): Promise<unknown> {
        if (!this.listens(event)) {
            return undefined;
        }
        return this.manager.getListenerManager().executeListener(event as AppInterface.IPostMessageSent, payload() as IMessage);
    }

    private listens(event: AppInterface): boolean {
        // The engine hands a message to a bot's own handler as a part of this event.
        const events = event === AppInterface.IPostMessageSent ? [event, AppInterface.IPostMessageSentToBot] : [event];
        return events.some((name) => this.manager.getListenerManager().getListeners(name).length > 0);
    }
}
