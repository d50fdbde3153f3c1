import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { describePage } from './describe-page';
import { messageBox, messages, panel } from './locators';
import { say } from './page-under-test';

describePage('modals and contextual bars', (started) => {
    let page: Page;
    beforeAll(async () => {
        page = await started().open('alice');
    });

    const form = (): Locator => page.getByRole('dialog', { name: 'Sign in to Hugging Face' });
    const token = (): Locator => form().getByRole('textbox', { name: 'Access token' });
    const focused = (locator: Locator): Promise<boolean> => locator.evaluate((element) => element === element.ownerDocument.activeElement);

    it('a refused token is said beside its field; a good one closes the form', async () => {
        await say(page, '/hf login');
        await token().fill('hf_wrong');
        await form().getByRole('button', { name: 'Sign in', exact: true }).click();
        await form().getByRole('alert').getByText('This is not a Hugging Face token.').waitFor();
        expect(await token().getAttribute('aria-invalid')).toBe('true');
        const describedBy = (await token().getAttribute('aria-describedby') ?? '').split(' ');
        expect(describedBy).toContain(await form().getByRole('alert').getAttribute('id'));
        await expect.poll(() => focused(token())).toBe(true);
        expect(await token().inputValue()).toBe('hf_wrong');

        await token().fill(fakeToken('alice'));
        await token().press('Enter');
        await messages(page, 'You are signed in as alice.').waitFor();
        await form().waitFor({ state: 'detached' });
    });

    it('the form takes the focus and keeps it, and Escape gives it back to the box', async () => {
        const sent = page.waitForResponse('**/api/v1/page/send');
        await say(page, '/hf login');
        await form().waitFor();
        await (await sent).finished();
        await page.keyboard.press('Escape');
        await form().waitFor({ state: 'detached' });

        await messageBox(page).fill('/hf login');
        await messageBox(page).press('Enter');
        await form().waitFor();
        for (let presses = 0; presses < 8; presses++) {
            await page.keyboard.press('Tab');
            expect(await form().evaluate((dialog) => dialog.contains(dialog.ownerDocument.activeElement))).toBe(true);
        }
        await page.keyboard.press('Escape');
        await form().waitFor({ state: 'detached' });
        await expect.poll(() => focused(messageBox(page))).toBe(true);
        await expect.poll(() => started().host.surfaces('alice')).toEqual([]);
    });

    it('a form that changes after a click shows the code, which can be cancelled', async () => {
        await say(page, '/hf login');
        await form().getByRole('button', { name: 'Sign in with Hugging Face' }).click();
        await form().getByText(/[A-Z]{4}-[A-Z]{4}/).first().waitFor();
        await form().getByRole('button', { name: 'Cancel', exact: true }).click();
        await token().waitFor();
        await form().getByRole('button', { name: 'Close' }).click();
        await form().waitFor({ state: 'detached' });
    });

    it('the settings bar keeps what is chosen in it', async () => {
        await say(page, '/hf settings');
        const bar = panel(page, 'HF TeamFlow settings');
        await bar.getByRole('textbox', { name: 'Default organisation' }).fill('acme');
        await bar.getByRole('button', { name: /Language$/ }).click();
        await page.getByRole('option', { name: 'Español' }).click();
        await bar.getByRole('button', { name: 'Save' }).click();
        await bar.waitFor({ state: 'detached' });
        await say(page, '/hf help');
        await messages(page, 'Busca modelos').or(messages(page, 'Muestra')).first().waitFor();
        await say(page, '/hf settings');
        await page.getByRole('complementary').getByRole('textbox').first().waitFor();
        expect(await page.getByRole('complementary').getByRole('textbox').first().inputValue()).toBe('acme');
    });
});
