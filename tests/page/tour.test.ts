import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { describePage } from './describe-page';
import { messages, panel } from './locators';

describePage('the guided tour', (started) => {
    /** One visitor, from the first step to the last: each test goes on where the one before ended. */
    let page: Page;
    beforeAll(async () => {
        page = await started().open('alice', { tour: true });
    });

    const tour = (): Locator => page.getByRole('region', { name: 'Guided tour' });
    const stepIs = (title: string): Promise<void> => tour().getByText(title).waitFor();
    const press = (name: string | RegExp): Promise<void> => tour().getByRole('button', { name }).click();

    it('1: the help is shown, to the visitor alone', async () => {
        await stepIs('1 of 8: Ask what it can do.');
        await press('Type /hf help');
        await messages(page, 'Only you can see this message').filter({ hasText: '/hf info model' }).waitFor();
        expect(await started().host.messages('general')).toEqual([]);
    });

    it('2: the sign-in form opens, and a made-up token of the stand-in is taken', async () => {
        await press('Next');
        await stepIs('2 of 8: Sign in.');
        const [tokens] = await Promise.all([page.context().waitForEvent('page'), tour().getByRole('link', { name: 'Made-up tokens' }).click()]);
        await tokens.waitForLoadState();
        expect(tokens.url()).toContain(started().hub.url);
        await tokens.close();
        await press('Type /hf login');
        const form = page.getByRole('dialog', { name: 'Sign in to Hugging Face' });
        await form.getByRole('textbox', { name: 'Access token' }).fill(fakeToken('alice'));
        await form.getByRole('button', { name: 'Sign in', exact: true }).click();
        await messages(page, 'You are signed in as alice.').waitFor();
        await form.waitFor({ state: 'detached' });
    });

    it('3: the search has a result with buttons', async () => {
        await press('Next');
        await stepIs('3 of 8: Search.');
        await press('Type /hf models search bert');
        await messages(page, 'matching “bert”').getByRole('button', { name: 'Next page' }).waitFor();
    });

    it('4: a model is looked at', async () => {
        await press('Next');
        await stepIs('4 of 8: Look closer.');
        await press(/^Type \/hf info model/);
        await messages(page, 'Security scan').filter({ hasText: 'google-bert/bert-base-uncased' }).waitFor();
    });

    it('5: two models are compared, for the whole room', async () => {
        await press('Next');
        await stepIs('5 of 8: Compare two models.');
        await press(/^Type \/hf compare/);
        await expect.poll(() => started().host.messages('general')).toMatchObject([{ sender: 'hf-teamflow.bot' }]);
        await messages(page, 'distilbert/distilbert-base-uncased').last().waitFor();
    });

    it('6: as Bo, the visitor finds the comparison unread', async () => {
        await press('Next');
        await stepIs('6 of 8: Be somebody else.');
        await press('Become Bo');
        await page.getByRole('combobox', { name: 'You are', exact: true }).filter({ hasText: 'Bo' }).waitFor();
        await page.getByText('Unread messages').waitFor();
        expect(await messages(page).count()).toBe(1);
        expect(await messages(page).innerText()).toContain('distilbert/distilbert-base-uncased');
    });

    it('7: as Ada, the visitor has the settings', async () => {
        await press('Next');
        await stepIs('7 of 8: Administer.');
        expect(await page.getByRole('button', { name: 'App settings' }).count()).toBe(0);
        await press('Become Ada');
        await page.getByRole('button', { name: 'App settings' }).click();
        await panel(page, 'HF TeamFlow settings').getByRole('button', { name: 'Save changes' }).waitFor();
    });

    it('8: the other side opens', async () => {
        await press('Next');
        await stepIs('8 of 8: Let something happen');
        await press('Open the stand-in');
        await panel(page, 'Hugging Face stand-in').getByRole('button', { name: 'Push a commit' }).waitFor();
    });

    it('stays where it was after a reload, and goes back', async () => {
        await press('Back');
        await stepIs('7 of 8');
        await page.reload();
        await stepIs('7 of 8');
    });

    it('stays closed after a reload once it was dismissed, until it is opened again', async () => {
        await press('Dismiss the tour');
        await tour().waitFor({ state: 'detached' });
        await page.reload();
        const lamp = page.getByRole('button', { name: 'Guided tour' });
        await lamp.waitFor();
        expect(await tour().count()).toBe(0);
        await lamp.click();
        await stepIs('1 of 8');
    });
});
