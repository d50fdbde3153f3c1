import type { EphemeralMessage, HostEvent, SurfaceView } from '../host/workspace/events';
import type { MessageView } from '../host/workspace/message-view';
import type { MessageRecord } from '../host/workspace/records';
import { startPlayground, type Playground } from '../start-playground';
import { forTerminal } from './for-terminal';
import { terminalOptions, type TerminalOptions } from './options';
import { renderMessage, renderSurface } from './render';
import { signIn } from './sign-in';

/** One answer, as `--json` prints it. */
interface Printed {
    readonly kind: 'message' | 'ephemeral' | 'surface';
    readonly text: string;
    readonly failed: boolean;
    readonly message?: MessageView<MessageRecord> | MessageView<EphemeralMessage>;
    readonly view?: SurfaceView;
}

/** `npm run hf -- <command>`: one command, its answer on stdout, and an exit status that tells failure. */
async function main(): Promise<number> {
    const options = terminalOptions(process.argv.slice(2), process.env);
    const playground = await startPlayground(options);
    try {
        await signIn(playground, options, process.env['HF_TOKEN']);
        const answers = await run(playground, options);
        const failed = answers.length === 0 || answers.some((answer) => answer.failed);
        console.log(options.json ? JSON.stringify({ ok: !failed, answers }, undefined, 2) : forTerminal(answers.map(({ text }) => text).join('\n\n'), process.stdout.isTTY));
        return failed ? 1 : 0;
    } finally {
        await playground.stop();
    }
}

async function run({ host }: Playground, options: TerminalOptions): Promise<Printed[]> {
    const answers = new Map<string, Printed>();
    const stop = host.on((event) => {
        const printed = toPrinted(event, options.as);
        // An ephemeral message with the id of an earlier one takes its place, an edited one as well.
        printed.forEach(([id, answer]) => answers.set(id, answer));
    });
    const text = ['/hf', ...options.words.map(quoted)].join(' ');
    const { error } = await host.command({ user: options.as, room: options.room, text, via: 'rest', ...(options.thread !== undefined && { threadId: options.thread }) });
    await host.idle();
    stop();
    return error === undefined ? [...answers.values()] : [...answers.values(), { kind: 'ephemeral', text: `The engine reports: ${error}`, failed: true }];
}

function toPrinted(event: HostEvent, user: string): Array<readonly [string, Printed]> {
    switch (event.type) {
        case 'message':
        case 'updated':
            return [[event.message.id, messageAnswer('message', event.message)]];
        case 'ephemeral':
            return event.user === user ? [[event.message.id, messageAnswer('ephemeral', event.message)]] : [];
        case 'surface':
            return event.user === user ? [[event.view.id, { kind: 'surface', text: renderSurface(event.view, {}, 1).text, failed: false, view: event.view }]] : [];
        default:
            return [];
    }
}

function messageAnswer(kind: 'message' | 'ephemeral', message: NonNullable<Printed['message']>): Printed {
    const failed = message.blocks?.some(({ blockId }) => blockId?.startsWith('failed.')) ?? false;
    return { kind, text: renderMessage(message, { messageId: message.id, room: message.roomId }, 1).text, failed, message };
}

/** The shell has taken the quotes off; the chat server wants them back around words with spaces. */
const quoted = (word: string): string => (/\s|^$/.test(word) ? `"${word}"` : word);

/** What went wrong before there was an answer, for the person at the shell. */
async function attempt(): Promise<number> {
    try {
        return await main();
    } catch (error) {
        console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
        return 1;
    }
}

const status = await attempt();
// The engine leaves timers behind; what was printed must be out before they are cut off.
process.stdout.write('', () => process.exit(status));
