import { AppActivationBridge } from '@rocket.chat/apps-engine/server/bridges/AppActivationBridge';
import { AppDetailChangesBridge } from '@rocket.chat/apps-engine/server/bridges/AppDetailChangesBridge';
import { CommandBridge } from '@rocket.chat/apps-engine/server/bridges/CommandBridge';
import { ExperimentalBridge } from '@rocket.chat/apps-engine/server/bridges/ExperimentalBridge';
import { InternalBridge } from '@rocket.chat/apps-engine/server/bridges/InternalBridge';
import { RoleBridge } from '@rocket.chat/apps-engine/server/bridges/RoleBridge';
import { ThreadBridge } from '@rocket.chat/apps-engine/server/bridges/ThreadBridge';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IRole } from '@rocket.chat/apps-engine/definition/roles';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { ISlashCommand } from '@rocket.chat/apps-engine/definition/slashcommands';
import type { Workspace } from '../workspace/workspace';
import { toAppMessage } from './to-app';

/** Which slash commands exist. The server's own ones (`/invite`, `/topic` …) are not here. */
export class WorkspaceCommandBridge extends CommandBridge {
    /** Commands of apps by their lower-cased name. */
    readonly commands = new Map<string, ISlashCommand>();

    protected async doesCommandExist(command: string): Promise<boolean> {
        return Promise.resolve(this.commands.has(command.toLowerCase()));
    }

    protected async registerCommand(command: ISlashCommand): Promise<void> {
        this.commands.set(command.command.toLowerCase(), command);
        return Promise.resolve();
    }

    protected async modifyCommand(command: ISlashCommand): Promise<void> {
        return this.registerCommand(command);
    }

    protected async unregisterCommand(command: string): Promise<void> {
        this.commands.delete(command.toLowerCase());
        return Promise.resolve();
    }

    protected async enableCommand(command: string): Promise<void> {
        return this.demand(command);
    }

    protected async disableCommand(command: string): Promise<void> {
        return this.demand(command);
    }

    private async demand(command: string): Promise<void> {
        if (!this.commands.has(command.toLowerCase())) {
            throw new Error(`Command does not exist in the system currently: "${command}"`);
        }
        return Promise.resolve();
    }
}

/** Global roles: Rocket.Chat's own and whatever custom ones the users have. */
export class WorkspaceRoleBridge extends RoleBridge {
    private static readonly BUILT_IN = ['admin', 'moderator', 'leader', 'owner', 'user', 'bot', 'app', 'guest', 'anonymous'];

    constructor(private readonly workspace: Workspace) {
        super();
    }

    protected async getOneByIdOrName(idOrName: string): Promise<IRole | null> {
        return Promise.resolve(this.all().find((role) => role.id === idOrName) ?? null);
    }

    protected async getCustomRoles(): Promise<IRole[]> {
        return Promise.resolve(this.all().filter((role) => !role.protected));
    }

    private all(): IRole[] {
        const used = this.workspace.users.all().flatMap((user) => user.roles);
        return [...new Set([...WorkspaceRoleBridge.BUILT_IN, ...used])].map((name) => ({
            id: name,
            name,
            description: '',
            protected: WorkspaceRoleBridge.BUILT_IN.includes(name),
            scope: ['moderator', 'leader', 'owner'].includes(name) ? 'Subscriptions' : 'Users',
        }));
    }
}

/** Threads, with the server's quirk: no order, and the root appears twice. */
export class WorkspaceThreadBridge extends ThreadBridge {
    constructor(private readonly workspace: Workspace) {
        super();
    }

    protected async getById(messageId: string): Promise<IMessage[]> {
        const root = this.workspace.messages.byId(messageId);
        if (!root) {
            throw new Error(`There is no thread with id ${messageId}`);
        }
        const replies = this.workspace.messages.inThread(messageId);
        return Promise.resolve([root, ...replies.reverse(), root].map((message) => toAppMessage(this.workspace, message)));
    }
}

/** What the engine's own objects ask of the server. */
export class WorkspaceInternalBridge extends InternalBridge {
    constructor(private readonly workspace: Workspace, private readonly publicKey: string) {
        super();
    }

    protected async getUsernamesOfRoomById(roomId: string): Promise<string[]> {
        return Promise.resolve(this.getUsernamesOfRoomByIdSync(roomId));
    }

    protected getUsernamesOfRoomByIdSync(roomId: string): string[] {
        return this.workspace.rooms.members(roomId).flatMap((member) => this.workspace.users.byId(member.userId)?.username ?? []);
    }

    protected async getWorkspacePublicKey(): Promise<ISetting> {
        return Promise.resolve({
            id: 'Cloud_Workspace_PublicKey',
            type: 'string' as ISetting['type'],
            packageValue: '',
            value: this.publicKey,
            required: false,
            public: false,
            i18nLabel: 'Cloud_Workspace_PublicKey',
        });
    }
}

/** Has no methods of its own in this engine version. */
export class WorkspaceExperimentalBridge extends ExperimentalBridge {}

/** The engine reports changes of an app here; there is nobody to tell. */
export class WorkspaceActivationBridge extends AppActivationBridge {
    protected appAdded(): Promise<void> {
        return Promise.resolve();
    }

    protected appUpdated(): Promise<void> {
        return Promise.resolve();
    }

    protected appRemoved(): Promise<void> {
        return Promise.resolve();
    }

    protected appStatusChanged(): Promise<void> {
        return Promise.resolve();
    }

    protected actionsChanged(): Promise<void> {
        return Promise.resolve();
    }
}

/** Tells the other servers that share the store about a changed app setting. */
export class WorkspaceDetailChangesBridge extends AppDetailChangesBridge {
    constructor(private readonly onChange: (appId: string, setting: ISetting) => void) {
        super();
    }

    protected onAppSettingsChange(appId: string, setting: ISetting): void {
        this.onChange(appId, setting);
    }
}
