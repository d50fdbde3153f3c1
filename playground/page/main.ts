import { createServer } from 'node:net';
import { startPlayground } from '../start-playground';
import { signIn } from '../terminal/sign-in';
import { portOf, terminalOptions } from '../terminal/options';
import { openBrowser } from './open-browser';
import { startPage } from './server/page-server';

const PORT = 4100;

/** Starts the workspace and its page, and runs until it is told to stop. */
async function main(): Promise<void> {
    const port = portOf('PORT', process.env) ?? PORT;
    const options = terminalOptions(process.argv.slice(2), process.env);
    await checkFree(port);
    console.log('Starting the workspace…');
    const playground = await startPlayground({ ...options, siteUrl: `http://127.0.0.1:${port}` });
    const page = await startPage({ host: playground.host, hub: playground.hub, hubUrl: playground.hubUrl, port });
    const stop = async (): Promise<void> => {
        console.log('\nStopping…');
        // A second signal does not wait.
        process.once('SIGINT', () => process.exit(1));
        await page.stop();
        await playground.stop();
        process.exit(0);
    };
    process.once('SIGINT', () => void stop());
    process.once('SIGTERM', () => void stop());
    await signIn(playground, options, process.env['HF_TOKEN']);
    const hub = `${playground.hubUrl}${playground.hub ? ' (a stand-in, no network)' : ''}`;
    console.log(`\n  ${page.url}\n\nRocket.Chat's Apps-Engine runs HF TeamFlow there; Hugging Face is ${hub}. Ctrl-C stops everything.`);
    openBrowser(page.url);
}

/** Where a playground runs already, its workspace is not touched. */
async function checkFree(port: number): Promise<void> {
    const attempt = createServer();
    await new Promise<void>((resolve, reject) => {
        attempt.once('error', reject);
        attempt.listen(port, '127.0.0.1', resolve);
    });
    await new Promise((resolve) => attempt.close(resolve));
}

function reasonOf(error: unknown): string {
    if (!(error instanceof Error)) {
        return String(error);
    }
    const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
    if (code !== 'EADDRINUSE') {
        return message;
    }
    const other = port === (portOf('PORT', process.env) ?? PORT) ? 'PORT=4200' : 'HUB_PORT=4201';
    return `Port ${port ?? ''} is taken. Does a playground run already? Another one: ${other} npm start`;
}

try {
    await main();
} catch (error) {
    console.error(`✗ ${reasonOf(error)}`);
    process.exit(1);
}
