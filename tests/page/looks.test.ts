import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describePage } from './describe-page';
import { enterRoom, messageBox, messages, replyBox, roomLink, threadMessages } from './locators';
import { overflow, PHONE } from './on-a-phone';
import { say } from './page-under-test';

/** Relative luminance of `rgb(r, g, b)` (WCAG 2.2). */
function luminance(colour: string): number {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** What an element looks like, when its text stands out from its background (WCAG's AAA: 7 to 1). */
async function themeOf(element: Locator): Promise<'light' | 'dark' | 'hard to read'> {
    const { backgroundColor, color } = await element.evaluate((node) => {
        const { backgroundColor, color } = getComputedStyle(node);
        return { backgroundColor, color };
    });
    const [background, text] = [luminance(backgroundColor), luminance(color)];
    if ((Math.max(background, text) + 0.05) / (Math.min(background, text) + 0.05) < 7) {
        return 'hard to read';
    }
    return background < text ? 'dark' : 'light';
}

describePage('looks', (started) => {
    it('dark where the system is dark, light by a button, which is remembered', async () => {
        const page = await started().open('alice', { colorScheme: 'dark' });
        const main = page.getByRole('main');
        expect(await themeOf(main)).toBe('dark');
        await page.emulateMedia({ colorScheme: 'light' });
        await expect.poll(() => themeOf(main)).toBe('light');
        await page.getByRole('button', { name: 'Dark theme' }).click();
        await expect.poll(() => themeOf(main)).toBe('dark');
        await page.reload();
        await page.getByRole('button', { name: 'Light theme' }).waitFor();
        expect(await themeOf(main)).toBe('dark');
        await page.getByRole('button', { name: 'Light theme' }).click();
        await expect.poll(() => themeOf(main)).toBe('light');
        await page.context().close();
    });

    it('on a phone the rooms are in a drawer, and everything fits', async () => {
        const page = await started().open('alice', { ...PHONE, tour: true });
        const drawer = page.getByRole('navigation', { name: 'Rooms' });
        const open = page.getByRole('button', { name: 'Rooms' });
        await open.waitFor();
        expect(await drawer.isVisible()).toBe(false);
        await open.tap();
        await roomLink(page, 'ml-models').waitFor();
        expect(await overflow(page)).toBe(0);
        await page.getByRole('button', { name: 'Close the list' }).tap();
        await drawer.waitFor({ state: 'hidden' });
        await open.tap();
        await roomLink(page, 'ml-models').tap();
        await drawer.waitFor({ state: 'hidden' });
        await page.getByRole('heading', { name: 'ml-models' }).waitFor();

        await say(page, '/hf models search bert');
        await messages(page, 'matching “bert”').waitFor();
        await say(page, 'a question from the tram');
        await messages(page, 'a question from the tram').tap();
        await messages(page, 'a question from the tram').getByRole('button', { name: 'Reply in thread' }).tap();
        await replyBox(page).fill('and its answer');
        await page.getByRole('complementary', { name: 'Thread' }).getByRole('button', { name: 'Send' }).tap();
        await threadMessages(page, 'and its answer').waitFor();
        expect(await overflow(page)).toBe(0);
        await page.getByRole('button', { name: 'Close Thread' }).tap();
        await messages(page, 'a question from the tram').getByText('1 reply').waitFor();

        await say(page, '/hf login');
        await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).tap();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        expect(await overflow(page)).toBe(0);
        await page.context().close();
    });

    it('an emoji in a text is as high as its line, one that stands alone is big', async () => {
        const page = await started().open('alice');
        await enterRoom(page, 'ml-models');
        await say(page, 'Shipped :rocket: at last');
        await say(page, ':tada:');
        await say(page, 'Well done');
        const fontSize = async (locator: Locator): Promise<number> => parseFloat(await locator.evaluate((element) => getComputedStyle(element).fontSize));
        const heightOf = (text: string): Promise<number> => messages(page).getByText(text).evaluate((line) => line.getBoundingClientRect().height);
        const rocket = messages(page).getByRole('img', { name: ':rocket:' });
        expect(await fontSize(rocket)).toBeGreaterThan(await fontSize(messages(page).getByText('at last')));
        expect(await heightOf('at last') - await heightOf('Well done')).toBeLessThanOrEqual(1);
        expect(await fontSize(messages(page).getByRole('img', { name: ':tada:' }))).toBeGreaterThan(40);
        await page.context().close();
    });

    it('Tab leads through rooms, messages and the box, and each stop can be seen', async () => {
        const page = await started().open('bo');
        await enterRoom(page, 'general');
        await say(page, 'reach me');
        await messages(page, 'reach me').waitFor();
        await page.reload();
        await messages(page, 'reach me').waitFor();
        const stops: string[] = [];
        const invisible: string[] = [];
        while (stops.length < 60 && stops.at(-1) !== 'Message to general') {
            await page.keyboard.press('Tab');
            const focused = page.locator(':focus');
            // Icons are letters of a font's own, from the private use area.
            const name = await focused.evaluate((element) => element.getAttribute('aria-label') ?? element.textContent?.replace(/\p{Co}/gu, '') ?? '');
            stops.push(name);
            if (!await isSeen(page, focused)) {
                invisible.push(name);
            }
        }
        expect(stops).toEqual(expect.arrayContaining(['Hugging Face stand-in', 'general', 'ml-incidents', 'Add reaction', 'Reply in thread', 'Edit', 'Delete', 'Attach a file', 'Message to general']));
        expect(invisible).toEqual([]);
        await page.context().close();
    });

    it('a room is entered, a thread opened, answered and closed by keyboard alone', async () => {
        const page = await started().open('carol');
        await roomLink(page, 'ml-models').focus();
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'ml-models' }).waitFor();
        await messageBox(page).focus();
        await page.keyboard.type('typed blind');
        await page.keyboard.press('Enter');
        const reply = messages(page, 'typed blind').getByRole('button', { name: 'Reply in thread' });
        await reply.focus();
        await page.keyboard.press('Enter');
        await expect.poll(() => replyBox(page).evaluate((box) => box === document.activeElement)).toBe(true);
        await page.keyboard.type('answered blind');
        await page.keyboard.press('Enter');
        await threadMessages(page, 'answered blind').waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('complementary', { name: 'Thread' }).waitFor({ state: 'detached' });
        await expect.poll(() => reply.evaluate((button) => button === document.activeElement)).toBe(true);
        await page.context().close();
    });
});

/** Whether the place around an element looks different when it has lost the focus that it has now. */
async function isSeen(page: Page, focused: Locator): Promise<boolean> {
    const box = await focused.boundingBox();
    if (!box) {
        return false;
    }
    const clip = { x: Math.max(0, box.x - 6), y: Math.max(0, box.y - 6), width: box.width + 12, height: box.height + 12 };
    const element = await focused.elementHandle();
    const withFocus = await page.screenshot({ clip });
    await element?.evaluate((node) => node instanceof HTMLElement && node.blur());
    const without = await page.screenshot({ clip });
    await element?.evaluate((node) => node instanceof HTMLElement && node.focus());
    return !withFocus.equals(without);
}
