import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { deployApp } from './deploy/deploy-app';
import { DeployError, UsageError } from './deploy/deploy-error';
import { EXIT, HELP, readOptions, type ExitStatus } from './deploy/options';
import type { AppPackage } from './make-package';
import { readManifest } from './manifest';

process.exitCode = await main().catch(report);

async function main(): Promise<ExitStatus> {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options === 'help') {
        console.log(HELP);
        return EXIT.done;
    }
    const manifest = await readManifest();
    const confirm = process.stdin.isTTY && process.stdout.isTTY ? askOnTerminal : undefined;
    // The bundler is imported when it is needed: most wrong command lines never get there.
    const makePackage = async (): Promise<AppPackage> => (await import('./make-package')).makePackage();
    return deployApp(options, { manifest, makePackage, print: (line) => console.log(line), confirm, wait: (milliseconds) => wait(milliseconds) });
}

async function askOnTerminal(question: string): Promise<boolean> {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
        // Ctrl-D closes the terminal without an answer.
        const answer = await Promise.race([terminal.question(question), once(terminal, 'close').then(() => '')]);
        return /^y(es)?$/i.test(answer.trim());
    } finally {
        terminal.close();
    }
}

function report(error: unknown): ExitStatus {
    if (!(error instanceof DeployError)) {
        throw error;
    }
    console.error(error.message);
    if (error.remedy !== undefined) {
        console.error(error.remedy);
    }
    return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}
