import { createServer } from 'node:net';
import { portOf, terminalOptions } from '../terminal/options';

const PORT = 4100;

/** Says what is wrong with the command line or the port before it imports the workspace, which takes seconds. */
async function main(): Promise<void> {
    const port = portOf('PORT', process.env) ?? PORT;
    const options = terminalOptions(process.argv.slice(2), process.env);
    await checkFree(port);
    console.log('Starting the workspace…');
    const { runPage } = await import('./run-page');
    await runPage(port, options);
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
