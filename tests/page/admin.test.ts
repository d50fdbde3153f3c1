import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describePage } from './describe-page';
import { messages, panel } from './locators';
import { say } from './page-under-test';

describePage('the settings and the log', (started) => {
    let page: Page;
    beforeAll(async () => {
        page = await started().open('admin');
        await page.getByRole('button', { name: 'App settings' }).click();
    });

    const settings = (): Locator => panel(page, 'HF TeamFlow settings');
    const save = (): Promise<void> => settings().getByRole('button', { name: 'Save changes' }).click();

    it('a changed setting is saved', async () => {
        const org = settings().getByRole('textbox', { name: 'Default organisation' });
        await org.waitFor();
        expect(await settings().getByRole('button', { name: 'Save changes' }).isDisabled()).toBe(true);
        await org.fill('acme');
        await settings().getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
        await settings().getByRole('checkbox', { name: 'Cards for Hugging Face links' }).click();
        await settings().getByText('3 unsaved').waitFor();
        const cards = await started().host.getAppSetting('link_cards');
        await save();
        await settings().getByText(/^Saved/).waitFor();
        expect(await Promise.all(['default_org', 'language', 'link_cards'].map((id) => started().host.getAppSetting(id)))).toEqual(['acme', 'de', cards !== true]);
    });

    it('a link that the app gives to its settings leads there, as the same person', async () => {
        const other = await page.context().newPage();
        await other.goto(`${started().server.url}/marketplace/private/info/app/1.0.0/settings`);
        await panel(other, 'HF TeamFlow settings').getByRole('textbox', { name: 'Default organisation' }).waitFor();
        expect(await other.getByRole('combobox', { name: 'You are' }).inputValue()).toBe('admin');
        await other.close();
    });

    it('a refused value keeps the old one, with the reason beside the field', async () => {
        const before = await started().host.getAppSetting('hub_url');
        const address = settings().getByRole('textbox', { name: 'Hub address' });
        await address.fill('http://example.com');
        await save();
        await settings().getByText('Not saved: the address must begin with https://').waitFor();
        expect(await address.getAttribute('aria-invalid')).toBe('true');
        await settings().getByText('0 of 1 saved').waitFor();
        expect(await address.inputValue()).toBe('http://example.com');
        expect(await started().host.getAppSetting('hub_url')).toBe(before);
        await address.fill(String(before));
        await settings().getByText('Not saved').waitFor();
    });

    it('a log that could not be asked for can be asked for again', async () => {
        await page.route('**/api/v1/page/logs', (route) => route.abort());
        await page.getByRole('button', { name: 'App log' }).click();
        await panel(page, 'HF TeamFlow log').getByText('This could not be loaded.').waitFor();
        await page.unroute('**/api/v1/page/logs');
        await panel(page, 'HF TeamFlow log').getByRole('button', { name: 'Try again' }).click();
        await panel(page, 'HF TeamFlow log').getByRole('button', { name: 'Refresh' }).waitFor();
        await page.getByRole('button', { name: 'App log' }).click();
    });

    it('the log lists what the app was asked', async () => {
        await say(page, '/hf help');
        await messages(page, 'Finds models').or(messages(page, 'Findet')).first().waitFor();
        await page.getByRole('button', { name: 'App log' }).click();
        const log = panel(page, 'HF TeamFlow log');
        await log.getByRole('checkbox', { name: 'The engine’s own entries too' }).click();
        await log.getByText(/slashcommand/i).first().waitFor();
    });

    it('nobody else finds them, and the server refuses them', async () => {
        const alice = await started().open('alice');
        await alice.getByRole('button', { name: 'Hugging Face stand-in' }).waitFor();
        expect(await alice.getByRole('button', { name: /^App / }).count()).toBe(0);
        const headers = { ...await started().host.credentials('alice'), 'Content-Type': 'application/json' };
        const calls = { settings: {}, setSetting: { id: 'default_org', value: 'evil' }, logs: {}, restartApp: {} };
        for (const [verb, args] of Object.entries(calls)) {
            const answer = await fetch(`${started().server.url}/api/v1/page/${verb}`, { method: 'POST', headers, body: JSON.stringify(args) });
            expect([answer.status, await answer.json()]).toEqual([400, { error: 'Only administrators may do this.', errorType: 'error-not-authorized' }]);
        }
        expect(await started().host.getAppSetting('default_org')).toBe('acme');
        await alice.context().close();
    });

    it('somebody who is not logged in is refused everything', async () => {
        const answer = await fetch(`${started().server.url}/api/v1/page/start`, { method: 'POST', body: '{}' });
        expect(answer.status).toBe(401);
    });
});
