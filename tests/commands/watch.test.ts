import { beforeEach, describe, expect, it } from 'vitest';
import { suggest } from '../../commands/suggest';
import { guarded } from '../../context/boundary';
import { runCommand } from '../../commands/run-command';
import { interact, submit } from '../../handlers/interact';
import { pollAccount } from '../../flows/watching/poll-account';
import { settleNow } from '../../flows/watching/settle-webhook';
import { putWatch, watchesOfRoom } from '../../flows/watching/watches';
import { rememberWebhook } from '../../flows/watching/webhook-health';
import { fakeToken } from '../../playground/hub/seed/ids';
import { DEFAULT_MODES, type Watch } from '../../services/workflows/watching';
import { type TestCtx, type TestCtxOptions, GENERAL } from '../helpers/test-ctx';
import { testJob } from '../helpers/test-job-ctx';
import { buttonOf, buttonsOf, lastWhisper } from '../helpers/views';
import type { View } from '../../ui/view';
import { useWebhooks, watchOf } from '../flows/watching/webhook-world';

const BOARD = { ...GENERAL, id: 'r-board', public: false };
const BO: TestCtxOptions = { user: { id: 'u-bo', username: 'bo' } };

const world = useWebhooks();

async function done(work: (ctx: TestCtx) => Promise<unknown>, options?: TestCtxOptions): Promise<TestCtx> {
    const ctx = world().ctx(options);
    await guarded(ctx, async () => void (await work(ctx)));
    return ctx;
}
const hf = (line: string, options?: TestCtxOptions): Promise<TestCtx> => done((ctx) => runCommand(ctx, line.split(' ')), options);
const answerTo = async (line: string, options?: TestCtxOptions): Promise<View> => lastWhisper(await hf(line, options));
const click = (actionId: string, value: string | undefined, options?: TestCtxOptions): Promise<TestCtx> => done((ctx) => interact(ctx, { actionId, value }), options);
const watches = (roomId = 'r-general'): Promise<Watch[]> => watchesOfRoom(world().workspace, roomId);
const only = async (): Promise<Watch> => (await watches())[0] ?? expect.unreachable('Nothing is watched.');

/** What is shown, by mode; what is off is left out. */
async function shown(): Promise<Record<string, string>> {
    return Object.fromEntries(Object.entries((await only()).modes).filter(([, mode]) => mode !== 'off'));
}

describe('/hf watch', () => {
    it('watches a repository: the room is told so, the caller what is shown and how we learn of it', async () => {
        const ctx = await hf('watch acme/embedder');
        expect(ctx.said.map(({ text }) => text)).toEqual(['@alice lets this room watch `acme/embedder`. Hugging Face tells us at once, by webhook.']);
        expect(lastWhisper(ctx).text).toMatch(/^\*This is shown of `acme\/embedder` from now on:\*\n- in one living message: commits, new discussions/);
        expect(await only()).toMatchObject({ target: { type: 'model', id: 'acme/embedder' }, by: 'u-alice', modes: DEFAULT_MODES, showPrivate: false, at: world().workspace.clock.time });
        expect(world().watched()).toEqual(['model acme/embedder']);
        expect(await audited()).toEqual(['watch.started', 'webhook.created']);
    });

    it.each([
        ['acme/', { type: 'account', name: 'acme' }],
        ['dave', { type: 'account', name: 'dave' }],
        ['https://huggingface.co/acme', { type: 'account', name: 'acme' }],
        ['acme/demo', { type: 'space', id: 'acme/demo' }],
        ['spaces/acme/demo', { type: 'space', id: 'acme/demo' }],
        ['https://huggingface.co/acme/embedder/tree/main', { type: 'model', id: 'acme/embedder' }],
        ['gpt2', { type: 'model', id: 'openai-community/gpt2' }],
    ])('understands %s', async (typed, target) => {
        await hf(`watch ${typed}`);
        expect((await only()).target).toEqual(target);
    });

    it.each<[string, RegExp]>([
        ['watch no/such/thing', /neither a repository nor an account/],
        ['watch nobody-there/', /no account nobody-there/],
        ['watch acme/never-was', /no such repository/],
        ['watch zzz-never-was', /zzz-never-was/],
        ['watch acme/embedder --events wedding', /`wedding` is no event. Choose from: repo-updated/],
        ['watch acme/embedder --branch a..b', /not the name of a branch/],
        ['watch acme/embedder --author a/b', /not the name of a Hugging Face user/],
        ['watch acme/embedder --path ../x', /not a path in a repository/],
        [`watch acme/embedder --path ${Array.from({ length: 21 }, (_, at) => `p${at}`).join(',')}`, /at most 20/],
        ['watch acme/embedder --mode off', /nothing would ever be shown/],
        ['watch acme/embedder --mode loud', /Choose one of: card, thread/],
    ])('refuses %s', async (line, reason) => {
        const ctx = await hf(line);
        expect(lastWhisper(ctx)).toMatchObject({ failed: true, text: expect.stringMatching(reason) as string });
        expect([await watches(), ctx.said]).toEqual([[], []]);
    });

    it('shows the named events alone in a new watch, and changes only these in one that is there', async () => {
        await hf('watch acme/embedder --events prs,commits --branch main,dev --author @alice --path weights/**');
        expect(await shown()).toEqual({ 'repo-updated': 'card', 'pr-opened': 'card', 'pr-closed': 'card' });
        expect((await only()).filters).toEqual({ branches: ['main', 'dev'], authors: ['alice'], paths: ['weights/**'] });
        await hf('watch acme/embedder --events comments --mode channel');
        expect(await shown()).toEqual({ 'repo-updated': 'card', 'pr-opened': 'card', 'pr-closed': 'card', comment: 'channel' });
        await hf('watch acme/embedder --mode digest --branch none');
        expect(await shown()).toEqual({ 'repo-updated': 'digest', 'pr-opened': 'digest', 'pr-closed': 'digest', comment: 'digest' });
        expect((await only()).filters).toEqual({ branches: [], authors: ['alice'], paths: ['weights/**'] });
        await hf('watch acme/embedder --events push --mode off');
        expect(await shown()).toEqual({ 'pr-opened': 'digest', 'pr-closed': 'digest', comment: 'digest' });
        expect((await answerTo('watch acme/embedder')).text).toMatch(/watches `acme\/embedder` already/);
    });

    it('asks before a private repository is shown where everybody may read', async () => {
        const question = await answerTo('watch acme/bert-prod --events commits');
        expect(question.text).toMatch(/^acme\/bert-prod is private on Hugging Face/);
        expect(await watches()).toEqual([]);
        await click('watch.start', buttonOf(question, 'watch.start').value);
        expect(await only()).toMatchObject({ showPrivate: true, target: { id: 'acme/bert-prod' }, modes: { comment: 'off' } });
        await hf('watch acme/bert-prod', { room: BOARD });
        expect(await watches('r-board')).toMatchObject([{ showPrivate: false }]);
        await hf('watch acme/bert-staging --show-private');
        expect(await watches()).toHaveLength(2);
    });

    it('is open to everybody in the room, and one that is there to its maker and the managers', async () => {
        await hf('watch acme/embedder');
        expect((await answerTo('watch acme/embedder --mode digest', BO)).text).toMatch(/@alice watches acme\/embedder here. Only they/);
        await hf('watch acme/embedder --mode digest', { ...BO, manager: true });
        expect(await only()).toMatchObject({ by: 'u-alice', modes: { comment: 'digest' } });
        expect((await answerTo('unwatch acme/embedder', BO)).failed).toBe(true);
        expect((await answerTo('watch dave', BO)).text).toMatch(/whoever made this is not signed in/);
    });

    it('lets its maker alone show a public room what is private: it is seen with their account', async () => {
        await hf('watch acme/');
        const BO_MANAGES = { ...BO, manager: true };
        expect((await answerTo('watch acme/ --show-private', BO_MANAGES)).text).toMatch(/with the account of @alice\. Only they/);
        expect(await only()).toMatchObject({ by: 'u-alice', showPrivate: false });
        await hf('watch acme/ --show-private');
        await hf('watch acme/ --show-private --mode digest', BO_MANAGES);
        expect(await only()).toMatchObject({ showPrivate: true, modes: { comment: 'digest' } });
    });

    it('takes a hundred', async () => {
        for (let at = 0; at < 100; at += 1) {
            await putWatch(world().workspace, watchOf({ type: 'model', id: `many/m${at}` }));
        }
        expect((await answerTo('watch acme/embedder')).text).toMatch(/at most 100/);
    });

    it('says which way is left where Hugging Face does not answer in time', async () => {
        world().hub.faults.add({ match: '* /api/settings/webhooks*', fault: { status: 503, body: {} } });
        const ctx = await hf('watch acme/embedder', { deadlineMs: 600 });
        expect(ctx.said[0]?.text).toMatch(/We look every few minutes until a webhook is registered/);
        const due = (await world().workspace.stores.due.due(world().workspace.clock.time + 60_000)).map(({ kind, subject }) => `${kind} ${subject}`);
        expect(due.sort()).toEqual(['lineage acme', 'poll acme', 'webhook-sync u-alice']);
    });

    it('takes the buttons of lists and reports', async () => {
        const value = buttonOf(await answerTo('info model acme/embedder'), 'watch.start').value;
        const ctx = await click('watch.start', value);
        expect([ctx.said.length, (await only()).target]).toEqual([1, { type: 'model', id: 'acme/embedder' }]);
        expect(JSON.stringify(await answerTo('models search embedder'))).toContain('"actionId":"watch.start"');
    });
});

describe('/hf unwatch', () => {
    it('stops, tells the room, and gives up the webhook', async () => {
        await hf('watch acme/embedder');
        world().workspace.clock.advance(1000);
        const ctx = await hf('unwatch https://huggingface.co/acme/embedder');
        expect(ctx.said.map(({ text }) => text)).toEqual(['@alice ended it: this room does not watch `acme/embedder` any more.']);
        expect([await watches(), world().webhooks()]).toEqual([[], []]);
        expect((await answerTo('unwatch acme/embedder')).text).toMatch(/does not watch acme\/embedder/);
        expect((await answerTo('unwatch')).text).toMatch(/Say what to stop/);
    });

    it('asks which one, where several have the name', async () => {
        await putWatch(world().workspace, watchOf({ type: 'model', id: 'acme/twin' }));
        await putWatch(world().workspace, watchOf({ type: 'dataset', id: 'acme/twin' }));
        const question = await answerTo('unwatch acme/twin');
        expect(buttonsOf(question).map(({ label }) => label)).toEqual(expect.arrayContaining(['model acme/twin', 'dataset acme/twin']));
        world().workspace.clock.advance(1);
        await hf('unwatch datasets/acme/twin');
        expect(await watches()).toMatchObject([{ target: { type: 'model' } }]);
    });

    it('asks before all, and takes only what the caller may', async () => {
        await putWatch(world().workspace, watchOf({ type: 'model', id: 'a/mine' }));
        await putWatch(world().workspace, watchOf({ type: 'model', id: 'a/theirs' }, { by: 'u-bo' }));
        const question = await answerTo('unwatch --all');
        expect(question.text).toMatch(/You may stop 1 of the 2/);
        world().workspace.clock.advance(1);
        await click('watch.stop-all', buttonOf(question, 'watch.stop-all').value);
        expect(await watches()).toMatchObject([{ by: 'u-bo' }]);
        expect((await answerTo('unwatch --all')).text).toMatch(/Others made all/);
        await click('watch.stop-all', undefined, { manager: true });
        expect(await watches()).toEqual([]);
        expect((await world().workspace.stores.due.due(world().workspace.clock.time)).map(({ subject }) => subject)).toContain('u-bo');
        expect((await answerTo('unwatch --all')).text).toMatch(/watches nothing/);
    });

    it('completes what the room watches', async () => {
        await putWatch(world().workspace, watchOf({ type: 'model', id: 'acme/embedder' }));
        expect((await suggest(world().ctx(), ['unwatch', 'emb'])).map(({ command }) => command)).toEqual(['unwatch emb', 'unwatch acme/embedder']);
    });
});

describe('/hf watch list', () => {
    it('says what, how, by whom and until when, for people and machines', async () => {
        expect((await answerTo('watch list')).text).toMatch(/watches nothing/);
        await hf('watch acme/embedder --events commits --branch main');
        const webhookId = world().webhook().id;
        await rememberWebhook({ stores: world().workspace.stores, clock: world().workspace.clock.now }, webhookId);
        world().workspace.clock.advance(120_000);
        await click('watch.mute', (await only()).id);
        const { text } = await answerTo('watch list');
        expect(text).toMatch(/by @alice · muted; shown again <t:\d+:R>/);
        expect(text).toMatch(/in one living message: commits · not shown: .* · only the branch `main`\n.*by webhook · last event 2 minutes ago/);
        const json = JSON.parse((await answerTo('watch list --format json')).text.replace(/^```json\n|\n```$/g, '')) as unknown;
        expect(json).toMatchObject({ watches: [{ target: { type: 'model', id: 'acme/embedder' }, events: { 'repo-updated': 'card', comment: 'off' }, by: 'alice', delivery: { way: 'webhook', webhookId }, lastEvent: '2026-01-01T00:00:00.000Z', mutedUntil: '2026-01-02T00:02:00.000Z' }] });
    });

    it('says when was looked last where no webhook tells, and that the look failed', async () => {
        await putWatch(world().workspace, { ...watchOf({ type: 'account', name: 'acme' }), by: 'u-nobody' });
        const { job } = testJob(world().workspace);
        await pollAccount(job, 'acme');
        world().workspace.clock.advance(180_000);
        expect((await answerTo('watch list')).text).toContain('last looked 3 minutes ago');
        world().hub.faults.add({ match: '* /*', fault: { status: 503, headers: { 'Retry-After': '1000' } } });
        await pollAccount(testJob(world().workspace).job, 'acme');
        world().hub.faults.clear();
        expect((await answerTo('watch list')).text).toMatch(/the last look failed, now/);
    });

    it('goes page by page', async () => {
        for (let at = 0; at < 23; at += 1) {
            await putWatch(world().workspace, watchOf({ type: 'model', id: `many/m${String(at).padStart(2, '0')}` }));
        }
        const first = await answerTo('watch list');
        expect(first.text).toMatch(/23 repositories and accounts\* · 1–10\n1\. .*many\/m00/);
        const second = lastWhisper(await click('watch.page', buttonOf(first, 'watch.page').value));
        const third = lastWhisper(await click('watch.page', buttonOf(second, 'watch.page').value));
        expect(third.text).toMatch(/21–23\n21\. .*many\/m20/);
        expect(buttonsOf(third)).toEqual([]);
        expect(lastWhisper(await click('watch.page', '900')).text).toMatch(/1–10/);
    });

    it('offers to enable a suspended webhook, to whom it belongs', async () => {
        await hf('watch acme/embedder');
        world().hub.state.record({ kind: 'webhook-saved', webhook: { ...world().webhook(), disabled: 'suspended-after-failure' } });
        await settleNow(world().ctx());
        const enable = buttonOf(await answerTo('watch list', BO), 'watch.enable');
        expect(enable.label).toBe('Re-enable (alice)');
        expect(lastWhisper(await click('watch.enable', enable.value, BO)).text).toMatch(/Hugging Face account of @alice/);
        expect(world().webhook().disabled).toBe('suspended-after-failure');
        expect(lastWhisper(await click('watch.enable', enable.value)).text).toMatch(/works again/);
        expect(world().webhook().disabled).toBe(false);
        expect(buttonsOf(await answerTo('watch list'))).toEqual([]);
    });
});

describe('the buttons of a watch', () => {
    beforeEach(async () => void (await hf('watch acme/embedder')));

    it('mute for a day and unmute', async () => {
        const ctx = await click('watch.mute', (await only()).id);
        expect((await only()).mutedUntil).toBe(world().workspace.clock.time + 86_400_000);
        const unmute = buttonOf(ctx.said[0] ?? expect.unreachable('The room was not told.'), 'watch.unmute');
        expect(lastWhisper(await click('watch.unmute', unmute.value, BO)).failed).toBe(true);
        world().workspace.clock.advance(1);
        await click('watch.unmute', unmute.value);
        expect((await only()).mutedUntil).toBeUndefined();
    });

    it('open a form of what is shown, whose fields are checked', async () => {
        const { id } = await only();
        const opened = await interact(world().ctx(), { actionId: 'watch.less', value: id });
        expect(opened).toMatchObject({ kind: 'open', surface: { id: `watch.less:${id}` } });
        expect(JSON.stringify(opened).match(/"type":"input"/g)).toHaveLength(11);
        const fields = { 'watch.event.comment': 'off', 'watch.event.lineage': 'digest', 'watch.filter.branches': 'a..b', 'watch.filter.authors': 'alice, @bo' };
        const ctx = world().ctx();
        expect(await submit(ctx, { surfaceId: `watch.less:${id}`, fields })).toEqual({ kind: 'errors', errors: { 'watch.filter.branches': '`a..b` is not the name of a branch.' } });
        world().workspace.clock.advance(1);
        await submit(ctx, { surfaceId: `watch.less:${id}`, fields: { ...fields, 'watch.filter.branches': 'main' } });
        expect(await only()).toMatchObject({ modes: { ...DEFAULT_MODES, comment: 'off', lineage: 'digest' }, filters: { branches: ['main'], authors: ['alice', 'bo'], paths: [] } });
        await expect(submit(world().ctx(BO), { surfaceId: `watch.less:${id}`, fields: { 'watch.event.comment': 'card' } })).rejects.toMatchObject({ sentence: { key: 'watch.not_yours' } });
        const off = Object.fromEntries(Object.keys(DEFAULT_MODES).map((event) => [`watch.event.${event}`, 'off']));
        await expect(submit(ctx, { surfaceId: `watch.less:${id}`, fields: off })).rejects.toMatchObject({ sentence: { key: 'watch.silent' } });
    });

    it.each(['watch.mute', 'watch.unmute', 'watch.less', 'watch.stop'])('%s works only in the room of the watch, and on nothing forged', async (actionId) => {
        const { id } = await only();
        const text = async (value: string): Promise<string> => lastWhisper(await click(actionId, value, { room: BOARD })).text;
        expect(await text(id)).toMatch(/does not watch that any more/);
        expect(await text('../../etc')).toMatch(/older message/);
        const after = await only();
        expect([after.modes, after.mutedUntil]).toEqual([DEFAULT_MODES, undefined]);
    });
});

describe('/hf watch set', () => {
    const settings = (): Promise<unknown> => world().workspace.stores.roomSettings.get('r-general');

    it('keeps times in one spelling, for whoever manages the room, and shows them to all', async () => {
        expect((await answerTo('watch set --digest 9:00')).text).toMatch(/Only those who own/);
        const { text } = await answerTo('notifications --digest 9:30 --quiet 20:00–7:00 --time-zone europe/berlin', { manager: true });
        expect(text).toMatch(/The digest comes at 09:30[\s\S]*From 20:00 to 07:00[\s\S]*Europe\/Berlin/);
        expect(await settings()).toEqual({ digestAt: '09:30', quietFrom: '20:00', quietTo: '07:00', timeZone: 'Europe/Berlin' });
        expect((await answerTo('watch set')).text).toMatch(/The digest comes at 09:30/);
        world().workspace.clock.advance(1);
        await hf('watch set --digest off --quiet off --time-zone off', { manager: true });
        expect(await settings()).toEqual({});
        expect((await answerTo('watch set')).text).toMatch(/no other time is set[\s\S]*no quiet hours[\s\S]*UTC/);
    });

    it.each(['--digest 25:00', '--digest soon', '--quiet 20:00', '--quiet 20:00-20:00', '--quiet 8-9-10', '--time-zone Mars/Base'])('refuses %s', async (option) => {
        expect(await answerTo(`watch set ${option}`, { manager: true })).toMatchObject({ failed: true });
        expect(await settings()).toEqual({});
    });
});

it('Signing out gives up the webhook, and says that polling goes on', async () => {
    await hf('watch acme/embedder');
    expect((await answerTo('logout')).text).toMatch(/signed out of `alice`[\s\S]*by looking every few minutes/);
    expect(world().webhooks()).toEqual([]);
    await world().workspace.signIn(fakeToken('alice'));
    await hf('watch dave');
    expect(world().watched()).toEqual(['model acme/embedder', 'user dave']);
});

async function audited(): Promise<string[]> {
    return (await world().workspace.stores.ledger.read('audit:2026-01-01')).map(({ data }) => String(data.what)).sort();
}

describe('/hf doctor', () => {
    const finding = async (options?: TestCtxOptions): Promise<string> => (await answerTo('doctor', options)).text.split('\n').find((line) => /webhook|Hugging Face tells this workspace/i.test(line)) ?? '';

    it('says whether the caller is told at once, and looks whether that still holds', async () => {
        expect(await finding()).toMatch(/^✅ No webhook is registered for you, because you watch nothing yet/);
        await hf('watch acme/embedder');
        expect(await finding()).toMatch(/^✅ Hugging Face tells this workspace at once of what you watch; no event yet/);
        world().hub.state.record({ kind: 'webhook-saved', webhook: { ...world().webhook(), disabled: 'suspended-after-failure' } });
        expect(await finding()).toMatch(/^⚠️ .*because the webhook is switched off/);
    });

    it('says why there can be none, and to admins what to do', async () => {
        const ctx = world().ctx({ user: { roles: ['admin'] } });
        const runtime = { ...ctx.runtime, endpointUrl: () => Promise.resolve(undefined) };
        await runCommand({ ...ctx, runtime }, ['doctor']);
        expect(lastWhisper(ctx).text).toMatch(/✅ No webhook can be registered, because this workspace does not know its own address; .*Site URL/);
    });
});
