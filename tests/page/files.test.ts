import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { inRoot } from '../../scripts/paths';
import { describePage } from './describe-page';
import { enterRoom, messageBox, messages, replyBox, threadMessages, toolbarOf } from './locators';

interface Chosen {
    readonly name: string;
    readonly mimeType: string;
    readonly buffer: Buffer;
}

const NOTES: Chosen = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('learning rate 3e-5\n') };
const LIMIT = 100_000;

describePage('files', (started) => {
    let page: Page;
    let icon: Buffer;
    beforeAll(async () => {
        icon = await readFile(inRoot('icon.png'));
        await started().host.setServerSetting('FileUpload_MaxFileSize', LIMIT);
        page = await started().open('alice');
    });
    beforeEach(() => enterRoom(page, 'general'));

    const main = (): Locator => page.getByRole('main');

    async function attach(...files: Chosen[]): Promise<void> {
        const [chooser] = await Promise.all([page.waitForEvent('filechooser'), main().getByRole('button', { name: 'Attach a file' }).click()]);
        await chooser.setFiles(files);
    }

    async function savedBy(button: Locator): Promise<Buffer> {
        const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
        return readFile(await download.path());
    }

    it('a file is chosen, sent with a text, and saved again with the same bytes', async () => {
        await attach(NOTES);
        await main().getByText('notes.txt (1 KiB)').waitFor();
        await messageBox(page).fill('what I tried');
        await messageBox(page).press('Enter');
        const sent = messages(page, 'notes.txt').filter({ hasText: 'what I tried' });
        expect(await savedBy(sent.getByRole('button', { name: 'Download: notes.txt' }))).toEqual(NOTES.buffer);
        expect(await main().getByText('notes.txt (1 KiB)').count()).toBe(0);
    });

    it('a picture is shown, enlarged and saved', async () => {
        await attach({ name: 'icon.png', mimeType: 'image/png', buffer: icon });
        await main().getByRole('button', { name: 'Send' }).click();
        const picture = messages(page, 'icon.png').getByRole('button', { name: 'icon.png', exact: true });
        await expect.poll(() => picture.getByRole('img').evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0))).toBeGreaterThan(0);
        await picture.click();
        await page.getByRole('dialog', { name: 'icon.png' }).getByRole('button', { name: 'Close' }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        expect(await savedBy(messages(page, 'icon.png').getByRole('button', { name: 'Download: icon.png' }))).toEqual(icon);
    });

    it('several files are dropped, one of them removed, and the others sent', async () => {
        const dropped = await page.evaluateHandle(() => {
            const transfer = new DataTransfer();
            ['a.csv', 'b.csv', 'c.csv'].forEach((name) => transfer.items.add(new File([name], name, { type: 'text/csv' })));
            return transfer;
        });
        await messageBox(page).dispatchEvent('dragover', { dataTransfer: dropped });
        await messageBox(page).dispatchEvent('drop', { dataTransfer: dropped });
        await main().getByRole('button', { name: 'Remove b.csv' }).click();
        await main().getByRole('button', { name: 'Send' }).click();
        await messages(page, 'c.csv').waitFor();
        expect(await messages(page, 'a.csv').count()).toBe(1);
        expect(await messages(page, 'b.csv').count()).toBe(0);
        expect(await savedBy(messages(page, 'c.csv').getByRole('button', { name: 'Download: c.csv' }))).toEqual(Buffer.from('c.csv'));
    });

    it('a file is sent into a thread', async () => {
        await (await toolbarOf(messages(page, 'what I tried'))).getByRole('button', { name: 'Reply in thread' }).click();
        const thread = page.getByRole('complementary', { name: 'Thread' });
        const [chooser] = await Promise.all([page.waitForEvent('filechooser'), thread.getByRole('button', { name: 'Attach a file' }).click()]);
        await chooser.setFiles({ ...NOTES, name: 'more.txt' });
        await replyBox(page).press('Enter');
        await threadMessages(page, 'more.txt').waitFor();
        expect(await messages(page, 'more.txt').count()).toBe(0);
        await thread.getByRole('button', { name: 'Close Thread' }).click();
    });

    it.each([
        ['too large', { name: 'weights.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(LIMIT + 1) }, `File exceeds allowed size of ${LIMIT} bytes`],
        ['of a forbidden type', { name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') }, 'File type is not accepted'],
    ])('a file that is %s is refused, and stays in the composer with its text', async (_, file, reason) => {
        await attach(file);
        await messageBox(page).fill('see here');
        await messageBox(page).press('Enter');
        await page.getByRole('status').getByText(reason).waitFor();
        const remove = main().getByRole('button', { name: `Remove ${file.name}` });
        await remove.waitFor();
        await expect.poll(() => messageBox(page).inputValue()).toBe('see here');
        expect(await messages(page, file.name).count()).toBe(0);
        await remove.click();
        await messageBox(page).fill('');
    });

    it('somebody outside the room does not get its files', async () => {
        const { upload } = await started().host.upload({ user: 'bo', room: 'ml-incidents', name: 'secret.txt', bytes: Buffer.from('secret') });
        const statusFor = async (user: string): Promise<number> => (await fetch(`${started().server.url}/api/v1/file/${upload.id}`, { headers: { ...await started().host.credentials(user) } })).status;
        expect(await statusFor('alice')).toBe(200);
        expect(await statusFor('gina')).toBe(404);
    });
});
