import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { inRoot } from '../../scripts/paths';
import { messages, panel } from './locators';
import { BROWSER, PAGE_TIMEOUT_MS, say, sharedBrowser } from './page-under-test';

/** Below the ports that a machine gives to outgoing connections; the Hub takes five from its first one on. */
const PORT = 20_000 + (process.pid % 1000) * 10;

async function start(dir: string): Promise<ChildProcess> {
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const child = fork(inRoot('tests', 'page', 'playground-program.ts'), [dir, String(PORT), String(PORT + 1)], { execArgv: ['--import', tsx], silent: true });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const ready = child.stdout && once(child.stdout, 'data');
    await Promise.race([ready, once(child, 'exit').then(() => Promise.reject(new Error(`The playground ended. ${errors}`)))]);
    return child;
}

async function stop(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
}

describe.skipIf(BROWSER === undefined)('needs a browser: a second start in the same folder', { timeout: PAGE_TIMEOUT_MS }, () => {
    let dir: string;
    let playground: ChildProcess;
    let profile: BrowserContext;
    beforeAll(async () => {
        dir = await mkdtemp(join(tmpdir(), 'hf-teamflow-again-'));
        [playground, profile] = await Promise.all([start(dir), sharedBrowser().then((browser) => browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } }))]);
    });
    afterAll(async () => {
        await Promise.all([profile.close(), stop(playground)]);
        await rm(dir, { recursive: true, force: true });
    });

    it('goes on where the first one ended: messages, sign-in, the stand-in’s state, and the tab that stayed open', async () => {
        const page = await profile.newPage();
        await page.goto(`http://127.0.0.1:${PORT}/?as=alice`);
        await say(page, 'before the night');
        await messages(page, 'before the night').waitFor();
        await say(page, '/hf login');
        const form = page.getByRole('dialog');
        await form.getByRole('textbox').fill(fakeToken('alice'));
        await form.getByRole('textbox').press('Enter');
        await messages(page, 'You are signed in as alice.').waitFor();
        await page.getByRole('button', { name: 'Hugging Face stand-in' }).click();
        const stage = panel(page, 'Hugging Face stand-in').getByRole('combobox', { name: 'Stage of acme/demo' });
        await stage.selectOption('PAUSED');
        // It shows what the stand-in says, not what was chosen.
        await expect.poll(() => stage.inputValue()).toBe('PAUSED');

        await stop(playground);
        await page.getByText('Waiting for the playground’s server.').waitFor();
        playground = await start(dir);
        await page.getByText('Waiting for the playground’s server.').waitFor({ state: 'detached' });
        await messages(page, 'before the night').waitFor();
        await expect.poll(() => stage.inputValue()).toBe('PAUSED');
        await say(page, '/hf status');
        await messages(page, 'alice').last().waitFor();
        await messages(page, 'acme').waitFor();
    });
});
