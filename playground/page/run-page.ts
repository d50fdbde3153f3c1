import { startPlayground } from '../start-playground';
import type { TerminalOptions } from '../terminal/options';
import { signIn } from '../terminal/sign-in';
import { openBrowser } from './open-browser';
import { startPage } from './server/page-server';

/** Starts the workspace and its page, which then run until the process is told to stop. */
export async function runPage(port: number, options: TerminalOptions): Promise<void> {
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
