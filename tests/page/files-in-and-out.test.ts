import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { callPickle } from '../../playground/hub/bytes/pickle';
import { head } from '../../playground/hub/revisions';
import { fakeToken } from '../../playground/hub/seed/ids';
import { COLOURS, findings, loadAxe } from './axe-findings';
import { describePage } from './describe-page';
import { enterRoom, messages, panel, replyBox, roomLink, threadMessages } from './locators';
import { overflow, PHONE, tooWide } from './on-a-phone';
import { say } from './page-under-test';

/** High enough that the messages of a pull and its files are in the document as a whole. */
const HIGH = { viewport: { width: 1280, height: 2400 } };
const HEADER = '{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
const WEIGHTS = Buffer.from([HEADER.length, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from(HEADER), ...new Uint8Array(8)]);
const CONFIG = Buffer.from('{"model_type":"bert","num_labels":4}');
const MALICIOUS = Buffer.from(callPickle('posix', 'system', 'id'));
/** Of a file that people name with care. */
const LONG_NAME = `ticket-router-${'finetuned-on-october-'.repeat(5)}step-120000.pkl`;
/** Made up, and put together here so that no scanner takes this file for one that holds it. */
const TOKEN = `${'hf'}_qWzRtPkVbNxYcLmSgHdJfTuEoAiXvKrBnQ`;

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

/** Each test goes on where the one before ended. */
describePage('files in and out', (started) => {
    let alice: Page;
    let bo: Page;
    beforeAll(async () => {
        await started().host.command({ user: 'alice', room: 'general', text: `/hf login ${fakeToken('alice')}` });
        [alice, bo] = await Promise.all([started().open('alice', HIGH), started().open('bo', HIGH)]);
        await Promise.all([enterRoom(alice, 'ml-models'), enterRoom(bo, 'ml-models')]);
    });

    const forAlone = (all: Locator, text: string | RegExp): Locator => all.filter({ hasText: 'Only you can see this message' }).filter({ hasText: text });
    const push = (page: Page): Locator => threadMessages(page, 'alice pushes');
    const repo = () => started().hub.state.findRepo('model', 'acme/ticket-router');

    /** Hugging Face takes its time with these, so that what is said meanwhile can be seen. */
    const slowly = (match: string): void => started().hub.faults.add({ match, fault: { kind: 'slow', ms: 2000 } });
    async function isSeenMeanwhile(progress: Locator): Promise<void> {
        await progress.waitFor();
        started().hub.faults.clear();
    }

    /** Says something in the room and opens its thread. */
    async function openThread(text: string): Promise<void> {
        await say(alice, text);
        await messages(alice, text).hover();
        await messages(alice, text).getByRole('button', { name: 'Reply in thread' }).click();
        await threadMessages(alice, text).waitFor();
    }

    async function attach(...files: Array<ReturnType<typeof file>>): Promise<void> {
        const [chooser] = await Promise.all([alice.waitForEvent('filechooser'), panel(alice, 'Thread').getByRole('button', { name: 'Attach a file' }).click()]);
        await chooser.setFiles(files);
        await replyBox(alice).press('Enter');
        for (const { name } of files) {
            await threadMessages(alice).getByRole('button', { name: `Download: ${name}` }).waitFor();
        }
    }

    async function reply(line: string): Promise<void> {
        await replyBox(alice).fill(line);
        await replyBox(alice).press('Enter');
    }

    async function axe(page: Page, where: string): Promise<string[]> {
        await loadAxe(page);
        const found: string[] = [];
        for (const colorScheme of ['dark', 'light'] as const) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            await page.waitForFunction((wanted) => document.documentElement.style.colorScheme === wanted, colorScheme);
            found.push(...await findings(page, where, colorScheme === 'dark' ? COLOURS : undefined));
        }
        return found;
    }

    it('a push out of a thread looks through its files, and tells them and what is wrong with one of them', async () => {
        await openThread('The router is trained');
        await attach(file('model.safetensors', WEIGHTS), file('config.json', CONFIG), file(LONG_NAME, MALICIOUS));
        await reply('/hf push model --repo acme/ticket-router --message "Add the router"');
        await forAlone(threadMessages(alice), 'I look through the files').waitFor();
        await push(alice).getByRole('button', { name: 'Review' }).waitFor();
        const told = await push(alice).innerText();
        expect(told).toMatch(/ticket-router-fin\S*…\S*step-120000\.pkl.*refused.*runs what an attacker wants.*posix\.system/);
        expect(told).toMatch(/config\.json.* new\n(.*\n)*.*model\.safetensors.* new\n(.*\n)*.*README\.md/);
        expect(repo()).toBeUndefined();
    });

    it('the review is a form, which says who pushes what is for them alone', async () => {
        await messages(bo, 'The router is trained').getByRole('button', { name: /replies$/ }).click();
        await push(bo).getByRole('button', { name: 'Review' }).click();
        await forAlone(threadMessages(bo), 'Only alice can do that').waitFor();
        await push(alice).getByRole('button', { name: 'Review' }).click();
        const form = alice.getByRole('dialog', { name: 'Review the push' });
        await form.getByText('posix.system').waitFor();
        expect(await form.getByRole('textbox', { name: 'Message of the commit' }).inputValue()).toBe('Add the router');
        expect(await axe(alice, 'dialog')).toEqual([]);
        await form.getByRole('textbox', { name: 'Message of the commit' }).fill('');
        await form.getByRole('button', { name: 'Push' }).click();
        await form.getByRole('alert').getByText('has to be one line').waitFor();
        await form.getByRole('textbox', { name: 'Message of the commit' }).fill('Add the ticket router');
        slowly('POST /api/models/acme/ticket-router/commit/*');
        await form.getByRole('button', { name: 'Push' }).click();
        await form.waitFor({ state: 'detached' });
    });

    it('its message tells how far it is, and ends with the link of the commit, for both, without a button that is of no use any more', async () => {
        await isSeenMeanwhile(push(bo).getByText(/Sending: \d of 2 files/));
        for (const page of [alice, bo]) {
            await push(page).filter({ hasText: 'Committed as' }).waitFor();
            expect(await push(page).getByRole('button', { name: /^(Review|Cancel)$/ }).count()).toBe(0);
        }
        const made = repo();
        expect([...(made ? head(made).files.keys() : [])].sort()).toEqual(['.gitattributes', 'README.md', 'config.json', 'model.safetensors']);
        await push(bo).getByText('runs what an attacker wants').waitFor();
        expect(await push(bo).getByRole('link', { name: repo()?.branches.get('main')?.slice(0, 7) ?? 'no commit' }).getAttribute('href')).toContain('/acme/ticket-router/commit/');
        expect(await axe(bo, 'main, aside')).toEqual([]);
    });

    it('what holds a token is not pushed at all, and shown nowhere', async () => {
        await openThread('Settings of the router');
        await attach(file('.env', Buffer.from(`HF_TOKEN=${TOKEN}\n`)), file('config.json', CONFIG));
        await reply('/hf push model --repo acme/ticket-router');
        await push(alice).filter({ hasText: 'Stopped' }).getByText('line 1').waitFor();
        expect(await push(alice).getByRole('button', { name: /^(Review|Cancel|Try again)$/ }).count()).toBe(0);
        expect(await alice.getByText(TOKEN).count()).toBe(0);
    });

    it('one file of the thread is checked from its menu, all of them by a command, for whoever asks alone', async () => {
        const upload = threadMessages(alice).filter({ has: alice.getByRole('button', { name: 'Download: .env' }) });
        await upload.hover();
        await upload.getByRole('button', { name: 'Check this file' }).click();
        await forAlone(threadMessages(alice), 'this file').getByText('line 1').waitFor();
        await reply('/hf check');
        await forAlone(threadMessages(alice), 'these 2 files').getByText('config.json').waitFor();
        expect(await axe(alice, 'aside')).toEqual([]);
        expect(await messages(bo, 'proves nothing').count()).toBe(0);
    });

    it('somebody else pulls a model: who asked sees three verdicts on what is refused, the room gets the files', async () => {
        slowly('GET /ykilcher/totally-harmless-model/resolve/*/vocab.txt');
        await say(bo, '/hf pull model ykilcher/totally-harmless-model');
        const verdicts = forAlone(messages(bo), 'has begun');
        await verdicts.getByText(/name: can run code.*Hugging Face: unsafe.*content: pickle, dangerous.*posix\.system/).waitFor();
        await verdicts.getByText('Refused: pytorch_model.bin').waitFor();
        await isSeenMeanwhile(messages(alice, 'bo pulls 5 files').getByText(/[▓░]{20} \d+ bytes of \d+ bytes/));
        await messages(alice, 'bo pulls 5 files').filter({ hasText: 'Every file has been checked against its hash.' }).waitFor();
        const config = messages(alice).getByRole('button', { name: 'Download: config.json' });
        const [download] = await Promise.all([alice.waitForEvent('download'), config.click()]);
        const model = started().hub.state.findRepo('model', 'ykilcher/totally-harmless-model');
        expect(await readFile(await download.path())).toEqual(Buffer.from(model ? head(model).files.get('config.json')?.bytes.read() ?? [] : []));
        expect(await messages(alice).getByRole('button', { name: 'Download: pytorch_model.bin' }).count()).toBe(0);
        expect(await messages(alice, 'has begun').count()).toBe(0);
    });

    it('what would be pulled is told first where that is wanted, and a click pulls it; a quantisation is asked for', async () => {
        await say(bo, '/hf pull model acme/embedder --dry-run');
        const plan = forAlone(messages(bo), '6 files go into this room');
        await plan.getByRole('button', { name: 'Pull', exact: true }).click();
        await messages(alice, 'bo pulls 6 files').filter({ hasText: 'Every file has been checked against its hash.' }).waitFor();
        expect(await plan.count()).toBe(0);
        await say(bo, '/hf pull model Qwen/Qwen2.5-7B-Instruct-GGUF');
        await forAlone(messages(bo), 'Which quantisation').getByRole('button', { name: 'Q4_K_M' }).waitFor();
        expect(await axe(bo, 'main')).toEqual([]);
    });

    it('an admin takes the refused one all the same, once its repository was named', async () => {
        const admin = await started().open('admin', HIGH);
        await enterRoom(admin, 'ml-models');
        await say(bo, '/hf pull model ykilcher/totally-harmless-model --allow-unsafe');
        await forAlone(messages(bo), 'These roles may: admin').waitFor();
        await say(admin, '/hf pull model ykilcher/totally-harmless-model pytorch_model.bin --allow-unsafe');
        await messages(admin, 'Dangerous').getByRole('button', { name: 'Pull unsafe files' }).click();
        const form = admin.getByRole('dialog', { name: 'Pull unsafe files' });
        const name = form.getByRole('textbox', { name: 'Name of the repository' });
        await name.fill('totally-harmless-model');
        await form.getByRole('button', { name: 'Pull' }).click();
        await form.getByRole('alert').getByText('just like that').waitFor();
        expect(await axe(admin, 'dialog')).toEqual([]);
        await name.fill('ykilcher/totally-harmless-model');
        await form.getByRole('button', { name: 'Pull' }).click();
        await messages(bo, 'admin pulls 1 file').filter({ hasText: 'Loading this runs what an attacker wants' }).waitFor();
        await messages(bo).getByRole('button', { name: 'Download: pytorch_model.bin' }).waitFor();
        await admin.context().close();
    });

    it('on a phone all of it fits, the form as well', async () => {
        const phone = await started().open('alice', PHONE);
        await phone.getByRole('button', { name: 'Rooms' }).tap();
        await roomLink(phone, 'ml-models').tap();
        await messages(phone, 'admin pulls 1 file').waitFor();
        expect(await tooWide(phone)).toEqual([]);
        await openThread('A name that is too long for a phone');
        await attach(file(LONG_NAME.replace('.pkl', '.json'), CONFIG));
        await reply('/hf push model --repo acme/ticket-router');
        await messages(phone, 'A name that is too long').getByRole('button', { name: /repl(y|ies)$/ }).tap();
        await push(phone).getByRole('button', { name: 'Review' }).tap();
        const form = phone.getByRole('dialog', { name: 'Review the push' });
        await form.getByRole('button', { name: 'Push' }).waitFor();
        expect(await form.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
        await form.getByRole('button', { name: 'Cancel' }).tap();
        await form.waitFor({ state: 'detached' });
        await push(phone).getByRole('button', { name: 'Cancel' }).tap();
        await push(phone).filter({ hasText: 'Cancelled. Nothing was committed.' }).waitFor();
        expect(await tooWide(phone)).toEqual([]);
        expect(await overflow(phone)).toBe(0);
        await phone.context().close();
    });
});
