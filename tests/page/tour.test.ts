import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { TEAM_SETTINGS } from '../../playground/start-playground';
import { describePage } from './describe-page';
import { messages, panel, replyBox, threadMessages, toolbarOf } from './locators';
import { say } from './page-under-test';

describePage('the guided tour', (started) => {
    /** One visitor, from the first step to the last: each test goes on where the one before ended. */
    let page: Page;
    beforeAll(async () => {
        const { host } = started();
        for (const [name, value] of Object.entries(TEAM_SETTINGS)) {
            await host.setAppSetting(name, value);
        }
        await host.setServerSetting('Site_Url', new URL(await host.endpointUrl('')).origin);
        page = await started().open('alice', { tour: true });
    });

    const tour = (): Locator => page.getByRole('region', { name: 'Guided tour' });
    const stepIs = (title: string): Promise<void> => tour().getByText(title).waitFor();
    const request = (): Locator => messages(page, 'asks to put acme/bert-prod');
    const become = async (name: string): Promise<void> => {
        await press(`Become ${name}`);
        await page.getByRole('combobox', { name: 'You are', exact: true }).filter({ hasText: name }).waitFor();
    };
    const press = (name: string | RegExp): Promise<void> => tour().getByRole('button', { name }).click();

    it('1: the help is shown, to the visitor alone', async () => {
        await stepIs('1 of 13: Ask what it can do.');
        await press('Type /hf help');
        await messages(page, 'Only you can see this message').filter({ hasText: 'info model' }).waitFor();
        expect(await started().host.messages('general')).toEqual([]);
    });

    it('2: the sign-in form opens, and a made-up token of the stand-in is taken', async () => {
        await press('Next');
        await stepIs('2 of 13: Sign in.');
        const [tokens] = await Promise.all([page.context().waitForEvent('page'), tour().getByRole('link', { name: 'Made-up tokens' }).click()]);
        await tokens.getByRole('radio', { name: /alice/ }).click();
        await tokens.getByRole('button', { name: 'Log in' }).click();
        const token = await tokens.getByRole('textbox', { name: 'Value of laptop' }).inputValue();
        await tokens.close();
        await press('Type /hf login');
        const form = page.getByRole('dialog', { name: 'Sign in to Hugging Face' });
        await form.getByRole('textbox', { name: 'Access token' }).fill(token);
        await form.getByRole('button', { name: 'Sign in', exact: true }).click();
        await messages(page, 'You are signed in as alice.').waitFor();
        await form.waitFor({ state: 'detached' });
    });

    it('3: the search has a result with buttons', async () => {
        await press('Next');
        await stepIs('3 of 13: Search.');
        await press('Type /hf models search bert');
        await messages(page, 'matching “bert”').getByRole('button', { name: 'Next page' }).waitFor();
    });

    it('4: a model is looked at', async () => {
        await press('Next');
        await stepIs('4 of 13: Look closer.');
        await press(/^Type \/hf info model/);
        await messages(page, 'Security scan').filter({ hasText: 'google-bert/bert-base-uncased' }).waitFor();
    });

    it('5: two models are compared, for the whole room', async () => {
        await press('Next');
        await stepIs('5 of 13: Compare two models.');
        await press(/^Type \/hf compare/);
        await expect.poll(() => started().host.messages('general')).toMatchObject([{ sender: 'hf-teamflow.bot' }]);
        await messages(page, 'distilbert/distilbert-base-uncased').last().waitFor();
    });

    it('6: Ada makes an environment, and has the settings', async () => {
        await press('Next');
        await stepIs('6 of 13: Say where models go live.');
        expect(await page.getByRole('button', { name: 'App settings' }).count()).toBe(0);
        await become('Ada');
        await press(/^Type \/hf env set staging/);
        await messages(page, 'The environment staging is set up.').waitFor();
        await page.getByRole('button', { name: 'App settings' }).waitFor();
    });

    it('7: Alice asks to deploy', async () => {
        await press('Next');
        await stepIs('7 of 13: Ask to deploy.');
        await become('Alice');
        await press(/^Type \/hf deploy acme\/bert-prod/);
        await request().getByRole('button', { name: 'Approve' }).waitFor();
    });

    it('8: Bo finds it unread, approves, and it goes live', async () => {
        await press('Next');
        await stepIs('8 of 13: Approve.');
        await become('Bo');
        await page.getByText('Unread messages').waitFor();
        expect(await messages(page, 'distilbert/distilbert-base-uncased').count()).toBe(1);
        await request().getByRole('button', { name: 'Approve' }).click();
        await request().getByRole('button', { name: '2 replies' }).click();
        await threadMessages(page, 'Live: the branch staging').waitFor();
    });

    it('9: Alice pushes a file out of a thread', async () => {
        await press('Next');
        await stepIs('9 of 13: Push files.');
        await become('Alice');
        await say(page, 'My first files');
        await (await toolbarOf(messages(page, 'My first files'))).getByRole('button', { name: 'Reply in thread' }).click();
        const thread = panel(page, 'Thread');
        const [chooser] = await Promise.all([page.waitForEvent('filechooser'), thread.getByRole('button', { name: 'Attach a file' }).click()]);
        await chooser.setFiles({ name: 'config.json', mimeType: 'application/json', buffer: Buffer.from('{"model_type":"bert"}') });
        await replyBox(page).press('Enter');
        await threadMessages(page, 'config.json').waitFor();
        await replyBox(page).fill('/hf push --repo acme/first-files');
        await replyBox(page).press('Enter');
        await threadMessages(page, 'alice pushes').getByRole('button', { name: 'Review' }).click();
        await page.getByRole('dialog', { name: 'Review the push' }).getByRole('button', { name: 'Push' }).click();
        await threadMessages(page, 'alice pushes').filter({ hasText: 'Committed as' }).waitFor();
        await thread.getByRole('button', { name: 'Close Thread' }).click();
    });

    it('10: a model is pulled, without what attacks', async () => {
        await press('Next');
        await stepIs('10 of 13: Pull a model.');
        await press(/^Type \/hf pull model/);
        await messages(page, 'Only you can see this message').filter({ hasText: 'Refused: pytorch_model.bin' }).waitFor();
        await messages(page, 'alice pulls 5 files').filter({ hasText: 'Every file has been checked' }).waitFor();
    });

    const hub = (): Locator => panel(page, 'Hugging Face stand-in');

    it('11: Alice lets the room watch an account', async () => {
        await press('Next');
        await stepIs('11 of 13: Watch an account.');
        await press(/^Type \/hf watch acme/);
        await messages(page, 'alice lets this room watch acme').filter({ hasText: 'at once, by webhook' }).waitFor();
    });

    it('12: the other side opens, and a commit shows up', async () => {
        await press('Next');
        await stepIs('12 of 13: Let something happen');
        await press('Open the stand-in');
        await hub().getByRole('button', { name: 'Push a commit' }).click();
        await messages(page, 'Retrain on the new data').filter({ hasText: '1 new commit' }).waitFor();
    });

    it('13: a pull request is merged from its message', async () => {
        await press('Next');
        await stepIs('13 of 13: Merge a pull request.');
        await hub().getByRole('textbox', { name: 'Title' }).fill('Shorter prompts');
        await hub().getByRole('button', { name: 'Open a pull request' }).click();
        const pullRequest = messages(page, 'Shorter prompts').filter({ hasText: 'This room watches' });
        await pullRequest.getByRole('button', { name: 'Merge' }).click();
        await page.getByRole('dialog', { name: /^Merge #/ }).getByRole('button', { name: 'Merge' }).click();
        await pullRequest.filter({ hasText: 'Merged' }).waitFor();
        await press('Finish');
        await tour().waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Guided tour' }).click();
        await stepIs('1 of 13');
    });

    it('stays where it was after a reload, and goes back', async () => {
        await press('Next');
        await stepIs('2 of 13');
        await page.reload();
        await stepIs('2 of 13');
        await press('Back');
        await stepIs('1 of 13');
    });

    it('stays closed after a reload once it was dismissed, until it is opened again', async () => {
        await press('Dismiss the tour');
        await tour().waitFor({ state: 'detached' });
        await page.reload();
        const lamp = page.getByRole('button', { name: 'Guided tour' });
        await lamp.waitFor();
        expect(await tour().count()).toBe(0);
        await lamp.click();
        await stepIs('1 of 13');
    });
});
