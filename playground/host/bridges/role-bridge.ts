import { RoleBridge } from '@rocket.chat/apps-engine/server/bridges/RoleBridge';
import type { IRole } from '@rocket.chat/apps-engine/definition/roles';
import type { Workspace } from '../workspace/workspace';

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
