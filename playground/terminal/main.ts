import { createInterface } from 'node:readline/promises';
import { startPlayground, type Playground } from '../start-playground';
import { helpText, obey } from './directives';
import { forTerminal } from './for-terminal';
import { terminalOptions } from './options';
import { Session } from './session';
import { signIn } from './sign-in';

/** `npm start`: a chat in the terminal, with the real app in the real engine. */
async function main(): Promise<void> {
    const options = terminalOptions(process.argv.slice(2), process.env);
    console.log('Starting the workspace…');
    const playground = await startPlayground(options);
    const session = new Session({ host: playground.host, user: options.as, room: options.room, print: (text) => console.log(forTerminal(text, process.stdout.isTTY)) });
    console.log(`Rocket.Chat's Apps-Engine runs HF TeamFlow; Hugging Face is ${playground.hubUrl}${playground.hub ? ' (a stand-in, no network)' : ''}.`);
    await signIn(playground, options, process.env['HF_TOKEN']);
    console.log(`${helpText()}\n\nTry: /hf models search bert`);
    await chat(session, playground);
    session.end();
    await playground.stop();
}

async function chat(session: Session, playground: Playground): Promise<void> {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    const ask = (): void => {
        lines.setPrompt(`${session.user} #${session.room}${session.threadId === undefined ? '' : ' thread'}> `);
        lines.prompt();
    };
    ask();
    for await (const line of lines) {
        const text = line.trim();
        if (text === ':quit' || text === ':q') {
            break;
        }
        if (text !== '') {
            await attempt(text, session, playground);
        }
        ask();
    }
    lines.close();
}

async function attempt(text: string, session: Session, playground: Playground): Promise<void> {
    try {
        await obey(text, session, playground);
    } catch (error) {
        console.log(`✗ ${error instanceof Error ? error.message : String(error)}`);
    }
}

try {
    await main();
} catch (error) {
    console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
}
// The engine leaves timers behind.
process.exit(0);
