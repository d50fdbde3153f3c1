import { SlashCommandContext } from '@rocket.chat/apps-engine/definition/slashcommands';
import type { ISlashCommandPreview, ISlashCommandPreviewItem } from '@rocket.chat/apps-engine/definition/slashcommands';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import { toAppRoom, toAppUser } from '../bridges/to-app';
import { splitArguments } from './split-arguments';
import { meteorId } from '../store/ids';
import type { Triggers } from './triggers';
import { viewOf } from '../workspace/message-view';
import { canAccessRoom } from '../workspace/permissions';
import type { RoomRecord, UserRecord } from '../workspace/records';
import type { Workspace } from '../workspace/workspace';
import { WorkspaceError } from '../workspace/workspace-error';

export interface CommandCall {
    /** Username. */
    user: string;
    /** Room name or id. */
    room: string;
    /** The whole line, for example `/hf models search bert`. */
    text: string;
    threadId?: string;
    /** The web client drops everything after the first line break; a REST caller's text arrives whole. Default: client. */
    via?: 'client' | 'rest';
}

/** What the caller of `commands.run` learns: an app's failure is an ephemeral message, not an error. */
export interface CommandResult {
    triggerId: string;
    /** Milliseconds until the executor ended. */
    tookMs: number;
    /** Message of what the executor threw; the user sees a general note only. */
    error?: string;
}

/** No client shows more of them. */
const MAX_PREVIEW_ITEMS = 10;

interface Parsed {
    command: string;
    context: (triggerId?: string) => SlashCommandContext;
    user: UserRecord;
    room: RoomRecord;
    threadId?: string;
}

/** Runs slash commands as the client and `POST /api/v1/commands.run` do. */
export class SlashCommands {
    constructor(private readonly workspace: Workspace, private readonly manager: AppManager, private readonly triggers: Triggers) {}

    async run(call: CommandCall): Promise<CommandResult> {
        const parsed = this.parse(call);
        const triggerId = this.triggers.create(parsed.user.username);
        const started = performance.now();
        try {
            await this.manager.getCommandManager().executeCommand(parsed.command, parsed.context(triggerId));
            return { triggerId, tookMs: performance.now() - started };
        } catch (error) {
            this.report(parsed, error);
            return { triggerId, tookMs: performance.now() - started, error: messageOf(error) };
        }
    }

    /** What the app suggests while the user types; no trigger id goes with it. */
    async preview(call: CommandCall): Promise<ISlashCommandPreview | undefined> {
        const { command, context } = this.parse(call);
        const preview = (await answerOf(this.manager.getCommandManager().getPreviews(command, context()))) as ISlashCommandPreview | undefined;
        return preview && { ...preview, items: preview.items.slice(0, MAX_PREVIEW_ITEMS) };
    }

    async executePreview(call: CommandCall, item: ISlashCommandPreviewItem): Promise<void> {
        const { command, context } = this.parse(call);
        await answerOf(this.manager.getCommandManager().executePreview(command, item, context()));
    }

    private parse({ user: username, room: roomName, text, threadId, via = 'client' }: CommandCall): Parsed {
        const [, command = '', params = ''] = (via === 'client' ? /^\/([^\s]+)(.*)/ : /^\/([^\s]+)(.*)/s).exec(text) ?? [];
        if (!command) {
            throw new WorkspaceError('error-invalid-command', 'You must provide a command to run.');
        }
        if (!this.exists(command)) {
            throw new WorkspaceError('error-invalid-command', 'The command provided does not exist (or is disabled).');
        }
        const user = this.workspace.users.demand(username);
        const room = this.workspace.rooms.demand(roomName);
        this.checkPlace(user, room, threadId);
        const context = (triggerId?: string): SlashCommandContext =>
            new SlashCommandContext(toAppUser(user), toAppRoom(this.workspace, room), splitArguments(params), threadId, triggerId);
        return { command: command.toLowerCase(), context, user, room, threadId };
    }

    private exists(command: string): boolean {
        const { commands } = this.manager.getBridges().getCommandBridge() as unknown as { commands: Map<string, unknown> };
        return commands.has(command.toLowerCase());
    }

    private checkPlace(user: UserRecord, room: RoomRecord, threadId: string | undefined): void {
        if (!canAccessRoom(this.workspace.rooms, user, room)) {
            throw new WorkspaceError('error-not-allowed', 'unauthorized');
        }
        if (threadId && this.workspace.messages.byId(threadId)?.roomId !== room.id) {
            throw new WorkspaceError('error-invalid-thread', 'Invalid thread.');
        }
    }

    private report({ command, user, room, threadId }: Parsed, error: unknown): void {
        this.workspace.events.emit({ type: 'commandError', user: user.username, command, error: messageOf(error) });
        this.workspace.events.emit({
            type: 'ephemeral',
            user: user.username,
            message: viewOf(this.workspace, {
                id: meteorId(),
                roomId: room.id,
                threadId,
                senderId: 'rocket.cat',
                text: `Something went wrong while executing command, \`/${command}\`.`,
                createdAt: this.workspace.now(),
            }),
        });
    }
}

/** What an app throws comes from its process as a plain object. */
async function answerOf<T>(work: Promise<T>): Promise<T> {
    try {
        return await work;
    } catch (error) {
        throw new WorkspaceError('error-app-failed', messageOf(error));
    }
}

function messageOf(error: unknown): string {
    return error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error) ? String(error.message) : String(error);
}
