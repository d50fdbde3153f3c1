import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { Host } from '../../playground/host/host-api';
import { inRoot } from '../../scripts/paths';
import { COLOURS, findings, loadAxe } from './axe-findings';
import { describePage } from './describe-page';
import { messageBox, messages, panel, toolbarOf } from './locators';
import { say } from './page-under-test';

/** High enough that a room with a message of every kind is in the document as a whole. */
const SIZES: ReadonlyArray<readonly [string, BrowserContextOptions]> = [
    ['1280 px', { viewport: { width: 1280, height: 2400 } }],
    ['390 px', { viewport: { width: 390, height: 2400 }, hasTouch: true }],
];

const MARKDOWN = `# Release notes
*bold*, _slanted_, ~gone~, \`code\`, @alice, @here, #ml-models, :rocket:, [a link](https://huggingface.co), https://huggingface.co/docs
> quoted
- one
- two
1. first
- [ ] to do
- [x] done
\`\`\`python
print("loss")
\`\`\`
||spoiler||`;

/** A message of every kind, in `general`. */
async function fill(host: Host): Promise<void> {
    const post = (user: string, text: string, more = {}) => host.post({ user, room: 'general', text, ...more });
    await post('bo', MARKDOWN);
    await post('bo', 'the same author again');
    await post('carol', 'with cards', { attachments: [
        { author: { name: 'Carol', link: 'https://example.com' }, title: { value: 'A run', link: 'https://example.com/run' }, text: 'It *converged*', color: '#1d74f5', fields: [{ short: true, title: 'Loss', value: '0.1' }, { short: false, title: 'Note', value: 'over night' }] },
        { title: { value: 'Closed' }, text: 'hidden', collapsed: true },
    ] });
    const root = await post('bo', 'the root of a thread');
    await post('alice', 'a reply', { threadId: root?.id });
    await host.react({ user: 'alice', messageId: root?.id ?? '', emoji: ':tada:' });
    const teh = await post('alice', 'teh');
    await host.edit({ user: 'alice', messageId: teh?.id ?? '', text: 'the' });
    await host.upload({ user: 'alice', room: 'general', name: 'notes.txt', bytes: Buffer.from('notes') });
    await host.upload({ user: 'alice', room: 'general', name: 'icon.png', bytes: await readFile(inRoot('icon.png')) });
}

interface View {
    readonly name: string;
    /** Selector of what is new in this view. */
    readonly where: string;
    readonly open: (page: Page) => Promise<unknown>;
    readonly close: (page: Page) => Promise<unknown>;
}

const closePanel = (page: Page): Promise<void> => page.getByRole('complementary').getByRole('button', { name: /^Close/ }).first().click();

/** Presses a button of the list of rooms, which on a phone is a drawer. */
async function pressInSidebar(page: Page, name: string): Promise<void> {
    const drawer = page.getByRole('main').getByRole('button', { name: 'Rooms' });
    if (await drawer.isVisible()) {
        await drawer.click();
    }
    await page.getByRole('navigation').getByRole('button', { name }).click();
}

const sidePanel = (button: string, title: string): View => ({
    name: title,
    where: 'aside',
    open: async (page) => {
        await pressInSidebar(page, button);
        await panel(page, title).getByRole('button').nth(1).waitFor();
    },
    close: closePanel,
});

const VIEWS: readonly View[] = [
    {
        name: 'a room with messages of all kinds',
        where: 'body',
        open: async (page) => {
            await say(page, '/hf models search bert');
            await messages(page, 'matching “bert”').getByRole('button', { name: 'Next page' }).waitFor();
            await messages(page, 'icon.png').getByRole('img', { name: 'icon.png' }).waitFor();
            await toolbarOf(messages(page, 'the root of a thread'));
        },
        close: () => Promise.resolve(),
    },
    {
        name: 'the list of suggestions',
        where: '.composer',
        open: async (page) => {
            await messageBox(page).pressSequentially('/hf m');
            await page.getByRole('listbox', { name: 'Hugging Face' }).waitFor();
        },
        close: (page) => messageBox(page).fill(''),
    },
    {
        name: 'a modal with an error',
        where: 'dialog',
        open: async (page) => {
            await say(page, '/hf login');
            await page.getByRole('dialog').getByRole('button', { name: 'Sign in', exact: true }).click();
            await page.getByRole('dialog').getByRole('alert').waitFor();
        },
        close: (page) => page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click(),
    },
    {
        name: 'a contextual bar',
        where: 'aside',
        open: async (page) => {
            await say(page, '/hf settings');
            await panel(page, 'HF TeamFlow settings').getByRole('button', { name: 'Save' }).waitFor();
        },
        close: closePanel,
    },
    {
        name: 'a thread',
        where: 'aside',
        open: async (page) => {
            await messages(page, 'the root of a thread').getByRole('button', { name: '1 reply' }).click();
            await page.getByRole('log', { name: 'Thread' }).getByText('a reply').waitFor();
        },
        close: closePanel,
    },
    {
        name: 'the emoji picker',
        where: 'dialog',
        open: async (page) => {
            await (await toolbarOf(messages(page, 'the root of a thread'))).getByRole('button', { name: 'Add reaction' }).click();
            await page.getByRole('dialog', { name: 'Choose an emoji' }).waitFor();
        },
        close: (page) => page.keyboard.press('Escape'),
    },
    sidePanel('App settings', 'HF TeamFlow settings'),
    {
        ...sidePanel('App log', 'HF TeamFlow log'),
        open: async (page) => {
            await pressInSidebar(page, 'App log');
            await panel(page, 'HF TeamFlow log').getByRole('checkbox').click();
            await panel(page, 'HF TeamFlow log').getByText('slashcommand').first().click();
            await panel(page, 'HF TeamFlow log').getByText(/^debug:/).filter({ visible: true }).first().waitFor();
        },
    },
    sidePanel('Hugging Face stand-in', 'Hugging Face stand-in'),
    {
        name: 'the tour, and a notice',
        where: '.tour, .notices',
        open: async (page) => {
            await pressInSidebar(page, 'Guided tour');
            await say(page, '/nope');
            await page.getByRole('button', { name: 'Dismiss', exact: true }).waitFor();
        },
        close: async (page) => {
            await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
            await messageBox(page).fill('');
        },
    },
];

describePage('accessible', (started) => {
    beforeAll(() => fill(started().host));

    it.each(SIZES)('axe finds nothing serious at %s, light and dark', async (_, size) => {
        const page = await started().open('admin', { ...size, reducedMotion: 'reduce' });
        await loadAxe(page);
        const found: Record<string, string[]> = {};
        for (const { name, where, open, close } of VIEWS) {
            await open(page);
            for (const colorScheme of ['light', 'dark'] as const) {
                await page.emulateMedia({ colorScheme });
                await page.waitForFunction((wanted) => document.documentElement.style.colorScheme === wanted, colorScheme);
                found[`${name}, ${colorScheme}`] = await findings(page, where, colorScheme === 'dark' ? COLOURS : undefined);
            }
            await close(page);
        }
        expect(Object.entries(found).filter(([, lines]) => lines.length > 0)).toEqual([]);
        expect(Object.keys(found)).toHaveLength(2 * VIEWS.length);
        await page.context().close();
    });

    it('axe would find text that is too pale', async () => {
        const page = await started().open('admin');
        await loadAxe(page);
        await page.addStyleTag({ content: 'h1 { color: #ccc; }' });
        expect(await findings(page, 'main')).toEqual([expect.stringContaining('color-contrast: <h1>general</h1>')]);
    });
});
