import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { fakeToken } from '../../playground/hub/seed/ids';
import { COLOURS, findings, loadAxe } from './axe-findings';
import { describePage } from './describe-page';
import { enterRoom, messages, panel, roomLink, threadMessages } from './locators';
import { overflow, PHONE, tooWide } from './on-a-phone';
import { say } from './page-under-test';

/** High enough that the room is in the document as a whole. */
const HIGH = { viewport: { width: 1280, height: 4000 } };
/** Of an account that may write; the one that Carol has may not. */
const CAROLS_TOKEN = fakeToken('of carol that writes');
/** The Space starts anew within this. */
const START_MS = 30_000;

/** Each test goes on where the one before ended. */
describePage('what happens on Hugging Face', (started) => {
    let alice: Page;
    let carol: Page;
    /** At the other side: lets things happen on Hugging Face. */
    let bo: Page;
    beforeAll(async () => {
        const { host, hub } = started();
        await host.setServerSetting('Site_Url', new URL(await host.endpointUrl('')).origin);
        hub.state.record({ kind: 'token-issued', token: { value: CAROLS_TOKEN, user: 'carol', displayName: 'writes', role: 'write', createdAt: '2026-01-01T00:00:00.000Z' } });
        await host.command({ user: 'alice', room: 'general', text: `/hf login ${fakeToken('alice')}` });
        await host.command({ user: 'carol', room: 'general', text: `/hf login ${CAROLS_TOKEN}` });
        [alice, carol, bo] = await Promise.all([started().open('alice', HIGH), started().open('carol', HIGH), started().open('bo')]);
        await Promise.all([enterRoom(alice, 'ml-models'), enterRoom(carol, 'ml-models')]);
        await bo.getByRole('button', { name: 'Hugging Face stand-in' }).click();
        for (const section of [/^Pull requests and discussions/, /^Repositories/, /^Sent to webhooks/]) {
            await desk().getByText(section).click();
        }
    });

    const desk = (): Locator => panel(bo, 'Hugging Face stand-in');
    const press = (name: string): Promise<void> => desk().getByRole('button', { name, exact: true }).click();
    const lets = async (button: string, repo: string, title: string): Promise<void> => {
        await desk().getByRole('combobox', { name: 'Repository' }).selectOption(repo);
        await desk().getByRole('textbox', { name: 'Title' }).fill(title);
        await press(button);
    };
    const delivered = (what: RegExp): Promise<void> => desk().getByText(what).first().getByText('delivered 202').waitFor();
    const forAlone = (page: Page, text: string | RegExp): Locator => messages(page, 'Only you can see this message').filter({ hasText: text });
    const both = (check: (page: Page) => Promise<unknown>): Promise<unknown> => Promise.all([alice, carol].map(check));

    it('is shown in a room once somebody lets it watch an account', async () => {
        await say(alice, '/hf watch acme');
        await forAlone(alice, 'This is shown of acme from now on').waitFor();
        await both((page) => messages(page, 'alice lets this room watch acme').filter({ hasText: 'at once, by webhook' }).waitFor());
        expect([...started().hub.state.webhooks.values()].map(({ watched }) => watched)).toEqual([[{ type: 'org', name: 'acme' }]]);
    });

    it('commits are counted in one living message, which both see', async () => {
        await lets('Push a commit', 'model acme/embedder', 'Retrain on the July data');
        await messages(carol, 'Retrain on the July data').filter({ hasText: '1 new commit' }).waitFor();
        await delivered(/repo.content update acme\/embedder/);
        await lets('Push a commit', 'model acme/embedder', 'Fix the pooling layer');
        await both(async (page) => {
            await messages(page, /Fix the pooling layer[^]*Retrain on the July data/).filter({ hasText: '2 new commits' }).waitFor();
            expect(await messages(page, 'Retrain on the July data').count()).toBe(1);
        });
    });

    it('what no webhook tells, the stage of a Space and a gate, is looked for', async () => {
        await desk().getByRole('combobox', { name: 'Downloads of model acme/embedder' }).selectOption('for whoever asks');
        await desk().getByRole('combobox', { name: 'Stage of acme/demo' }).selectOption('RUNTIME_ERROR');
        await expect.poll(() => desk().getByRole('combobox', { name: 'Stage of acme/demo' }).inputValue()).toBe('RUNTIME_ERROR');
        await say(alice, '/hf watch acme/demo --mode thread');
        await both((page) => messages(page, 'This room watches the Space').filter({ hasText: 'RUNTIME_ERROR' }).waitFor());
        await both((page) => messages(page, 'acme/embedder is gated now').waitFor());
    });

    it('a Space is restarted from its message', async () => {
        await messages(carol, 'This room watches the Space').getByRole('button', { name: 'Restart' }).click();
        await both((page) => messages(page, 'carol restarted acme/demo').waitFor());
    });

    it('what is private stays out of a room that everybody may read', async () => {
        await lets('Push a commit', 'model acme/bert-prod', 'A secret of the team');
        await delivered(/repo.content update acme\/bert-prod/);
        await lets('Open a discussion', 'model acme/embedder', 'Which licence?');
        await messages(carol, 'Which licence?').filter({ hasText: 'discussion by @alice' }).waitFor();
        expect(await messages(carol, 'A secret of the team').count()).toBe(0);
    });

    const pullRequest = (page: Page): Locator => messages(page, 'Shorter prompts').filter({ hasText: 'This room watches' });

    it('a pull request is commented on there and here, and its diff is shown to who asks', async () => {
        await lets('Open a pull request', 'model acme/embedder', 'Shorter prompts');
        await pullRequest(carol).getByRole('button', { name: 'Comment' }).click();
        const form = carol.getByRole('dialog', { name: /^Comment on/ });
        await form.getByRole('textbox', { name: 'Comment' }).fill('They *do* cost less.');
        await form.getByRole('button', { name: 'Comment' }).click();
        await form.waitFor({ state: 'detached' });
        await pullRequest(alice).filter({ hasText: '1 comment' }).waitFor();
        await desk().getByRole('button', { name: 'Comment on acme/embedder #2' }).click();
        await pullRequest(alice).filter({ hasText: '2 comments' }).waitFor();
        await pullRequest(alice).getByRole('button', { name: '2 replies' }).click();
        await threadMessages(alice, 'carol commented').filter({ hasText: 'cost less' }).waitFor();
        await threadMessages(alice, 'alice commented').filter({ hasText: 'Looks good to me' }).waitFor();
        await pullRequest(carol).getByRole('button', { name: 'Review diff' }).click();
        await forAlone(carol, '+Shorter prompts').waitFor();
        expect(await messages(alice, '+Shorter prompts').count()).toBe(0);
    });

    it('and merged by somebody else, which changes the same message for both', async () => {
        await pullRequest(carol).getByRole('button', { name: 'Merge' }).click();
        const form = carol.getByRole('dialog', { name: 'Merge #2?' });
        await form.getByText('1 commit goes into main').waitFor();
        await form.getByRole('button', { name: 'Merge' }).click();
        await forAlone(carol, 'You merged acme/embedder #2 Shorter prompts').waitFor();
        await both(async (page) => {
            await pullRequest(page).filter({ hasText: 'Merged' }).waitFor();
            expect(await pullRequest(page).getByRole('button', { name: 'Merge' }).count()).toBe(0);
        });
        expect(started().hub.state.findRepo('model', 'acme/embedder')?.discussions.at(-1)).toMatchObject({ status: 'merged' });
    });

    it('axe finds nothing serious in the messages, light and dark, and in the form for less', async () => {
        await loadAxe(alice);
        const found: string[] = [];
        for (const colorScheme of ['light', 'dark'] as const) {
            await alice.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            await alice.waitForFunction((wanted) => document.documentElement.style.colorScheme === wanted, colorScheme);
            found.push(...await findings(alice, 'main, aside', colorScheme === 'dark' ? COLOURS : undefined));
        }
        expect(found).toEqual([]);
    });

    it('a discussion that is closed there, and who sees a repository, are told here', async () => {
        await press('Close acme/embedder #1');
        await messages(alice, 'Which licence?').filter({ hasText: 'Closed' }).waitFor();
        await press('Make public: model acme/bert-staging');
        await both((page) => messages(page, 'acme/bert-staging is public now').waitFor());
    });

    it('the list says what is watched, and a form makes it less', async () => {
        await say(alice, '/hf watch list');
        const list = forAlone(alice, 'This room watches 2 repositories and accounts');
        await list.filter({ hasText: 'last event' }).waitFor();
        await messages(alice, 'Retrain on the July data').getByRole('button', { name: 'Watch less' }).click();
        const form = alice.getByRole('dialog', { name: 'Watch less' });
        await form.getByRole('button', { name: /commits$/ }).click();
        await alice.getByRole('option', { name: 'not shown' }).click();
        expect(await findings(alice, 'dialog')).toEqual([]);
        await form.getByRole('button', { name: 'Save' }).click();
        await form.waitFor({ state: 'detached' });
        await forAlone(alice, 'Changed. This is shown of acme').filter({ hasText: 'not shown: commits' }).waitFor();
    });

    it('or says nothing for a day, which whoever did not make the rule can not choose', async () => {
        const card = (page: Page): Locator => messages(page, 'Retrain on the July data');
        await card(carol).getByRole('button', { name: 'Mute for a day' }).click();
        await forAlone(carol, 'alice watches acme here').waitFor();
        await card(alice).getByRole('button', { name: 'Mute for a day' }).click();
        await both((page) => messages(page, 'muted acme in this room for a day').waitFor());
    });

    it('the Space that was restarted runs', async () => {
        await both((page) => messages(page, 'carol restarted acme/demo').filter({ hasText: 'It runs, after' }).waitFor({ timeout: START_MS }));
    });

    it('its monitor sounds an alert in the thread once its load has risen', async () => {
        await say(alice, '/hf space monitor acme/demo --alerts cpu --for 0m');
        const card = (page: Page): Locator => messages(page, 'Monitor of acme/demo');
        await card(carol).filter({ hasText: 'All quiet' }).waitFor();
        await desk().getByRole('slider', { name: 'CPU of acme/demo' }).fill('95');
        await desk().getByText('95 %').waitFor();
        // New rules are an occasion to look at once.
        await say(alice, '/hf space monitor acme/demo --threshold 80');
        await both((page) => card(page).filter({ hasText: 'CPU above 80%' }).waitFor());
        await card(carol).getByRole('button', { name: '1 reply' }).click();
        await threadMessages(carol, 'acme/demo: CPU above 80%').getByRole('button', { name: 'Logs' }).waitFor();
    });

    it('and its log says why', async () => {
        await press('Write to the log of acme/demo');
        await say(carol, '/hf space logs acme/demo');
        await forAlone(carol, 'Log of acme/demo').filter({ hasText: /One line tells of an error:[^]*RuntimeError: CUDA out of memory/ }).waitFor();
    });

    it('on a phone all of it fits', async () => {
        const phone = await started().open('sec', PHONE);
        await phone.getByRole('button', { name: 'Rooms' }).tap();
        await roomLink(phone, 'ml-models').tap();
        await messages(phone, 'Monitor of acme/demo').waitFor();
        expect(await tooWide(phone)).toEqual([]);
        await messages(phone, 'Monitor of acme/demo').getByRole('button', { name: /repl(y|ies)$/ }).tap();
        await threadMessages(phone, 'CPU above 80%').last().waitFor();
        expect(await tooWide(phone)).toEqual([]);
        expect(await overflow(phone)).toBe(0);
        await phone.context().close();
    });
});
