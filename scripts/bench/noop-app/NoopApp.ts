import type { IConfigurationExtend } from '@rocket.chat/apps-engine/definition/accessors';
import { App } from '@rocket.chat/apps-engine/definition/App';
import type { IPostMessageReacted } from '@rocket.chat/apps-engine/definition/messages';
import type { ISlashCommand } from '@rocket.chat/apps-engine/definition/slashcommands';

/** What every measurement is compared with: an app that does nothing, in the same engine. */
export class NoopApp extends App implements IPostMessageReacted {
    protected override async extendConfiguration(configuration: IConfigurationExtend): Promise<void> {
        const command: ISlashCommand = { command: 'noop', i18nDescription: 'noop', i18nParamsExample: '', providesPreview: false, executor: () => Promise.resolve() };
        await configuration.slashCommands.provideSlashCommand(command);
    }

    executePostMessageReacted(): Promise<void> {
        return Promise.resolve();
    }
}
