import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packProbe, tell, type Sighting } from '../playground/host/probe';
import { enterRoom, messageBox, messages, panel, replyBox, threadMessages, toolbarOf } from './locators';
import { BROWSER, PAGE_TIMEOUT_MS, PageUnderTest, say } from './page-under-test';

describe.skipIf(BROWSER === undefined)('needs a browser: what an app can ask of the page', { timeout: PAGE_TIMEOUT_MS }, () => {
    let app: PageUnderTest;
    let page: Page;
    let dir: string;
    let general: string;

    beforeAll(async () => {
        dir = await mkdtemp(join(tmpdir(), 'hf-teamflow-probe-'));
        app = await PageUnderTest.start({ zip: await packProbe(dir) });
        page = await app.open('alice');
        general = (await app.host.roomsOf('alice')).find(({ title }) => title === 'general')?.id ?? '';
    });

    afterAll(async () => {
        await app.stop();
        await rm(dir, { recursive: true, force: true });
    });

    /** The last thing of this kind that the app was told. */
    async function last(kind: string): Promise<Record<string, unknown> | undefined> {
        await app.host.idle();
        const { result = [] } = await tell<Sighting[]>(app.host, 'seen');
        return result.filter((sighting) => sighting.kind === kind).at(-1)?.what;
    }

    const told = (kind: string, what: Record<string, unknown>): Promise<void> => expect.poll(() => last(kind)).toMatchObject(what);

    /** Of a list that is open. */
    const option = (name: string): Locator => page.getByRole('listbox').getByRole('option', { name, exact: true });

    async function choose(list: Locator, wanted: string): Promise<void> {
        await list.click();
        await option(wanted).click();
    }

    /** Chooses in a list for several, and leaves it closed. A click that its box takes while another list still closes can get lost: it is repeated, as people do. */
    async function chooseSome(box: Locator, wanted: readonly string[], chosen: (now: readonly string[]) => Promise<void> = () => Promise.resolve()): Promise<void> {
        const isOpen = async (): Promise<boolean> => await box.getAttribute('aria-expanded') === 'true';
        await expect.poll(async () => await isOpen() || box.click().then(isOpen), { interval: 1000 }).toBe(true);
        for (const [index, name] of wanted.entries()) {
            await option(name).click();
            await chosen(wanted.slice(0, index + 1));
        }
        await page.keyboard.press('Escape');
        await expect.poll(isOpen).toBe(false);
    }

    describe('buttons that the app has registered', () => {
        it('stand below a message, and tell the app which one', async () => {
            await say(page, 'decide about this');
            await (await toolbarOf(messages(page, 'decide about this'))).getByRole('button', { name: 'probe_button' }).click();
            await told('button', { actionId: 'probe.button', buttonContext: 'messageAction', message: 'decide about this', room: 'general', user: 'alice' });
            expect(await (await toolbarOf(messages(page, 'decide about this'))).getByRole('button', { name: 'probe_in_thread' }).count()).toBe(0);
        });

        it('stand below the messages of a thread, where the app wants them there only', async () => {
            await (await toolbarOf(messages(page, 'decide about this'))).getByRole('button', { name: 'Reply in thread' }).click();
            await replyBox(page).fill('in the thread');
            await replyBox(page).press('Enter');
            const root = (await app.host.messages('general')).find(({ text }) => text === 'decide about this');
            await (await toolbarOf(threadMessages(page, 'in the thread'))).getByRole('button', { name: 'probe_in_thread' }).click();
            await told('button', { actionId: 'probe.in-thread', message: 'in the thread', thread: root?.id });
            await (await toolbarOf(threadMessages(page, 'decide about this'))).getByRole('button', { name: 'probe_in_thread' }).click();
            await told('button', { actionId: 'probe.in-thread', message: 'decide about this' });
        });

        it('stand beside the box with what is in it, also that of a thread', async () => {
            await messageBox(page).fill('half a thought');
            await page.getByRole('main').getByRole('button', { name: 'probe_box' }).first().click();
            await told('button', { actionId: 'probe.box', buttonContext: 'messageBoxAction', room: 'general', text: 'half a thought', thread: null });
                await replyBox(page).fill('half an answer');
            await panel(page, 'Thread').getByRole('button', { name: 'probe_box' }).click();
            const root = (await app.host.messages('general')).find(({ text }) => text === 'decide about this');
            await told('button', { actionId: 'probe.box', text: 'half an answer', thread: root?.id });
            await panel(page, 'Thread').getByRole('button', { name: 'Close Thread' }).click();
            await messageBox(page).fill('');
            await page.getByRole('main').getByRole('button', { name: 'probe_box' }).click();
            await told('button', { actionId: 'probe.box', text: null });
        });

        it('stand at the top of rooms of the kind that the app names, and for the roles that it names', async () => {
            const top = (tab: Page, name: string): Locator => tab.getByRole('main').getByRole('button', { name });
            expect(await top(page, 'probe_private').count()).toBe(0);
            await enterRoom(page, 'ml-incidents');
            await top(page, 'probe_private').click();
            await told('button', { actionId: 'probe.private', buttonContext: 'roomAction', room: 'ml-incidents', user: 'alice' });
            expect(await top(page, 'probe_lead').count()).toBe(0);
            const bo = await app.open('bo');
            await top(bo, 'probe_lead').click();
            await told('button', { actionId: 'probe.lead', user: 'bo', room: 'general' });
            await bo.close();
            await enterRoom(page, 'general');
        });
    });

    describe('elements in a message', () => {
        let message: Locator;
        beforeAll(async () => {
            await say(page, '/probe blocks');
            message = messages(page, 'Beside more');
            await message.waitFor();
        });

        const acts = async (actionId: string, value: unknown): Promise<void> => {
            await told('action', { actionId, blockId: `in.${actionId}`, value, user: 'alice', room: 'general', message: 'every element', container: { type: 'message' } });
        };
        const list = (name: string): Locator => message.getByRole('button', { name: new RegExp(`${name}$`) });

        it('show what the app wrote', async () => {
            await message.getByText('First field').waitFor();
            await message.getByText('the gap').waitFor();
            for (const name of ['One pixel', 'A small pixel']) {
                expect(await message.getByRole('img', { name }).evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
            }
        });

        it('a button tells its value; a link opens its page and tells that it was used', async () => {
            await message.getByRole('button', { name: 'Press' }).click();
            await acts('press', 'pressed');
            await message.getByRole('button', { name: 'Beside', exact: true }).click();
            await acts('accessory', 'x');
            const opened = page.context().waitForEvent('page');
            await message.getByRole('link', { name: 'Go' }).click();
            await (await opened).close();
            await acts('go', null);
        });

        it('a select tells the value of its option, one for several all that are chosen', async () => {
            await choose(list('Choose choice'), 'Option b');
            await acts('choice', 'b');
            await chooseSome(message.getByRole('combobox', { name: 'Choose choices' }), ['Option a', 'Option b'], (now) => acts('choices', now.map((name) => name.slice(-1))));
            await choose(list('Choose person'), 'Bo Lindqvist');
            await acts('person', 'bo');
            await choose(list('Choose channel'), 'general');
            await acts('channel', general);
        });

        it('a menu tells what was chosen in it', async () => {
            await message.getByRole('button', { name: 'More', exact: true }).click();
            await page.getByRole('menuitem', { name: 'Option o2' }).click();
            await acts('more', 'o2');
        });

        it('a date, a time and a point on a scale are told as text', async () => {
            await message.getByRole('textbox', { name: 'Choose date' }).fill('2026-12-24');
            await acts('date', '2026-12-24');
            await message.getByRole('textbox', { name: 'Choose time' }).fill('08:30');
            await acts('time', '08:30');
            await message.getByRole('group', { name: 'Choose scale' }).getByRole('button', { name: '3' }).click();
            await acts('scale', '3');
        });

        it('a box, a switch and a radio button tell the option that was switched, by keyboard as well', async () => {
            await message.getByRole('checkbox', { name: 'Option c2' }).press('Space');
            await acts('checks', 'c2');
            await expect.poll(() => message.getByRole('checkbox', { name: 'Option c2' }).isChecked()).toBe(true);
            await message.getByRole('checkbox', { name: 'Option s1' }).press('Space');
            await acts('switches', 's1');
            await message.getByRole('radio', { name: 'Option r2' }).press('Space');
            await acts('radio', 'r2');
        });

        it('beyond the fifth wait behind a button', async () => {
            expect(await message.getByRole('button', { name: 'Number 6' }).count()).toBe(0);
            await message.getByRole('button', { name: 'Show more…' }).click();
            await message.getByRole('button', { name: 'Number 6' }).click();
            await told('action', { actionId: 'many.6', blockId: 'many', value: '6' });
        });
    });

    describe('a modal', () => {
        const dialog = (): Locator => page.getByRole('dialog');
        const list = (name: string): Locator => dialog().getByRole('button', { name: new RegExp(`The ${name}$`) });

        /** Opens the list that has the focus and takes the option by its first letters, as keyboard users do. */
        async function pick(name: string, label: string): Promise<void> {
            await list(name).focus();
            await page.keyboard.press('Enter');
            const wanted = option(label);
            await wanted.waitFor();
            await expect.poll(async () => {
                const there = await wanted.evaluate((element) => element === element.ownerDocument.activeElement);
                await page.keyboard.press(there ? 'Enter' : 'ArrowDown');
                return there;
            }).toBe(true);
            await wanted.waitFor({ state: 'hidden' });
        }

        it('takes every input by keyboard, and an element that the app wants to hear of acts at once', async () => {
            await say(page, '/probe everything');
            await dialog().getByRole('textbox', { name: 'The story' }).focus();
            await page.keyboard.press('End');
            await page.keyboard.type(' upon');
            await pick('choice', 'Option b');
            await dialog().getByRole('textbox', { name: 'The date' }).fill('2026-12-24');
            await dialog().getByRole('textbox', { name: 'The time' }).fill('08:30');
            await dialog().getByRole('group', { name: 'The scale' }).getByRole('button', { name: '2' }).press('Enter');
            await dialog().getByRole('radio', { name: 'Option r1' }).press('Space');
            await page.keyboard.press('ArrowDown');
            await pick('person', 'Bo Lindqvist');
            await pick('channel', 'general');
            await pick('conversation', 'general');
            await chooseSome(dialog().getByRole('combobox', { name: 'The choices' }), ['Option a', 'Option c']);
            await chooseSome(dialog().getByRole('combobox', { name: 'The people' }), ['Carol Souza']);
            await dialog().waitFor();
            await pick('quick', 'Option q2');
            await told('action', { actionId: 'quick', blockId: 'in.quick', value: 'q2', room: null, message: null, container: { type: 'view', id: 'everything' } });
        });

        it('says what the app refused beside its field, and keeps the rest', async () => {
            await dialog().getByRole('button', { name: 'Send' }).click();
            await dialog().getByRole('alert').getByText('Say why').waitFor();
            const reason = dialog().getByRole('textbox', { name: 'The reason' });
            expect(await reason.getAttribute('aria-invalid')).toBe('true');
            await expect.poll(() => reason.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
        });

        it('keeps what was entered when the app changes it, and lets go of the errors', async () => {
            await dialog().getByRole('textbox', { name: 'The reason' }).fill('because');
            await dialog().getByRole('button', { name: 'Change' }).click();
            await page.getByRole('dialog', { name: 'Second' }).waitFor();
            await told('action', { actionId: 'everything.update', blockId: 'change', value: 'First' });
            expect(await dialog().getByRole('alert').count()).toBe(0);
            expect(await dialog().getByRole('textbox', { name: 'The reason' }).inputValue()).toBe('because');
            expect(await dialog().getByRole('textbox', { name: 'The story' }).inputValue()).toBe('Once upon');
            await dialog().getByRole('textbox', { name: 'The added' }).fill('more');
        });

        it('is sent with everything in it, and closes', async () => {
            await dialog().getByRole('textbox', { name: 'The reason' }).press('Enter');
            await dialog().waitFor({ state: 'detached' });
            expect((await last('submit'))?.['state']).toEqual({
                'in.reason': { reason: 'because' }, 'in.story': { story: 'Once upon' }, 'in.choice': { choice: 'b' }, 'in.choices': { choices: ['a', 'c'] },
                'in.date': { date: '2026-12-24' }, 'in.time': { time: '08:30' }, 'in.scale': { scale: '2' }, 'in.radio': { radio: 'r2' },
                'in.person': { person: 'bo' }, 'in.people': { people: ['carol'] }, 'in.channel': { channel: general }, 'in.conversation': { conversation: general },
                'in.quick': { quick: 'q2' }, 'in.added': { added: 'more' },
                // Rocket.Chat's client keeps the value of a button that was pressed like that of any element.
                'change': { 'everything.update': 'First' },
            });
        });

        it('tells the app when it is left, with what was entered and by which way', async () => {
            const leave = async (how: () => Promise<unknown>, isCleared: boolean): Promise<void> => {
                await say(page, '/probe everything');
                await dialog().getByRole('textbox', { name: 'The reason' }).fill(`half ${String(isCleared)}`);
                await how();
                await dialog().waitFor({ state: 'detached' });
                await told('closed', { id: 'everything', isCleared, state: { 'in.reason': { reason: `half ${String(isCleared)}` } } });
            };
            await leave(() => dialog().getByRole('button', { name: 'Never mind' }).click(), false);
            await leave(() => dialog().getByRole('button', { name: 'Close' }).click(), true);
            await leave(() => page.keyboard.press('Escape'), true);
        });
    });

    describe('a contextual bar', () => {
        it('takes the place of the one before, and leaves the room usable', async () => {
            await say(page, '/probe bar');
            await panel(page, 'First').getByRole('textbox', { name: 'Who' }).waitFor();
            await say(page, '/probe everything bar');
            await panel(page, 'First').getByRole('textbox', { name: 'The reason' }).fill('because');
            expect(await page.getByRole('complementary').count()).toBe(1);
            expect((await app.host.surfaces('alice')).map(({ id }) => id)).toEqual(['everything']);
            await say(page, 'meanwhile');
            await messages(page, 'meanwhile').waitFor();
            expect(await panel(page, 'First').getByRole('textbox', { name: 'The reason' }).inputValue()).toBe('because');
            await panel(page, 'First').getByRole('button', { name: 'Send' }).click();
            await panel(page, 'First').waitFor({ state: 'detached' });
            expect((await last('submit'))?.['state']).toMatchObject({ 'in.reason': { reason: 'because' }, 'in.date': { date: '2026-01-31' } });
        });
    });

    it('asks before a message is deleted', async () => {
        await say(page, 'deleted or not');
        const remove = async (accept: boolean): Promise<void> => {
            page.once('dialog', (question) => void (accept ? question.accept() : question.dismiss()));
            await (await toolbarOf(messages(page, 'deleted or not'))).getByRole('button', { name: 'Delete' }).click();
        };
        await remove(false);
        expect(await messages(page, 'deleted or not').count()).toBe(1);
        await remove(true);
        await messages(page, 'deleted or not').waitFor({ state: 'detached' });
        await told('deleted', { text: 'deleted or not' });
    });

    it('nothing failed in the browser meanwhile', () => {
        expect(app.problems).toEqual([]);
    });
});
