import type { ISlashCommandPreview, ISlashCommandPreviewItem } from '@rocket.chat/apps-engine/definition/slashcommands';
import { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import type { Credentials, LoginHeaders } from './credentials';
import type { EndpointServer } from './endpoint-server';
import type { Engine } from './engine/engine';
import type { AppLog, AppSetting, Host, HostOptions, Post } from './host-api';
import type { HostClock } from './host-clock';
import type { ActionButtonClick, Click, InteractionResult, Interactions, Submit } from './interactions';
import type { JobRecord, JobRecords } from './jobs/job-records';
import type { JobRunner } from './jobs/job-runner';
import type { SettingBroadcast } from './setting-broadcast';
import type { CommandCall, CommandResult, SlashCommands } from './slash-commands';
import { meteorId } from './store/ids';
import type { PersistenceRecord, PersistenceRecords } from './store/persistence-records';
import type { DroppedInteraction, Surface, Surfaces } from './surfaces';
import type { Triggers } from './triggers';
import { checkMayDelete, deleteMessage } from './workspace/delete-message';
import type { HostListener } from './workspace/events';
import type { MessageView } from './workspace/message-view';
import { viewOf } from './workspace/message-view';
import { setReaction } from './workspace/react';
import type { MessageRecord, RoomRecord, UploadRecord, UserRecord } from './workspace/records';
import { sendMessage } from './workspace/send-message';
import type { ServerSetting } from './workspace/server-settings';
import { checkMayEdit, updateMessage } from './workspace/update-message';
import { uploadFile } from './workspace/upload-file';
import type { Workspace } from './workspace/workspace';
import { WorkspaceError } from './workspace/workspace-error';

export interface HostParts {
    workspace: Workspace;
    engine: Engine;
    jobs: JobRunner;
    jobRecords: JobRecords;
    persistence: PersistenceRecords;
    triggers: Triggers;
    surfaces: Surfaces;
    endpoints: EndpointServer;
    credentials: Credentials;
    clock: HostClock;
    broadcast: SettingBroadcast;
    commands: SlashCommands;
    interactions: Interactions;
}

/** The host in this process: each method hands over to the part that knows. */
export class EngineHost implements Host {
    constructor(private readonly parts: HostParts) {}

    /** The last steps of a start, when the app is enabled. */
    async open({ handlerTimeoutMs, appSettings = {} }: HostOptions): Promise<void> {
        if (handlerTimeoutMs !== undefined) {
            this.parts.engine.process.setTimeout(handlerTimeoutMs);
        }
        for (const [id, value] of Object.entries(appSettings)) {
            if ((await this.getAppSetting(id)) !== value) {
                await this.setAppSetting(id, value);
            }
        }
        await this.parts.endpoints.start();
        this.parts.broadcast.listen(this.parts.engine.manager);
        this.parts.jobs.start();
    }

    on(listener: HostListener): () => void {
        return this.parts.workspace.events.on(listener);
    }

    command(call: CommandCall): Promise<CommandResult> {
        return this.parts.commands.run(call);
    }

    preview(call: CommandCall): Promise<ISlashCommandPreview | undefined> {
        return this.parts.commands.preview(call);
    }

    executePreview(call: CommandCall, item: ISlashCommandPreviewItem): Promise<void> {
        return this.parts.commands.executePreview(call, item);
    }

    async post({ user, room, text, threadId, attachments }: Post): Promise<MessageView | undefined> {
        const { workspace } = this.parts;
        const message = await sendMessage(workspace, {
            id: meteorId(), text, threadId, attachments, senderId: workspace.users.demand(user).id, roomId: workspace.rooms.demand(room).id,
        });
        return message && viewOf(workspace, message);
    }

    async edit({ user, messageId, text }: { user: string; messageId: string; text: string }): Promise<MessageView> {
        const { workspace } = this.parts;
        const editor = workspace.users.demand(user);
        checkMayEdit(workspace, editor, this.demandMessage(messageId));
        return viewOf(workspace, await updateMessage(workspace, { messageId, editor, changes: { text } }));
    }

    async remove({ user, messageId }: { user: string; messageId: string }): Promise<void> {
        const { workspace } = this.parts;
        const by = workspace.users.demand(user);
        const message = this.demandMessage(messageId);
        checkMayDelete(workspace, by, message);
        await deleteMessage(workspace, message, by);
    }

    async react({ user, messageId, emoji, on }: { user: string; messageId: string; emoji: string; on?: boolean }): Promise<void> {
        const { workspace } = this.parts;
        await setReaction(workspace, { messageId, user: workspace.users.demand(user), emoji, on });
    }

    async upload({ user, room, bytes, ...file }: Parameters<Host['upload']>[0]): Promise<{ upload: UploadRecord; message?: MessageView }> {
        const { workspace } = this.parts;
        const { upload, message } = await uploadFile(workspace, {
            ...file, bytes: Buffer.from(bytes), roomId: workspace.rooms.demand(room).id, userId: workspace.users.demand(user).id,
        });
        return { upload, message: message && viewOf(workspace, message) };
    }

    async markRead({ user, room }: { user: string; room: string }): Promise<void> {
        const { workspace } = this.parts;
        const place = workspace.rooms.demand(room);
        return Promise.resolve(workspace.rooms.markRead(place.id, workspace.users.demand(user).id, workspace.now()));
    }

    click(click: Click): Promise<InteractionResult> {
        return this.parts.interactions.click(click);
    }

    pick(click: Click): Promise<InteractionResult> {
        return this.parts.interactions.click(click);
    }

    submit(submit: Submit): Promise<InteractionResult> {
        return this.parts.interactions.submit(submit);
    }

    close(close: { user: string; surfaceId: string }): Promise<InteractionResult> {
        return this.parts.interactions.close(close);
    }

    actionButton(click: ActionButtonClick): Promise<InteractionResult> {
        return this.parts.interactions.actionButton(click);
    }

    async actionButtons(): Promise<Array<{ actionId: string; context: string }>> {
        return (await this.parts.interactions.buttons()).map((button) => ({ ...button }));
    }

    async users(): Promise<UserRecord[]> {
        return Promise.resolve(this.parts.workspace.users.all());
    }

    async rooms(): Promise<RoomRecord[]> {
        return Promise.resolve(this.parts.workspace.rooms.all());
    }

    async members(room: string): Promise<string[]> {
        const { users, rooms } = this.parts.workspace;
        return Promise.resolve(rooms.members(rooms.demand(room).id).flatMap((member) => users.byId(member.userId)?.username ?? []));
    }

    async messages(room: string, { threadId }: { threadId?: string } = {}): Promise<MessageView[]> {
        const { workspace } = this.parts;
        const roomId = workspace.rooms.demand(room).id;
        const found = threadId ? workspace.messages.inThread(threadId) : workspace.messages.inRoom({ roomId });
        return Promise.resolve(found.map((message) => viewOf(workspace, message)));
    }

    async message(id: string): Promise<MessageView | undefined> {
        const message = this.parts.workspace.messages.byId(id);
        return Promise.resolve(message && viewOf(this.parts.workspace, message));
    }

    async uploadBytes(id: string): Promise<Uint8Array | undefined> {
        return Promise.resolve(this.parts.workspace.uploads.bytes(id));
    }

    async surfaces(user: string): Promise<Surface[]> {
        return Promise.resolve(this.parts.surfaces.of(user));
    }

    async droppedTriggers(): Promise<DroppedInteraction[]> {
        return Promise.resolve([...this.parts.surfaces.dropped]);
    }

    async appId(): Promise<string> {
        return Promise.resolve(this.parts.engine.app.getID());
    }

    async status(): Promise<string> {
        return this.parts.engine.app.getStatus();
    }

    async appSettings(): Promise<AppSetting[]> {
        const settings = this.parts.engine.manager.getSettingsManager().getAppSettings(this.parts.engine.app.getID());
        return Promise.resolve(Object.values(settings).map((setting) => ({ ...setting, value: (setting.value ?? setting.packageValue) as unknown })));
    }

    async getAppSetting(id: string): Promise<unknown> {
        const setting = (await this.appSettings()).find((known) => known.id === id);
        if (!setting) {
            throw new Error('No setting found for the App by the provided id.');
        }
        return setting.value;
    }

    async setAppSetting(id: string, value: unknown): Promise<void> {
        const manager = this.parts.engine.manager.getSettingsManager();
        const appId = this.parts.engine.app.getID();
        await manager.updateAppSetting(appId, { ...manager.getAppSetting(appId, id), value });
    }

    async getServerSetting(id: string): Promise<ServerSetting['value'] | undefined> {
        return Promise.resolve(this.parts.workspace.settings.byId(id)?.value);
    }

    async setServerSetting(id: string, value: ServerSetting['value']): Promise<void> {
        return Promise.resolve(this.parts.workspace.settings.set(id, value));
    }

    async appLogs(): Promise<AppLog[]> {
        const entries = this.parts.engine.logs.entries(this.parts.engine.app.getID());
        return Promise.resolve(entries.map((entry) => ({ ...entry })));
    }

    async persistenceRecords(): Promise<PersistenceRecord[]> {
        return Promise.resolve(this.parts.persistence.all(this.parts.engine.app.getID()));
    }

    async jobs(): Promise<JobRecord[]> {
        return Promise.resolve(this.parts.jobRecords.all());
    }

    runDueJobs(): Promise<number> {
        return this.parts.jobs.runDue();
    }

    async now(): Promise<number> {
        return Promise.resolve(this.parts.clock.now());
    }

    async advanceClock(ms: number): Promise<void> {
        return Promise.resolve(this.parts.clock.advance(ms));
    }

    idle(): Promise<void> {
        return this.parts.engine.traffic.idle();
    }

    async roundTrips(): Promise<number> {
        return Promise.resolve(this.parts.engine.traffic.roundTrips);
    }

    async appPid(): Promise<number | undefined> {
        return Promise.resolve(this.parts.engine.process.pid);
    }

    async endpointUrl(path: string): Promise<string> {
        return Promise.resolve(`${this.parts.endpoints.origin}/api/apps/public/${this.parts.engine.app.getID()}/${path}`);
    }

    async privateEndpointUrl(path: string): Promise<string> {
        const { app } = this.parts.engine;
        return Promise.resolve(`${this.parts.endpoints.origin}/api/apps/private/${app.getID()}/${app.getStorageItem()._id}/${path}`);
    }

    async credentials(user: string): Promise<LoginHeaders> {
        return Promise.resolve(this.parts.credentials.of(user));
    }

    async disableApp(): Promise<void> {
        await this.parts.engine.manager.changeStatus(this.parts.engine.app.getID(), AppStatus.MANUALLY_DISABLED);
    }

    async enableApp(): Promise<void> {
        await this.parts.engine.manager.changeStatus(this.parts.engine.app.getID(), AppStatus.MANUALLY_ENABLED);
    }

    async restartApp(): Promise<void> {
        this.parts.jobs.pause(true);
        try {
            await this.parts.engine.process.crash();
        } finally {
            this.parts.jobs.pause(false);
        }
    }

    async stop(): Promise<void> {
        this.parts.broadcast.stop();
        await this.parts.jobs.stop();
        await this.parts.endpoints.stop();
        await this.parts.engine.stop();
        this.parts.workspace.store.close();
    }

    private demandMessage(id: string): MessageRecord {
        const message = this.parts.workspace.messages.byId(id);
        if (!message) {
            throw new WorkspaceError('error-invalid-message', `Invalid message ${id}`);
        }
        return message;
    }
}
