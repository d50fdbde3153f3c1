import type { IHttp, IModify, IPersistence, IRead, ISlashCommandsExtend } from '@rocket.chat/apps-engine/definition/accessors';
import type { ISlashCommand, ISlashCommandPreview, ISlashCommandPreviewItem, SlashCommandContext } from '@rocket.chat/apps-engine/definition/slashcommands';
import { SlashCommandPreviewItemType } from '@rocket.chat/apps-engine/definition/slashcommands';
import { runCommand } from '../commands/run-command';
import { suggest } from '../commands/suggest';
import type { EngineCall } from '../context/engine/call';
import { randomId } from '../context/engine/build-ctx';
import { enter } from '../context/engine/enter';
import { mayReadRoom } from '../context/engine/room-access';
import type { AppDoor } from './app-door';

/**
 * `/hf`. A class instance with the app as a property: the engine finds it there and swaps it for one whose logger belongs
 * to the request.
 */
export class HfCommand implements ISlashCommand {
    readonly command = 'hf';
    readonly i18nParamsExample = 'command_params';
    readonly i18nDescription = 'command_description';
    readonly providesPreview = true;

    constructor(private readonly app: AppDoor) {}

    // The engine's interface hands over its accessors one by one.
    // eslint-disable-next-line max-params
    async executor(context: SlashCommandContext, read: IRead, modify: IModify, http: IHttp, persistence: IPersistence): Promise<void> {
        await this.run(this.call(context, { read, modify, http, persistence }), context.getArguments());
    }

    // eslint-disable-next-line max-params
    async previewer(context: SlashCommandContext, read: IRead, modify: IModify, http: IHttp, persistence: IPersistence): Promise<ISlashCommandPreview> {
        let items: ISlashCommandPreviewItem[] = [];
        const call = this.call(context, { read, modify, http, persistence });
        await enter(
            this.app.state,
            call,
            async (ctx) => {
                const suggestions = await suggest(ctx, context.getArguments());
                items = suggestions.map(({ label, command }) => ({ id: command, type: SlashCommandPreviewItemType.TEXT, value: label }));
            },
            { quiet: true },
        );
        return { i18nTitle: 'preview_title', items };
    }

    /** The item's id is the text after `/hf`. It comes from the client and runs with no more right than if it had been typed. */
    // eslint-disable-next-line max-params
    async executePreviewItem(item: ISlashCommandPreviewItem, context: SlashCommandContext, read: IRead, modify: IModify, http: IHttp, persistence: IPersistence): Promise<void> {
        const words = item.id.split(' ').filter((word) => word !== '');
        await this.run(this.call(context, { read, modify, http, persistence }), words);
    }

    /**
     * The server takes the client's word for the room a command is typed in: nothing is done, nor answered, in one that the user may
     * not read. Source: Rocket.Chat's method `slashCommand` (apps/meteor/app/utils/server/slashCommand.ts).
     */
    private async run(call: EngineCall, words: string[]): Promise<void> {
        if (await mayReadRoom(call, call.room)) {
            await enter(this.app.state, call, (ctx) => runCommand(ctx, words));
        }
    }

    private call(context: SlashCommandContext, accessors: Pick<EngineCall, 'read' | 'modify' | 'http' | 'persistence'>): EngineCall {
        const threadId = context.getThreadId();
        const triggerId = context.getTriggerId();
        return {
            ...accessors,
            logger: this.app.getLogger(),
            user: context.getSender(),
            room: context.getRoom(),
            ephemeralId: randomId(this.app.state.rand),
            ...(threadId && { threadId }),
            ...(triggerId && { triggerId }),
        };
    }
}

/** Registers the command. The engine keeps commands of a disabled app and refuses them when it is enabled: the kept one calls us all the same. */
export async function provideCommand(commands: ISlashCommandsExtend, command: HfCommand): Promise<void> {
    try {
        await commands.provideSlashCommand(command);
    } catch (error) {
        if (!(error instanceof Error && error.message.includes('already exists'))) {
            throw error;
        }
    }
}
