import { UserBridge } from '@rocket.chat/apps-engine/server/bridges/UserBridge';
import type { IUser, IUserCreationOptions, UserType } from '@rocket.chat/apps-engine/definition/users';
import type { UserRecord } from '../workspace/records';
import type { Workspace } from '../workspace/workspace';
import { toAppUser } from './to-app';

/** Users, as Rocket.Chat's app/apps/server/bridges/users.ts serves them. */
export class WorkspaceUserBridge extends UserBridge {
    constructor(private readonly workspace: Workspace) {
        super();
    }

    // The engine's own code asks for these by name, without a permission check.
    override async getAppUser(appId?: string): Promise<IUser | undefined> {
        const user = appId ? this.workspace.users.ofApp(appId) : undefined;
        return Promise.resolve(user && toAppUser(user));
    }

    override async create(data: Partial<IUser>, appId: string, options?: IUserCreationOptions): Promise<string> {
        const username = data.username ?? '';
        if (!username || this.workspace.users.byUsername(username)) {
            throw new Error(`The username "${username}" is already being used. Rename or remove the user using it to install this App`);
        }
        const type = String(data.type) === 'app' ? 'app' : 'bot';
        const user = this.workspace.users.add({
            username,
            name: data.name ?? username,
            email: data.emails?.[0]?.address ?? '',
            roles: data.roles ?? [type],
            type,
            appId,
            active: true,
            createdAt: this.workspace.now(),
        });
        this.joinDefaultChannel(user, options);
        return Promise.resolve(user.id);
    }

    override async remove(user: IUser): Promise<boolean> {
        return Promise.resolve(this.workspace.users.remove(user.id));
    }

    override async getActiveUserCount(): Promise<number> {
        return Promise.resolve(this.workspace.users.all().filter((user) => user.active && user.type === 'user').length);
    }

    protected async getById(id: string): Promise<IUser> {
        return Promise.resolve(found(this.workspace.users.byId(id)));
    }

    protected async getByUsername(username: string): Promise<IUser> {
        return Promise.resolve(found(this.workspace.users.byUsername(username)));
    }

    protected async getUserUnreadMessageCount(userId: string): Promise<number> {
        const { rooms, messages } = this.workspace;
        const counts = rooms.roomIdsOf(userId).map((roomId) => {
            const readAt = rooms.member(roomId, userId)?.readAt ?? 0;
            return messages.inRoom({ roomId }).filter((message) => message.createdAt > readAt).length;
        });
        return Promise.resolve(counts.reduce((sum, count) => sum + count, 0));
    }

    protected async getUserRoomIds(userId: string): Promise<string[]> {
        return Promise.resolve(this.workspace.rooms.roomIdsOf(userId));
    }

    protected async update(user: IUser, updates: Partial<IUser>): Promise<boolean> {
        const record = this.workspace.users.byId(user.id);
        if (!record) {
            throw new Error('User not provided');
        }
        this.workspace.users.update({ ...record, name: updates.name ?? record.name });
        return Promise.resolve(true);
    }

    protected async deleteUsersCreatedByApp(appId: string, type: UserType): Promise<boolean> {
        const owned = this.workspace.users.all().filter((user) => user.appId === appId && user.type === String(type));
        owned.forEach((user) => this.workspace.users.remove(user.id));
        return Promise.resolve(owned.length > 0);
    }

    protected async deactivate(userId: string): Promise<boolean> {
        const record = this.workspace.users.demand(userId);
        this.workspace.users.update({ ...record, active: false });
        return Promise.resolve(true);
    }

    private joinDefaultChannel(user: UserRecord, options?: IUserCreationOptions): void {
        const general = this.workspace.rooms.byName('general');
        if (general && options?.joinDefaultChannels) {
            this.workspace.rooms.join(general.id, { userId: user.id, roles: [], readAt: this.workspace.now() });
        }
    }
}

/** The declaration promises a user; the server answers undefined when there is none. */
function found(user: UserRecord | undefined): IUser {
    return (user && toAppUser(user)) as IUser;
}
