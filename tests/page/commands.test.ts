import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { describePage } from './describe-page';
import { messageBox, messages } from './locators';
import { say } from './page-under-test';

describePage('slash commands', (started) => {
    let page: Page;
    beforeAll(async () => {
        page = await started().open('alice');
    });
    beforeEach(() => messageBox(page).fill(''));

    const options = (list: string) => page.getByRole('listbox', { name: list }).getByRole('option');

    it('a slash lists the commands, and Enter completes the chosen one', async () => {
        await messageBox(page).pressSequentially('/');
        expect(await options('Commands').allInnerTexts()).toEqual([expect.stringMatching(/^\/hf .*Hugging Face from this chat: search, inspect, compare, sign in/)]);
        await messageBox(page).press('Enter');
        expect(await messageBox(page).inputValue()).toBe('/hf ');
    });

    it('Escape closes the list, and another letter opens it again', async () => {
        await messageBox(page).pressSequentially('/h');
        await options('Commands').first().waitFor();
        await messageBox(page).press('Escape');
        expect(await options('Commands').count()).toBe(0);
        await messageBox(page).press('f');
        await options('Commands').first().waitFor();
    });

    it('suggestions come while one types; the first line runs what was typed', async () => {
        await messageBox(page).pressSequentially('/hf models search finbert');
        await options('Hugging Face').filter({ hasText: 'ProsusAI/finbert' }).waitFor();
        expect(await options('Hugging Face').first().innerText()).toContain('↵ /hf models search finbert');
        expect(await options('Hugging Face').first().getAttribute('aria-selected')).toBe('true');
        await messageBox(page).press('Enter');
        await messages(page, 'matching “finbert”').waitFor();
        expect(await messageBox(page).inputValue()).toBe('');
    });

    it('ArrowDown and Enter run a suggestion', async () => {
        await messageBox(page).pressSequentially('/hf info model finbert');
        await options('Hugging Face').filter({ hasText: 'ProsusAI/finbert' }).waitFor();
        await messageBox(page).press('ArrowDown');
        const chosen = options('Hugging Face').nth(1);
        expect(await chosen.getAttribute('aria-selected')).toBe('true');
        expect(await messageBox(page).getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
        await messageBox(page).press('Enter');
        await messages(page, 'ProsusAI/finbert').filter({ hasText: 'Security scan' }).waitFor();
    });

    it('a suggestion can be clicked', async () => {
        await messageBox(page).pressSequentially('/hf he');
        await options('Hugging Face').filter({ hasText: '/hf help' }).click();
        await messages(page, 'Finds models').waitFor();
    });

    it('what was suggested for another text is never offered', async () => {
        let release = (): void => undefined;
        const held = new Promise<void>((resolve) => {
            release = resolve;
        });
        const previews = '**/api/v1/page/preview';
        await page.route(previews, async (route) => {
            if (route.request().postData()?.includes('finbert') === true) {
                await held;
            }
            await route.continue();
        });
        const late = page.waitForResponse((response) => response.request().postData()?.includes('finbert') === true);
        const asked = page.waitForRequest((request) => request.postData()?.includes('finbert') === true);
        await messageBox(page).fill('/hf models search finbert');
        await asked;
        await messageBox(page).fill('/hf models search whisper');
        await options('Hugging Face').filter({ hasText: '↵ /hf models search whisper' }).waitFor();
        release();
        await (await late).finished();
        await messageBox(page).press('ArrowDown');
        expect((await options('Hugging Face').allInnerTexts()).filter((line) => line.includes('finbert'))).toEqual([]);
        await messageBox(page).press('x');
        expect(await options('Hugging Face').filter({ hasText: /whisper$/ }).count()).toBe(0);
        await page.unroute(previews);
    });

    it('an unknown command is refused, and the text stays in the box', async () => {
        await say(page, '/nope a b');
        await page.getByRole('status').getByText('The command provided does not exist').waitFor();
        await expect.poll(() => messageBox(page).inputValue()).toBe('/nope a b');
        await page.getByRole('button', { name: 'Dismiss' }).click();
        expect(await page.getByText('The command provided does not exist').count()).toBe(0);
    });

    it('Shift+Enter makes a line, Enter sends both', async () => {
        await messageBox(page).pressSequentially('one');
        await messageBox(page).press('Shift+Enter');
        await messageBox(page).pressSequentially('two');
        await messageBox(page).press('Enter');
        await messages(page, /one\s*two/).waitFor();
        expect((await started().host.messages('general')).at(-1)?.text).toBe('one\ntwo');
    });

    it('buttons and selects of an answer work', async () => {
        await say(page, '/hf models search bert');
        const answer = messages(page, 'matching “bert”');
        await answer.getByText('results 1–10').waitFor();
        await answer.getByRole('button', { name: 'Next page' }).click();
        await messages(page, 'results 11–').waitFor();
        await messages(page).last().getByRole('button', { name: /^Info about…/ }).click();
        const choice = page.getByRole('listbox').getByRole('option').first();
        const name = (await choice.innerText()).replace(/^\d+\.\s*/, '').trim();
        await choice.click();
        await messages(page, name).filter({ hasText: 'Security scan' }).waitFor();
    });
});
