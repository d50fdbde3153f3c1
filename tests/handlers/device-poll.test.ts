import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WEBHOOK_WORK } from '../../flows/watching/settle-webhook';
import { putWatch } from '../../flows/watching/watches';
import { interact } from '../../handlers/interact';
import { work } from '../../handlers/work';
import { startHub, type HubServer } from '../../playground/hub/server';
import { DEFAULT_MODES } from '../../services/workflows/watching';
import { ALICE, TestWorkspace, type TestCtx } from '../helpers/test-ctx';
import { testJob, type TestJob } from '../helpers/test-job-ctx';
import { buttonOf, lastWhisper } from '../helpers/views';

const SETTINGS = { oauthClientId: 'teamflow-playground' };
const SECOND = 1000;
let hub: HubServer;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub({ clock: () => workspace?.clock.time ?? Date.UTC(2026, 0, 1) });
});
afterAll(() => hub.stop());
beforeEach(() => {
    hub.faults.clear();
    hub.state.deviceLogins.clear();
    workspace = new TestWorkspace(hub);
});

/** Starts a sign-in by the button of a message, as `/hf login` shows it without a trigger. */
async function start(): Promise<{ readonly ctx: TestCtx; readonly userCode: string }> {
    const ctx = workspace.ctx({ settings: SETTINGS, threadId: 't-1' });
    await interact(ctx, { actionId: 'login.device', value: 'message' });
    const userCode = /`([A-Z]{4}-[A-Z]{4})`/.exec(lastWhisper(ctx).text)?.[1];
    if (userCode === undefined) {
        throw new Error('No code was shown.');
    }
    return { ctx, userCode };
}

/** Time passes, and the job runs as it was asked to. */
async function runAfter(ms: number): Promise<TestJob> {
    workspace.clock.advance(ms);
    const run = testJob(workspace, { settings: SETTINGS });
    await work(run.job);
    return run;
}

const told = ({ acted }: TestJob): string[] => acted.flatMap(({ whispered }) => whispered.map(({ view }) => view.text));
const stored = () => workspace.stores.accounts.get(ALICE.id);

describe('signing in with a device code', () => {
    it('shows the code in the form, in place of what was there', async () => {
        const ctx = workspace.ctx({ settings: SETTINGS });
        const outcome = await interact(ctx, { actionId: 'login.device', value: 'form' });
        expect(outcome).toMatchObject({ kind: 'update', surface: { id: 'login.token', kind: 'modal' } });
        expect(JSON.stringify(outcome)).toContain(`${hub.url}/oauth/device`);
        expect(ctx.wakeUps).toEqual([workspace.clock.time + 5 * SECOND]);
    });

    it('asks for what the whole app needs, and for reading alone where the OAuth app is not allowed more', async () => {
        await start();
        const scopes = (): readonly string[] => [...hub.state.deviceLogins.values()].at(-1)?.scopes ?? [];
        expect(scopes()).toEqual(expect.arrayContaining(['read-repos', 'manage-repos', 'write-discussions', 'webhooks']));
        hub.faults.add({ match: 'POST /oauth/device', times: 1, fault: { status: 400, body: { error: 'invalid_scope', error_description: 'Not allowed' } } });
        await start();
        expect(scopes()).toContain('read-repos');
        expect(scopes()).not.toContain('manage-repos');
    });

    it('lets what the user watches come by webhook', async () => {
        await putWatch(workspace.ctx(), { id: 'w', roomId: 'r-general', target: { type: 'account', name: 'acme' }, modes: DEFAULT_MODES, filters: { branches: [], authors: [], paths: [] }, by: ALICE.id, at: 0, showPrivate: false });
        const { userCode } = await start();
        hub.device.approve(userCode, 'alice');
        await runAfter(10 * SECOND);
        expect((await workspace.stores.due.due(workspace.clock.time)).map(({ kind, subject }) => [kind, subject])).toContainEqual([WEBHOOK_WORK, ALICE.id]);
    });

    it('waits, then stores the account and tells the user where they began', async () => {
        const { ctx, userCode } = await start();
        const waiting = await runAfter(5 * SECOND);
        expect(told(waiting)).toEqual([]);
        expect(waiting.wakeUps).toEqual([workspace.clock.time + 5 * SECOND]);
        hub.device.approve(userCode, 'alice');
        const granted = await runAfter(5 * SECOND);
        expect(told(granted)).toEqual([expect.stringContaining('You are signed in as *alice*. The sign-in renews itself.')]);
        expect(granted.acted.map(({ room, threadId }) => ({ room: room.id, threadId }))).toEqual([{ room: ctx.room.id, threadId: 't-1' }]);
        expect(await stored()).toMatchObject({ account: { kind: 'oauth', name: 'alice', expiresAt: workspace.clock.time + 28_800 * SECOND, scopes: expect.arrayContaining(['read-repos']) as string[] } });
        expect(await workspace.stores.due.due(workspace.clock.time + 3_600 * SECOND)).toEqual([]);
    });

    it.each(['denied', 'expired'] as const)('tells once that it was %s', async (outcome) => {
        const { userCode } = await start();
        if (outcome === 'denied') {
            hub.device.deny(userCode);
        }
        const run = await runAfter(outcome === 'denied' ? 5 * SECOND : 901 * SECOND);
        expect(told(run)).toHaveLength(1);
        expect(told(run)[0]).toContain(outcome === 'denied' ? 'You said no' : 'The code ran out');
        expect(await stored()).toEqual({ state: 'none' });
        expect(told(await runAfter(60 * SECOND))).toEqual([]);
        expect(workspace.database.dump()).not.toContain('"box"');
    });

    it.each(['granted', 'denied', 'cancelled'] as const)('leaves nothing behind a day after it was %s', async (outcome) => {
        const before = workspace.database.size;
        const { ctx, userCode } = await start();
        if (outcome === 'cancelled') {
            await interact(ctx, { actionId: 'login.cancel', value: buttonOf(lastWhisper(ctx), 'login.cancel').value });
        } else {
            hub.device[outcome === 'granted' ? 'approve' : 'deny'](userCode, 'alice');
        }
        await runAfter(5 * SECOND);
        await runAfter(24 * 3_600 * SECOND);
        await workspace.stores.accounts.remove(ALICE.id);
        await workspace.stores.vault.sweep(workspace.clock.time + SECOND);
        // The generated key is all that stays.
        expect(workspace.database.size - before).toBe(1);
    });

    it('asks less often when the Hub says so', async () => {
        await start();
        await runAfter(5 * SECOND);
        // The Hub counts from the poll before; this one comes too early.
        hub.state.deviceLogins.forEach((pending) => (pending.lastPollAt = workspace.clock.time + 5 * SECOND));
        const early = await runAfter(5 * SECOND);
        expect(early.wakeUps).toEqual([workspace.clock.time + 10 * SECOND]);
        expect((await runAfter(10 * SECOND)).wakeUps).toEqual([workspace.clock.time + 10 * SECOND]);
    });

    it('goes on when the Hub does not answer for a while', async () => {
        const { userCode } = await start();
        hub.faults.add({ match: 'POST /oauth/token', times: 1, fault: { kind: 'down' } });
        const down = await runAfter(5 * SECOND);
        expect(told(down)).toEqual([]);
        hub.device.approve(userCode, 'alice');
        expect(told(await runAfter(5 * SECOND))).toHaveLength(1);
    });

    it('asks for the newest of a user’s sign-ins only', async () => {
        const first = await start();
        workspace.clock.advance(SECOND);
        const second = await start();
        hub.device.approve(first.userCode, 'alice');
        hub.clearRequests();
        await runAfter(5 * SECOND);
        await runAfter(5 * SECOND);
        expect(hub.requests.filter(({ path }) => path === '/oauth/token').length).toBeLessThanOrEqual(2);
        expect(await stored()).toEqual({ state: 'none' });
        hub.device.approve(second.userCode, 'alice');
        const done = await runAfter(5 * SECOND);
        expect(told(done)).toHaveLength(1);
        expect(await stored()).toMatchObject({ state: 'ok' });
    });

    it('can be cancelled by its owner alone', async () => {
        const { ctx, userCode } = await start();
        const { value } = buttonOf(lastWhisper(ctx), 'login.cancel');
        const other = workspace.ctx({ user: { id: 'u-other' }, settings: SETTINGS });
        await interact(other, { actionId: 'login.cancel', value });
        expect(lastWhisper(other).text).toContain('over already');
        await interact(ctx, { actionId: 'login.cancel', value });
        expect(lastWhisper(ctx).text).toBe('Signing in was cancelled.');
        hub.device.approve(userCode, 'alice');
        expect(told(await runAfter(5 * SECOND))).toEqual([]);
        expect(await stored()).toEqual({ state: 'none' });
    });

    it('is taken back when it is cancelled while the grant is under way', async () => {
        const { ctx, userCode } = await start();
        hub.device.approve(userCode, 'alice');
        workspace.clock.advance(5 * SECOND);
        const run = testJob(workspace, { settings: SETTINGS });
        const { value } = buttonOf(lastWhisper(ctx), 'login.cancel');
        const put = workspace.stores.accounts.put.bind(workspace.stores.accounts);
        workspace.stores.accounts.put = async (...args) => {
            await interact(ctx, { actionId: 'login.cancel', value });
            return put(...args);
        };
        await work(run.job);
        expect(told(run)).toEqual([]);
        expect(await stored()).toEqual({ state: 'none' });
    });

    it('killed between storing the account and saying so: the next run says so', async () => {
        const { userCode } = await start();
        hub.device.approve(userCode, 'alice');
        const settle = workspace.stores.deviceFlows.settle.bind(workspace.stores.deviceFlows);
        workspace.stores.deviceFlows.settle = () => Promise.reject(new Error('The process was killed.'));
        expect(told(await runAfter(5 * SECOND))).toEqual([]);
        expect(await stored()).toMatchObject({ state: 'ok' });
        workspace.stores.deviceFlows.settle = settle;
        expect(told(await runAfter(120 * SECOND))).toEqual([expect.stringContaining('You are signed in as *alice*')]);
    });

    it('leaves the user signed in when the name can not be asked for', async () => {
        const { userCode } = await start();
        hub.device.approve(userCode, 'alice');
        hub.faults.add({ match: 'GET /api/whoami-v2', fault: { status: 429, headers: { 'Retry-After': '100' } } });
        expect(told(await runAfter(5 * SECOND))).toEqual([expect.stringContaining('You are signed in. The sign-in renews itself.')]);
        expect(await stored()).toMatchObject({ account: { kind: 'oauth' } });
    });

    it.each([
        ['', 'is not set up in this workspace'],
        ['unknown-client', 'does not know this workspace'],
    ])('says what is wrong with the client id %j', async (oauthClientId, sentence) => {
        const ctx = workspace.ctx({ settings: { oauthClientId } });
        await interact(ctx, { actionId: 'login.device', value: 'message' });
        expect(lastWhisper(ctx).text).toContain(sentence);
        expect(await interact(ctx, { actionId: 'login.device', value: 'form' })).toMatchObject({ kind: 'update', surface: { blocks: expect.arrayContaining([{ type: 'section', text: lastWhisper(ctx).text }]) as unknown[] } });
        expect(await workspace.stores.due.due(Infinity)).toEqual([]);
    });

    it('never puts the device code or a token where it could be read', async () => {
        const { ctx, userCode } = await start();
        const [device] = [...hub.state.deviceLogins.keys()];
        hub.device.approve(userCode, 'alice');
        const run = await runAfter(5 * SECOND);
        const found = await stored();
        const token = found.state === 'ok' ? found.account.token : '';
        expect(token).toMatch(/^hf_oauth_/);
        const everything = [workspace.database.dump(), JSON.stringify(ctx.whispered), JSON.stringify(run.acted.map(({ whispered, logged }) => ({ whispered, logged }))), JSON.stringify(run.logged)].join();
        expect(everything).not.toContain(token);
        expect(everything).not.toContain(device);
    });
});
