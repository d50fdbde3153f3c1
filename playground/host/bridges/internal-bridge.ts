import { InternalBridge } from '@rocket.chat/apps-engine/server/bridges/InternalBridge';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { Workspace } from '../workspace/workspace';

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
