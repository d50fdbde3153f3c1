import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { describePage } from './describe-page';
import { enterRoom, messageBox, messages, replyBox, roomLink, threadMessages, toolbarOf } from './locators';
import { say } from './page-under-test';

describePage('two people in two tabs', (started) => {
    let alice: Page;
    let bo: Page;
    beforeAll(async () => {
        [alice, bo] = await Promise.all([started().open('alice'), started().open('bo')]);
    });
    beforeEach(() => Promise.all([enterRoom(alice, 'general'), enterRoom(bo, 'general')]));

    it('a message appears at once for the other', async () => {
        await say(alice, 'Good morning, *Bo*');
        await messages(bo, 'Good morning, Bo').waitFor();
        expect(await messages(bo, 'Good morning').getByRole('strong').innerText()).toBe('Bo');
    });

    it('unread messages are counted for each by themselves, until they are read', async () => {
        const carol = await started().open('carol');
        await enterRoom(bo, 'ml-models');
        await enterRoom(alice, 'ml-models');
        await say(alice, 'first of three');
        await messages(bo, 'first of three').waitFor();
        await enterRoom(bo, 'general');
        await enterRoom(carol, 'ml-incidents');
        await say(alice, 'second of three');
        await say(alice, 'third of three');
        await roomLink(bo, 'ml-models').getByText('2 unread').waitFor();
        await roomLink(carol, 'ml-models').getByText('3 unread').waitFor();
        expect(await roomLink(alice, 'ml-models').getByText('unread').count()).toBe(0);

        await enterRoom(bo, 'ml-models');
        await bo.getByText('Unread messages').waitFor();
        await roomLink(bo, 'ml-models').getByText('unread').waitFor({ state: 'detached' });
        expect(await roomLink(carol, 'ml-models').getByText('3 unread').count()).toBe(1);
        await bo.reload();
        await roomLink(bo, 'ml-models').waitFor();
        expect(await roomLink(bo, 'ml-models').getByText('unread').count()).toBe(0);
        await carol.context().close();
    });

    it('a reply in a thread is counted and shown live', async () => {
        await say(alice, 'Who trains tonight?');
        await (await toolbarOf(messages(bo, 'Who trains tonight?'))).getByRole('button', { name: 'Reply in thread' }).click();
        await replyBox(bo).fill('I do');
        await replyBox(bo).press('Enter');
        await messages(alice, 'Who trains tonight?').getByRole('button', { name: '1 reply' }).click();
        await threadMessages(alice, 'I do').waitFor();
        await replyBox(bo).fill('and tomorrow');
        await replyBox(bo).press('Enter');
        await threadMessages(alice, 'and tomorrow').waitFor();
        await messages(alice, 'Who trains tonight?').getByText('2 replies').waitFor();
        expect(await messages(alice, 'and tomorrow').count()).toBe(0);
    });

    it('a reply that is deleted counts no more, Escape in the picker leaves the thread open, and a thread closes with its root', async () => {
        await messages(bo, 'Who trains tonight?').getByRole('button', { name: '2 replies' }).click();
        bo.once('dialog', (dialog) => void dialog.accept());
        await (await toolbarOf(threadMessages(bo, 'and tomorrow'))).getByRole('button', { name: 'Delete' }).click();
        await messages(alice, 'Who trains tonight?').getByText('1 reply').waitFor();
        await messages(alice, 'Who trains tonight?').getByRole('button', { name: '1 reply' }).click();
        await (await toolbarOf(threadMessages(alice, 'I do'))).getByRole('button', { name: 'Add reaction' }).click();
        await alice.getByRole('dialog', { name: 'Choose an emoji' }).press('Escape');
        await alice.getByRole('dialog', { name: 'Choose an emoji' }).waitFor({ state: 'detached' });
        expect(await threadMessages(alice, 'Who trains tonight?').count()).toBe(1);
        alice.once('dialog', (dialog) => void dialog.accept());
        await (await toolbarOf(threadMessages(alice, 'Who trains tonight?'))).getByRole('button', { name: 'Delete' }).click();
        await alice.getByRole('complementary', { name: 'Thread' }).waitFor({ state: 'detached' });
    });

    it('a command typed in a thread is answered there', async () => {
        await say(alice, 'A thread for commands');
        await (await toolbarOf(messages(alice, 'A thread for commands'))).getByRole('button', { name: 'Reply in thread' }).click();
        await replyBox(alice).fill('/hf help');
        await alice.getByRole('complementary', { name: 'Thread' }).getByRole('button', { name: 'Send' }).click();
        await threadMessages(alice, 'Finds models').waitFor();
        expect(await messages(alice, 'Finds models').count()).toBe(0);
    });

    it('a reaction of the second shows to the first, and goes again', async () => {
        await say(alice, 'Shipped!');
        const forBo = messages(bo, 'Shipped!');
        await (await toolbarOf(forBo)).getByRole('button', { name: 'Add reaction' }).click();
        const picker = bo.getByRole('dialog', { name: 'Choose an emoji' });
        await picker.getByRole('searchbox', { name: 'Search emoji' }).fill('rocket');
        await picker.getByRole('button', { name: 'rocket', exact: true }).click();
        const reaction = messages(alice, 'Shipped!').getByRole('button', { name: 'Bo Lindqvist reacted with :rocket:, 1' });
        await reaction.waitFor();
        await reaction.click();
        const own = forBo.getByRole('button', { name: /reacted with :rocket:, 2/ });
        await own.waitFor();
        expect(await own.getAttribute('aria-pressed')).toBe('true');
        await own.click();
        await messages(alice, 'Shipped!').getByRole('button', { name: 'You reacted with :rocket:, 1' }).waitFor();
    });

    it('an edited message is marked for both, and a deleted one is gone for both', async () => {
        await say(alice, 'Teh end');
        await messages(bo, 'Teh end').waitFor();
        await (await toolbarOf(messages(alice, 'Teh end'))).getByRole('button', { name: 'Edit' }).click();
        expect(await messageBox(alice).inputValue()).toBe('Teh end');
        await messageBox(alice).fill('The end');
        await messageBox(alice).press('Enter');
        await messages(bo, 'The end').getByText('(edited)').waitFor();
        expect(await (await toolbarOf(messages(bo, 'The end'))).getByRole('button', { name: 'Delete' }).count()).toBe(0);

        alice.on('dialog', (dialog) => void dialog.accept());
        await (await toolbarOf(messages(alice, 'The end'))).getByRole('button', { name: 'Delete' }).click();
        await messages(bo, 'The end').waitFor({ state: 'detached' });
        expect(await messages(alice, 'The end').count()).toBe(0);
    });

    it('an answer for one alone is seen by that one alone', async () => {
        await say(alice, '/hf models search whisper');
        await messages(alice, 'matching “whisper”').getByText('Only you can see this message').waitFor();
        await say(alice, 'after the answer');
        await messages(bo, 'after the answer').waitFor();
        expect(await messages(bo, 'whisper').count()).toBe(0);
    });

    it('what is said in a private room never reaches the stream of somebody who is not in it', async () => {
        const heard: string[] = [];
        const gina = await started().open('gina');
        gina.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
        await gina.reload();
        await expect.poll(() => heard.join()).toContain('ready');
        await enterRoom(alice, 'ml-incidents');
        await enterRoom(bo, 'ml-incidents');
        await say(alice, 'the secret plan');
        await messages(bo, 'the secret plan').waitFor();
        await enterRoom(alice, 'general');
        await say(alice, 'for everybody');
        await expect.poll(() => heard.join()).toContain('for everybody');
        expect(heard.join()).not.toContain('secret plan');
        expect(await roomLink(gina, 'ml-incidents').count()).toBe(0);
        await gina.context().close();
    });

    it('a direct message opens for both', async () => {
        const carol = await started().open('carol');
        await alice.getByRole('combobox', { name: 'New direct message' }).selectOption({ label: 'Carol Souza' });
        await alice.getByRole('main').getByRole('heading', { name: 'Carol Souza' }).waitFor();
        await say(alice, 'just between us');
        await roomLink(carol, 'Alice Martin').getByText('1 unread').waitFor();
        expect(await roomLink(bo, 'Carol Souza').count()).toBe(0);
        await carol.context().close();
    });
});
