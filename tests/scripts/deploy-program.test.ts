import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../scripts/deploy/options';
import { inRoot } from '../../scripts/paths';
import { startRocketChat, TOKEN, USER_ID, type RocketChatDouble } from './rocket-chat-double';

let server: RocketChatDouble;
beforeAll(async () => {
    server = await startRocketChat();
});
afterAll(() => server.stop());

interface Run {
    readonly status: number | null;
    readonly output: string;
}

/** `npm run deploy -- …` without npm, and without a terminal. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
    const { ROCKETCHAT_TOKEN: _token, ROCKETCHAT_USER_ID: _user, ...surroundings } = process.env;
    const child = spawn(process.execPath, [inRoot('scripts', 'run.mjs'), 'scripts/deploy.ts', ...args], { env: { ...surroundings, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(child, 'close');
    return { status: child.exitCode, output: Buffer.concat(chunks).toString() };
}

const CREDENTIALS = { ROCKETCHAT_TOKEN: TOKEN, ROCKETCHAT_USER_ID: USER_ID };

describe('the deploy program', () => {
    it('packages and installs, and shows no token', async () => {
        const { status, output } = await run(['--url', server.url, '--yes'], CREDENTIALS);

        expect(output).toContain('is installed and enabled.');
        expect(output).not.toContain(TOKEN);
        expect(status).toBe(EXIT.done);
        expect(server.apps.size).toBe(1);
    });

    it('tells a wrong command line from a failure by its exit status', async () => {
        const [withoutTerminal, withoutToken, wrongToken, help] = await Promise.all([
            run(['--url', server.url], CREDENTIALS),
            run(['--url', server.url, '--yes']),
            run(['--url', server.url, '--yes'], { ...CREDENTIALS, ROCKETCHAT_TOKEN: 'another-token' }),
            run(['--help']),
        ]);

        expect(withoutTerminal.output).toContain('--yes');
        expect(withoutToken.output).toContain('ROCKETCHAT_TOKEN is missing');
        expect(wrongToken.output).toContain('does not accept the token');
        expect(help.output).toContain('Exit status');
        expect([withoutTerminal, withoutToken, wrongToken, help].map(({ status }) => status)).toEqual([EXIT.usage, EXIT.usage, EXIT.failed, EXIT.done]);
        expect(wrongToken.output).not.toContain('another-token');
    });
});
