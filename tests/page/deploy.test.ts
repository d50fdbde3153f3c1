import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { TEAM_SETTINGS } from '../../playground/start-playground';
import { COLOURS, findings, loadAxe } from './axe-findings';
import { describePage } from './describe-page';
import { enterRoom, messages, roomLink, threadMessages, toolbarOf } from './locators';
import { overflow, PHONE, tooWide } from './on-a-phone';
import { say } from './page-under-test';

/** High enough that a request and its thread are in the document as a whole. */
const HIGH = { viewport: { width: 1280, height: 1600 } };

/** Each test goes on where the one before ended. */
describePage('a deployment with approvals', (started) => {
    let admin: Page;
    let alice: Page;
    let bo: Page;
    let sec: Page;
    beforeAll(async () => {
        const { host } = started();
        await host.setAppSetting('approver_roles', TEAM_SETTINGS.approver_roles);
        await host.command({ user: 'alice', room: 'general', text: `/hf login ${fakeToken('alice')}` });
        [admin, alice, bo, sec] = await Promise.all([started().open('admin'), started().open('alice', HIGH), started().open('bo'), started().open('sec')]);
        for (const page of [admin, alice, bo, sec]) {
            await enterRoom(page, 'ml-models');
            await page.evaluate(() => document.documentElement.setAttribute('data-since', 'the beginning'));
        }
    });

    const request = (page: Page): Locator => messages(page, 'asks to put acme/bert-prod');
    /** The first reply in the open thread, when it says this. */
    const status = (page: Page, text: string): Locator => threadMessages(page).nth(1).filter({ hasText: text });
    const forAlone = (page: Page, text: string): Locator => messages(page, 'Only you can see this message').filter({ hasText: text });
    const repo = () => started().hub.state.findRepo('model', 'acme/bert-prod');

    it('an admin makes an environment by the form, which says under the field what does not go together', async () => {
        await say(admin, '/hf env set');
        const form = admin.getByRole('dialog', { name: 'Environment' });
        const field = (name: string): Locator => form.getByRole('textbox', { name });
        const choose = async (name: string, option: string): Promise<void> => {
            await form.getByRole('button', { name: new RegExp(`${name}$`) }).click();
            await admin.getByRole('option', { name: option, exact: true }).click();
        };
        await field('Name').fill('prod');
        await choose('Deploys to', 'Branch');
        await form.getByRole('button', { name: 'Continue' }).click();
        await form.getByText('prod deploys to: Branch').waitFor();
        await field('Branch or tag').fill('prod');
        await field('Roles that have to approve').fill('security-reviewer');
        await field('Gates').fill('security');
        await choose('Kind of approval', 'Strict');
        await form.getByRole('button', { name: 'Save' }).click();
        await form.getByRole('alert').getByText('A strict environment needs at least two approvals.').waitFor();
        await field('Approvals needed').fill('2');
        await form.getByRole('button', { name: 'Save' }).click();
        await form.waitFor({ state: 'detached' });
        await forAlone(admin, 'The environment prod is set up.').waitFor();
    });

    it('a request stands in the room for everybody, its status in the thread', async () => {
        await say(alice, '/hf deploy acme/bert-prod --environment prod --show-private');
        await forAlone(alice, 'for prod is being posted here').waitFor();
        for (const page of [alice, bo, sec, admin]) {
            await request(page).getByText(/2 approvals.* security-reviewer/).waitFor();
        }
        expect(await forAlone(bo, 'is being posted here').count()).toBe(0);
        await request(alice).getByRole('button', { name: '1 reply' }).click();
        await status(alice, 'Waiting for approval').filter({ hasText: 'Still needed: 2 more approvals' }).waitFor();
    });

    it('who asked can not approve, and is told in private', async () => {
        await request(alice).getByRole('button', { name: 'Approve' }).click();
        await forAlone(alice, 'You asked for').filter({ hasText: 'your vote does not count' }).waitFor();
        expect(await messages(bo, 'your vote does not count').count()).toBe(0);
        await status(alice, 'does not count: asked for it themselves').filter({ hasText: 'Still needed: 2 more approvals' }).waitFor();
    });

    it('a reaction counts, and the status in the open thread changes by itself, and stays in sight', async () => {
        await request(sec).getByRole('button', { name: '1 reply' }).click();
        await status(sec, 'Still needed: 2 more approvals').waitFor();
        await (await toolbarOf(request(bo))).getByRole('button', { name: 'Add reaction' }).click();
        await bo.getByRole('dialog', { name: 'Choose an emoji' }).getByRole('button', { name: 'thumbsup', exact: true }).click();
        await request(sec).getByRole('button', { name: 'Bo Lindqvist reacted with :thumbsup:, 1' }).waitFor();
        await status(alice, 'bo (ml-lead)').filter({ hasText: 'Still needed: 1 more approval' }).waitFor();
        expect(repo()?.branches.has('prod')).toBe(false);
        await status(sec, 'bo (ml-lead)').waitFor();
        const bottomOf = (locator: Locator): Promise<number> => locator.evaluate((element) => element.getBoundingClientRect().bottom);
        await expect.poll(async () => await bottomOf(status(sec, 'bo (ml-lead)')) - await bottomOf(sec.getByRole('log', { name: 'Thread' }))).toBeLessThan(1);
    });

    it('axe finds nothing serious in the request and its thread, light and dark', async () => {
        await loadAxe(alice);
        const found: string[] = [];
        for (const colorScheme of ['light', 'dark'] as const) {
            await alice.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            await alice.waitForFunction((wanted) => document.documentElement.style.colorScheme === wanted, colorScheme);
            found.push(...await findings(alice, 'main, aside', colorScheme === 'dark' ? COLOURS : undefined));
        }
        expect(found).toEqual([]);
    });

    it('the last approval, by the button, makes it live, and the report has what was approved', async () => {
        await request(sec).getByRole('button', { name: 'Approve' }).click();
        await forAlone(sec, 'You approved').waitFor();
        await status(alice, 'sec (security-reviewer)').filter({ hasText: 'Done' }).waitFor();
        expect(repo()?.branches.get('prod')).toBe(repo()?.branches.get('main'));

        const report = threadMessages(alice, 'Live: the branch prod');
        await report.getByText(/approved by .*bo.*sec/).waitFor();
        const commit = report.getByText(repo()?.branches.get('prod') ?? 'no commit').filter({ visible: true });
        expect(await commit.count()).toBe(0);
        await report.getByRole('button', { name: 'Expand Compliance report' }).click();
        await commit.first().waitFor();
    });

    it('nobody had to reload', async () => {
        const since = await Promise.all([admin, alice, bo, sec].map((page) => page.evaluate(() => document.documentElement.getAttribute('data-since'))));
        expect(new Set(since)).toEqual(new Set(['the beginning']));
    });

    it('on a phone the request and its thread fit', async () => {
        const phone = await started().open('carol', PHONE);
        await phone.getByRole('button', { name: 'Rooms' }).tap();
        await roomLink(phone, 'ml-models').tap();
        await request(phone).getByRole('button', { name: 'Expand Files' }).tap();
        expect(await tooWide(phone)).toEqual([]);
        await request(phone).getByRole('button', { name: /replies$/ }).tap();
        await threadMessages(phone, 'Live: the branch prod').getByRole('button', { name: 'Expand Compliance report' }).tap();
        expect(await tooWide(phone)).toEqual([]);
        expect(await overflow(phone)).toBe(0);
        await phone.context().close();
    });
});
