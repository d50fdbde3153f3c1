import { CommandBridge } from '@rocket.chat/apps-engine/server/bridges/CommandBridge';
import type { ISlashCommand } from '@rocket.chat/apps-engine/definition/slashcommands';

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
