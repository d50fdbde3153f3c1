import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { objectId } from '../../playground/hub/seed/ids';
import { runtimeAt } from '../../playground/hub/space-runtime';
import { describePage } from './describe-page';
import { messages, panel } from './locators';
import { say } from './page-under-test';

describePage('the panel of the stand-in', (started) => {
    let page: Page;
    let receiver: Server;
    const received: string[] = [];
    beforeAll(async () => {
        receiver = createServer((request, response) => {
            request.on('data', (chunk: Buffer) => received.push(chunk.toString()));
            request.on('end', () => response.end());
        });
        await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
        page = await started().open('alice');
        await page.getByRole('button', { name: 'Hugging Face stand-in' }).click();
    });
    afterAll(() => new Promise((resolve) => receiver.close(resolve)));

    const hub = (): Locator => panel(page, 'Hugging Face stand-in');
    const bert = () => started().hub.state.findRepo('model', 'acme/bert-prod');

    it('a commit is pushed, and the webhook that watches hears of it', async () => {
        const { port } = receiver.address() as AddressInfo;
        started().hub.state.record({ kind: 'webhook-saved', webhook: { id: objectId('a webhook'), owner: 'alice', watched: [{ type: 'model', name: 'acme/bert-prod' }], domains: ['repo'], url: `http://127.0.0.1:${port}/hook?secret=x`, disabled: false } });
        const before = bert()?.branches.get('main');
        await hub().getByRole('textbox', { name: 'Title' }).fill('Retrain once more');
        await hub().getByRole('button', { name: 'Push a commit' }).click();
        await hub().getByText(/^main is at .*Retrain once more/).waitFor();
        expect(bert()?.branches.get('main')).not.toBe(before);
        await hub().getByText('Sent to webhooks (1)').click();
        await hub().getByText(/repo.content update acme\/bert-prod/).getByText('delivered 200').waitFor();
        expect(received.join('')).toContain('refs/heads/main');
        await hub().getByText('Webhooks (1)', { exact: true }).click();
        await hub().getByText(`alice watches model acme/bert-prod → http://127.0.0.1:${port}/hook`).waitFor();
        expect(await hub().getByText('secret=x').count()).toBe(0);
    });

    it('a pull request is opened', async () => {
        const before = bert()?.discussions.length ?? 0;
        await hub().getByRole('button', { name: 'Open a pull request' }).click();
        await expect.poll(() => bert()?.discussions.length).toBe(before + 1);
        expect(bert()?.discussions.at(-1)).toMatchObject({ title: 'Retrain once more', isPullRequest: true, author: 'alice', status: 'open' });
    });

    it('the pull request is commented on and merged, a discussion is opened and closed, in the visitor’s name', async () => {
        const last = () => bert()?.discussions.at(-1);
        await hub().getByText(/^Pull requests and discussions/).click();
        const pull = `acme/bert-prod #${last()?.num}`;
        await hub().getByRole('button', { name: `Comment on ${pull}` }).click();
        await expect.poll(() => last()?.events.at(-1)).toMatchObject({ type: 'comment', author: 'alice', content: 'Looks good to me.' });
        await hub().getByRole('button', { name: `Merge ${pull}` }).click();
        await expect.poll(() => last()?.status).toBe('merged');
        await hub().getByRole('button', { name: 'Open a discussion' }).click();
        await expect.poll(() => last()).toMatchObject({ isPullRequest: false, status: 'open' });
        await hub().getByRole('button', { name: `Close acme/bert-prod #${last()?.num}` }).click();
        await expect.poll(() => last()?.status).toBe('closed');
    });

    it('a repository is shown to everybody, and its downloads are gated', async () => {
        await hub().getByText(/^Repositories/).click();
        await hub().getByRole('button', { name: 'Make public: model acme/bert-prod' }).click();
        await expect.poll(() => bert()?.private).toBe(false);
        await hub().getByRole('button', { name: 'Make private: model acme/bert-prod' }).click();
        await expect.poll(() => bert()?.private).toBe(true);
        await hub().getByRole('combobox', { name: 'Downloads of model acme/bert-prod' }).selectOption('for whoever asks');
        await expect.poll(() => bert()?.gated).toBe('auto');
    });

    it('a Space fails, its processor and memory are busy, and its app writes into the log', async () => {
        const { state } = started().hub;
        const space = () => state.findRepo('space', 'acme/demo')?.space;
        const stage = () => {
            const shown = space();
            return shown && runtimeAt(shown, state.now()).stage;
        };
        await hub().getByRole('combobox', { name: 'Stage of acme/demo' }).selectOption('RUNTIME_ERROR');
        await expect.poll(stage).toBe('RUNTIME_ERROR');
        await hub().getByRole('slider', { name: 'CPU of acme/demo' }).fill('95');
        await expect.poll(() => space()?.cpuPercent).toBe(95);
        await hub().getByText('95 %').waitFor();
        await hub().getByRole('slider', { name: 'Memory of acme/demo' }).fill('80');
        await expect.poll(() => [space()?.cpuPercent, space()?.memoryPercent]).toEqual([95, 80]);
        await hub().getByRole('textbox', { name: 'Line for the log of acme/demo' }).fill('ValueError: too long');
        await hub().getByRole('button', { name: 'Write to the log of acme/demo' }).click();
        await expect.poll(() => space()?.written?.at(-1)).toMatchObject({ log: 'run', text: 'ValueError: too long' });
    });

    it('credits run out and come back', async () => {
        await hub().getByText(/^Credits/).click();
        const box = hub().getByRole('checkbox', { name: 'alice has none left' });
        await box.click();
        await expect.poll(() => started().hub.state.outOfCredits.has('alice')).toBe(true);
        await expect.poll(() => box.isChecked()).toBe(true);
        await box.click();
        await expect.poll(() => started().hub.state.outOfCredits.has('alice')).toBe(false);
    });

    it('Hugging Face goes down, and the app says so', async () => {
        await hub().getByRole('radio', { name: 'It is down' }).click();
        await expect.poll(() => started().hub.state.trouble).toBe('down');
        await say(page, '/hf models search llama');
        await messages(page, /Hugging Face can.t be reached/).first().waitFor({ timeout: 30_000 });
        await hub().getByRole('radio', { name: 'It works' }).click();
        await expect.poll(() => started().hub.state.trouble).toBe('none');
        await say(page, '/hf models search llama');
        await messages(page, 'matching “llama”').first().waitFor();
        await hub().getByText(/^Requests/).click();
        await hub().getByText(/GET \/api\/models/).first().waitFor();
    });
});
