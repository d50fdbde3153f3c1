import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../../commands/run-command';
import { suggest } from '../../commands/suggest';
import { UserError } from '../../context/user-error';
import { ANSWER_WITHIN_MS } from '../../context/within';
import { interact, submit } from '../../handlers/interact';
import { work } from '../../handlers/work';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import type { Hub } from '../../services/hub';
import { TOKEN_FIELD } from '../../ui/login-views';
import { ALICE, TestWorkspace, type TestCtx, type TestCtxOptions } from '../helpers/test-ctx';
import { testJob } from '../helpers/test-job-ctx';
import { buttonOf, buttonsOf, lastWhisper } from '../helpers/views';

let hub: HubServer;
let workspace: TestWorkspace;

beforeAll(async () => {
    hub = await startHub({ clock: () => workspace?.clock.time ?? Date.UTC(2026, 0, 1) });
});
afterAll(() => hub.stop());
beforeEach(() => {
    hub.faults.clear();
    hub.clearRequests();
    workspace = new TestWorkspace(hub);
});

async function login(words: readonly string[], options: TestCtxOptions = {}): Promise<TestCtx> {
    const ctx = workspace.ctx(options);
    await runCommand(ctx, ['login', ...words]);
    return ctx;
}

async function paste(text: string | undefined, options: TestCtxOptions = {}): Promise<{ readonly ctx: TestCtx; readonly outcome: Awaited<ReturnType<typeof submit>> }> {
    const ctx = workspace.ctx(options);
    const outcome = await submit(ctx, { surfaceId: 'login.token', fields: { [TOKEN_FIELD]: text } });
    return { ctx, outcome };
}

const stored = () => workspace.stores.accounts.get(ALICE.id);

describe('/hf login opens a form', () => {
    it('with a field for the token, a link to make one, and no other way when OAuth is not set up', async () => {
        const { opened, whispered } = await login([]);
        expect(whispered).toEqual([]);
        expect(opened.map(({ id, kind }) => ({ id, kind }))).toEqual([{ id: 'login.token', kind: 'modal' }]);
        expect(JSON.stringify(opened)).toContain(`${hub.url}/settings/tokens/new?tokenType=fineGrained&ownUserPermissions=repo.content.read`);
        expect(opened.flatMap(buttonsOf)).toEqual([]);
    });

    it('with a button to sign in on huggingface.co when OAuth is set up', async () => {
        const { opened } = await login([], { settings: { oauthClientId: 'teamflow-playground' } });
        expect(opened.flatMap(buttonsOf).map(({ actionId }) => actionId)).toEqual(['login.device']);
    });

    it('by a button when the command came without a trigger', async () => {
        const ctx = await login([], { trigger: false });
        expect(buttonsOf(lastWhisper(ctx)).map(({ actionId }) => actionId)).toEqual(['login.open']);
        const outcome = await interact(ctx, { actionId: 'login.open', value: undefined });
        expect(outcome).toMatchObject({ kind: 'open', surface: { id: 'login.token' } });
    });
});

describe('the form', () => {
    it('checks the token with Hugging Face, stores it and says who it is', async () => {
        const { ctx, outcome } = await paste(`  ${fakeToken('alice')} `);
        expect(outcome).toBeUndefined();
        expect(lastWhisper(ctx).text).toContain('You are signed in as *alice*. The token can read and write.');
        expect(await stored()).toMatchObject({ state: 'ok', account: { kind: 'token', token: fakeToken('alice'), name: 'alice' } });
        expect(hub.requests.filter(({ path }) => path === '/api/whoami-v2')).toHaveLength(1);
    });

    it('remembers when the token ends', async () => {
        await paste(fakeToken('expiring'));
        expect(await stored()).toMatchObject({ account: { expiresAt: Date.UTC(2026, 0, 8) } });
    });

    it.each([
        ['', 'Paste a token first.'],
        [undefined, 'Paste a token first.'],
        ['bert', 'This is not a Hugging Face token.'],
        ['hf_tooShort', 'This is not a Hugging Face token.'],
        [`hf_${'x'.repeat(34)}`, 'This is not a Hugging Face token.'],
        [fakeToken('revoked'), 'Hugging Face does not accept this token'],
        [fakeToken('expired'), 'This token has expired.'],
    ])('says under the field what is wrong with %j, and stores nothing', async (text, sentence) => {
        const { ctx, outcome } = await paste(text);
        expect(outcome).toMatchObject({ kind: 'errors', errors: { [TOKEN_FIELD]: expect.stringContaining(sentence) as string } });
        expect(ctx.whispered).toEqual([]);
        expect(await stored()).toEqual({ state: 'none' });
    });

    it('keeps the account that is there when a new token is refused', async () => {
        await workspace.signIn(fakeToken('bo'), { name: 'bo' });
        await paste(fakeToken('expired'));
        expect(await stored()).toMatchObject({ account: { name: 'bo' } });
    });

    it('is answered in time by a slow Hub; the job tells the result', async () => {
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
        const ctx = workspace.ctx();
        const silent = { ...ctx, hub: { ...ctx.hub, as: () => ({ ...ctx.hub, getJson: () => new Promise<never>(() => undefined) }) } };
        const answer = submit(silent, { surfaceId: 'login.token', fields: { [TOKEN_FIELD]: fakeToken('alice') } });
        await vi.advanceTimersByTimeAsync(ANSWER_WITHIN_MS);
        vi.useRealTimers();
        expect(await answer).toBeUndefined();
        expect(lastWhisper(ctx).text).toContain('the answer comes here');
        expect(ctx.wakeUps).toEqual([workspace.clock.time]);
        expect(workspace.database.dump()).not.toContain(fakeToken('alice'));
        expect(await stored()).toEqual({ state: 'none' });

        const { job, acted } = testJob(workspace);
        await work(job);
        expect(acted.flatMap(({ whispered }) => whispered.map(({ view }) => view.text)).join()).toContain('You are signed in as *alice*');
        expect(await stored()).toMatchObject({ state: 'ok', account: { name: 'alice' } });
        expect(await workspace.stores.pendingLogins.get(ALICE.id)).toBeUndefined();
    });
});

describe('a token that could not be checked at once', () => {
    async function pending(token: string): Promise<void> {
        await workspace.stores.pendingLogins.keep(ALICE.id, { token, roomId: 'r-x', threadId: 't-1', until: workspace.clock.time + 60_000 });
        await workspace.stores.due.schedule({ kind: 'login.check', subject: ALICE.id, at: workspace.clock.time });
    }

    it('is asked about again until Hugging Face answers, in the room and thread it came from', async () => {
        await pending(fakeToken('alice'));
        hub.faults.add({ match: 'GET /api/whoami-v2', times: 1, fault: { status: 429, headers: { 'Retry-After': '100' } } });
        const first = testJob(workspace);
        await work(first.job);
        expect(first.acted.flatMap(({ whispered }) => whispered)).toEqual([]);
        expect(first.wakeUps).toEqual([workspace.clock.time + 30_000]);
        workspace.clock.advance(30_000);
        const second = testJob(workspace);
        await work(second.job);
        expect(second.acted.map(({ room, threadId }) => ({ room: room.id, threadId }))).toEqual([{ room: 'r-x', threadId: 't-1' }]);
        expect(await stored()).toMatchObject({ account: { name: 'alice' } });
    });

    it('is given up after a while, and not kept', async () => {
        await pending(fakeToken('alice'));
        hub.faults.add({ match: 'GET /api/whoami-v2', fault: { kind: 'rate-limited', resetSeconds: 200 } });
        workspace.clock.advance(60_000);
        const { job, acted } = testJob(workspace);
        await work(job);
        expect(acted.flatMap(({ whispered }) => whispered.map(({ view }) => view.text)).join()).toContain('could not be checked');
        expect(await stored()).toEqual({ state: 'none' });
        expect(workspace.database.dump()).not.toContain('"box"');
    });

    it('is refused like any other', async () => {
        await pending(fakeToken('expired'));
        const { job, acted } = testJob(workspace);
        await work(job);
        expect(acted.flatMap(({ whispered }) => whispered.map(({ view }) => view.text)).join()).toContain('This token has expired');
        expect(await stored()).toEqual({ state: 'none' });
    });

    /** Runs the check of alice's token, and something else while Hugging Face takes its time. */
    async function checking(meanwhile: () => Promise<unknown>): Promise<readonly TestCtx[]> {
        await pending(fakeToken('alice'));
        const { job, acted } = testJob(workspace);
        await work({ ...job, as: async (place) => {
            const ctx = await job.as(place);
            return ctx && { ...ctx, hub: afterAnswer(ctx.hub, meanwhile) };
        } });
        return acted;
    }

    /** A Hub whose answers arrive only after `meanwhile`. */
    function afterAnswer(hub: Hub, meanwhile: () => Promise<unknown>): Hub {
        const getJson: Hub['getJson'] = async (...args) => {
            const answer = await hub.getJson(...args);
            await meanwhile();
            return answer;
        };
        return Object.assign(Object.create(hub) as Hub, { as: (token: Parameters<Hub['as']>[0]) => afterAnswer(hub.as(token), meanwhile), getJson });
    }

    it('gives way to one that is pasted while it is checked', async () => {
        const acted = await checking(() => pending(fakeToken('bo')));
        expect(acted.flatMap(({ whispered }) => whispered)).toEqual([]);
        expect(await stored()).toEqual({ state: 'none' });
        await work(testJob(workspace).job);
        expect(await stored()).toMatchObject({ account: { name: 'bo' } });
    });

    it('gives way to one that was accepted while it is checked', async () => {
        await checking(() => login([fakeToken('bo')]));
        expect(await stored()).toMatchObject({ account: { name: 'bo' } });
    });

    it('does not sign in again who signs out while it is checked, or before', async () => {
        const signOut = () => runCommand(workspace.ctx(), ['logout']);
        await checking(signOut);
        expect(await stored()).toEqual({ state: 'none' });
        await pending(fakeToken('alice'));
        await signOut();
        await work(testJob(workspace).job);
        expect(await stored()).toEqual({ state: 'none' });
    });

    it('is dropped when another one is accepted before it is checked', async () => {
        await pending(fakeToken('alice'));
        await paste(fakeToken('bo'));
        await work(testJob(workspace).job);
        expect(await stored()).toMatchObject({ account: { name: 'bo' } });
    });

    it('is dropped when its owner is gone', async () => {
        await pending(fakeToken('alice'));
        await work(testJob(workspace, { gone: [ALICE.id] }).job);
        expect(workspace.database.dump()).not.toContain('"box"');
    });
});

describe('/hf login hf_…', () => {
    it('signs in, warns that commands are logged, and offers to revoke', async () => {
        const ctx = await login([fakeToken('bo')]);
        const view = lastWhisper(ctx);
        expect(view.text).toContain('You are signed in as *bo*. The token can read.');
        expect(view.text).toContain('log for up to 30 days');
        expect(buttonsOf(view).map(({ actionId, style }) => ({ actionId, style }))).toEqual([
            { actionId: 'login.revoke', style: 'danger' },
            { actionId: 'login.keep', style: undefined },
        ]);
        expect(JSON.stringify(ctx.whispered)).not.toContain(fakeToken('bo'));
    });

    it('revokes in two steps, and signs out', async () => {
        const ctx = await login([fakeToken('bo')]);
        const { value } = buttonOf(lastWhisper(ctx), 'login.revoke');
        await interact(ctx, { actionId: 'login.revoke', value });
        expect(lastWhisper(ctx).text).toContain('for good?');
        expect(hub.state.tokens.has(fakeToken('bo'))).toBe(true);
        const token = hub.state.tokens.get(fakeToken('bo'));
        await interact(ctx, { actionId: 'leak.revoke', value: buttonOf(lastWhisper(ctx), 'leak.revoke').value });
        expect(hub.state.tokens.has(fakeToken('bo'))).toBe(false);
        expect(lastWhisper(ctx).text).toContain('you are signed out');
        expect(await stored()).toEqual({ state: 'none' });
        expect(ctx.whispered.slice(1).every(({ replace }) => replace)).toBe(true);
        if (token) {
            hub.state.tokens.set(token.value, token);
        }
    });

    it('keeps it on a click, and forgets what was kept for revoking', async () => {
        const ctx = await login([fakeToken('bo')]);
        const { value } = buttonOf(lastWhisper(ctx), 'login.keep');
        await interact(ctx, { actionId: 'login.keep', value });
        expect(lastWhisper(ctx).text).toBe('The token stays as it is.');
        expect(await stored()).toMatchObject({ state: 'ok' });
        await interact(ctx, { actionId: 'leak.revoke', value });
        expect(hub.state.tokens.has(fakeToken('bo'))).toBe(true);
        expect(lastWhisper(ctx).text).toContain('dismissed already');
    });

    it.each([
        [fakeToken('revoked'), 'login.refused.refused', 2],
        [fakeToken('expired'), 'login.refused.expired', 2],
        ['hf_short', 'login.refused.shape', 2],
        ['bert', 'login.refused.shape', 1],
    ])('refuses %s by %s', async (token, key, sentences) => {
        const refused = await login([token]).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(UserError);
        expect(refused).toMatchObject({ sentence: { key }, steps: { length: sentences - 1 } });
        expect(JSON.stringify(refused)).not.toContain(token === 'bert' ? '"bert"' : token);
        expect(await stored()).toEqual({ state: 'none' });
    });

    it('stores nothing when Hugging Face can not be asked', async () => {
        hub.faults.add({ match: 'GET /api/whoami-v2', fault: { kind: 'rate-limited', resetSeconds: 200 } });
        await expect(login([fakeToken('bo')])).rejects.toMatchObject({ sentence: { key: 'login.gave_up' } });
        expect(await stored()).toEqual({ state: 'none' });
    });

    it('is not repeated in the list that the client shows while typing: the server logs that list', async () => {
        expect(await suggest(workspace.ctx(), ['login', fakeToken('bo')])).toEqual([]);
        expect(await suggest(workspace.ctx(), ['login'])).not.toEqual([]);
    });
});

describe('/hf logout', () => {
    async function logout(): Promise<string> {
        const ctx = workspace.ctx();
        await runCommand(ctx, ['logout']);
        return lastWhisper(ctx).text;
    }

    it('deletes the token, says that it lives on and where, and does nothing the second time', async () => {
        await workspace.signIn(fakeToken('alice'), { name: 'alice' });
        const text = await logout();
        expect(text).toContain('You are signed out of `alice`.');
        expect(text).toContain(`${hub.url}/settings/tokens`);
        expect(await stored()).toEqual({ state: 'none' });
        expect(await logout()).toBe('You are not signed in.');
    });

    it('names the other page for a sign-in on huggingface.co', async () => {
        await workspace.stores.accounts.put(ALICE.id, { kind: 'oauth', token: 'hf_oauth_a.b.c' });
        expect(await logout()).toContain('/settings/connected-applications');
    });

    it('deletes an account that can not be read any more', async () => {
        await workspace.signIn(fakeToken('alice'));
        workspace.database.tamper((data) => JSON.parse(JSON.stringify(data).replace(/"keyId":"[^"]+"/, '"keyId":"00000000"')) as unknown);
        expect((await stored()).state).toBe('unreadable');
        expect(await logout()).toContain('You are signed out.');
        expect(await stored()).toEqual({ state: 'none' });
    });
});
