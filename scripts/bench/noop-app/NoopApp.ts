import type { IConfigurationExtend, IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { App } from '@rocket.chat/apps-engine/definition/App';
import type { IPostMessageReacted } from '@rocket.chat/apps-engine/definition/messages';
import type { ISlashCommand, SlashCommandContext } from '@rocket.chat/apps-engine/definition/slashcommands';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';

/** What every measurement is compared with: an app that does nothing, or answers with one letter, in the same engine. */
export class NoopApp extends App implements IPostMessageReacted {
    private sender: IUser | undefined;

    protected override async extendConfiguration(configuration: IConfigurationExtend): Promise<void> {
        const answer = (context: SlashCommandContext, read: IRead, modify: IModify): Promise<void> => this.answer(context, read, modify);
        await configuration.slashCommands.provideSlashCommand(command('noop', () => Promise.resolve()));
        await configuration.slashCommands.provideSlashCommand(command('noop-answer', answer));
    }

    executePostMessageReacted(): Promise<void> {
        return Promise.resolve();
    }

    private async answer(context: SlashCommandContext, read: IRead, modify: IModify): Promise<void> {
        this.sender ??= await read.getUserReader().getAppUser();
        if (this.sender) {
            await modify.getNotifier().notifyUser(context.getSender(), { text: 'x', room: context.getRoom(), sender: this.sender });
        }
    }
}

function command(name: string, executor: ISlashCommand['executor']): ISlashCommand {
    return { command: name, i18nDescription: 'noop', i18nParamsExample: '', providesPreview: false, executor };
}
