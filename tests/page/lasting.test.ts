import type { Page, Request } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { describePage } from './describe-page';
import { enterRoom, heading, messageBox, messages, panel, toolbarOf } from './locators';
import { say } from './page-under-test';

const WAITING = 'Waiting for the playground’s server.';

/** A promise, and what fulfils it. */
function signal(): readonly [Promise<void>, () => void] {
    let give = (): void => undefined;
    const given = new Promise<void>((resolve) => {
        give = resolve;
    });
    return [given, give];
}

describePage('what lasts', (started) => {
    let page: Page;
    beforeAll(async () => {
        page = await started().open('admin');
    });

    it('the next command works after the app’s process was killed', async () => {
        await started().host.restartApp();
        await say(page, '/hf help');
        await messages(page, 'Finds models').waitFor();
    });

    it('an administrator restarts the app’s process from the page', async () => {
        const before = await started().host.appPid();
        await page.getByRole('button', { name: 'App settings' }).click();
        const restart = panel(page, 'HF TeamFlow settings').getByRole('button', { name: 'Restart the app’s process' });
        await restart.click();
        await restart.waitFor({ state: 'detached' });
        await restart.waitFor();
        expect(await started().host.appPid()).not.toBe(before);
        await panel(page, 'HF TeamFlow settings').getByRole('button', { name: /^Close/ }).click();
        await say(page, '/hf models search whisper');
        await messages(page, 'matching “whisper”').waitFor();
    });

    it('while the server is away the page says so and keeps what is typed; when it is back, what was missed is there', async () => {
        await started().withoutServer(async () => {
            await page.getByRole('status').getByText(WAITING).waitFor();
            await say(page, 'typed too early');
            await page.getByRole('status').getByText('The playground’s server does not answer.').waitFor();
            await expect.poll(() => messageBox(page).inputValue()).toBe('typed too early');
            await started().host.post({ user: 'bo', room: 'general', text: 'said meanwhile' });
        });
        await messages(page, 'said meanwhile').waitFor();
        await page.getByText(WAITING).waitFor({ state: 'detached' });
        await messageBox(page).press('Enter');
        await messages(page, 'typed too early').waitFor();
        await started().host.post({ user: 'bo', room: 'general', text: 'live again' });
        await messages(page, 'live again').waitFor();
    });

    it('a page that is opened while the server is away offers another try', async () => {
        await page.route('**/api/v1/login', (route) => route.abort());
        await page.reload();
        await page.getByText('The workspace could not be opened').waitFor();
        await page.unroute('**/api/v1/login');
        await page.getByRole('button', { name: 'Try again' }).click();
        await messages(page, 'live again').waitFor();
    });

    it('a login that the server no longer knows, as after --reset, is not tried for ever', async () => {
        let refusals = 0;
        await page.routeWebSocket('**/websocket', (socket) => {
            refusals += 1;
            if (refusals === 1) {
                void socket.close({ code: 4401 });
            } else {
                socket.connectToServer();
            }
        });
        await page.reload();
        await page.getByText('The workspace was begun anew').waitFor();
        expect(refusals).toBe(1);
        await page.getByRole('button', { name: 'Try again' }).click();
        await messages(page, 'live again').waitFor();
    });

    it('a message that comes while its room is being loaded is not overwritten by the older answer', async () => {
        const frames = page.waitForEvent('websocket').then((socket) => ({
            ready: socket.waitForEvent('framereceived', ({ payload }) => payload.includes('"ready"')),
            heard: socket.waitForEvent('framereceived', ({ payload }) => payload.includes('in between')),
        }));
        await page.reload();
        const { ready, heard } = await frames;
        await ready;
        const models = (await started().host.roomsOf('admin')).find(({ title }) => title === 'ml-models')?.id ?? '';
        let posted = false;
        await page.route('**/api/v1/page/history', async (route) => {
            const response = await route.fetch();
            if (!posted && route.request().postData()?.includes(models)) {
                posted = true;
                await started().host.post({ user: 'bo', room: 'ml-models', text: 'in between' });
                await heard;
            }
            await route.fulfill({ response });
        });
        await enterRoom(page, 'ml-models');
        await messages(page, 'in between').waitFor();
        await page.unroute('**/api/v1/page/history');
    });

    it('an edit from before the stream began is not overwritten by an answer that is older and comes late', async () => {
        const { host } = started();
        const message = await host.post({ user: 'bo', room: 'ml-models', text: 'as it was' });
        const [edited, isEdited] = signal();
        const [shown, isShown] = signal();
        await page.routeWebSocket('**/websocket', (socket) => {
            const server = socket.connectToServer();
            socket.onMessage((hello) => void edited.then(() => server.send(hello)));
        });
        let first: Request | undefined;
        await page.route('**/api/v1/page/history', async (route) => {
            const response = await route.fetch();
            if (!first) {
                first = route.request();
                await host.edit({ user: 'bo', messageId: message?.id ?? '', text: 'as it is now' });
                isEdited();
                await shown;
            }
            await route.fulfill({ response });
        });
        await page.reload();
        await messages(page, 'as it is now').waitFor();
        const answered = page.waitForEvent('requestfinished', (request) => request === first);
        isShown();
        await answered;
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        expect(await messages(page, 'as it was').count()).toBe(0);
        expect(await messages(page, 'as it is now').count()).toBe(1);
        await page.unroute('**/api/v1/page/history');
    });

    it('a reload stays in the room, and Back leads to the one before', async () => {
        await enterRoom(page, 'general');
        await enterRoom(page, 'ml-models');
        await page.reload();
        await heading(page, 'ml-models').waitFor();
        await page.goBack();
        await heading(page, 'general').waitFor();
        expect(new URL(page.url()).pathname).toBe('/channel/general');
    });

    it('an unfinished text waits in its room', async () => {
        await enterRoom(page, 'general');
        await messageBox(page).fill('half a sent');
        await enterRoom(page, 'ml-models');
        expect(await messageBox(page).inputValue()).toBe('');
        await enterRoom(page, 'general');
        expect(await messageBox(page).inputValue()).toBe('half a sent');
        await page.reload();
        await expect.poll(() => messageBox(page).inputValue()).toBe('half a sent');
    });

    it('an unfinished text comes back after another message was edited', async () => {
        await messageBox(page).fill('to be edited');
        await messageBox(page).press('Enter');
        await messageBox(page).fill('half a sent');
        await (await toolbarOf(messages(page, 'to be edited'))).getByRole('button', { name: 'Edit' }).click();
        expect(await messageBox(page).inputValue()).toBe('to be edited');
        await messageBox(page).press('Escape');
        await expect.poll(() => messageBox(page).inputValue()).toBe('half a sent');
    });
});
