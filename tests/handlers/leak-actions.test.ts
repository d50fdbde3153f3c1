import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordLeak } from '../../context/record-leak';
import { interact } from '../../handlers/interact';
import { offerRevocation } from '../../handlers/leak-guard';
import { work } from '../../handlers/work';
import { LEAK_LIFETIME_MS } from '../../persistence';
import { fakeToken } from '../../playground/hub/seed/ids';
import { startHub, type HubServer } from '../../playground/hub/server';
import { ALICE, GENERAL, TestWorkspace, type TestCtx } from '../helpers/test-ctx';
import { testJob } from '../helpers/test-job-ctx';
import { buttonOf, buttonsOf, lastWhisper } from '../helpers/views';

let hub: HubServer;
let workspace: TestWorkspace;

beforeEach(async () => {
    workspace = new TestWorkspace(hub);
    await workspace.signIn(fakeToken('alice'), { name: 'alice' });
});
beforeAll(async () => {
    hub = await startHub({ clock: () => workspace?.clock.time ?? Date.UTC(2026, 0, 1) });
});
afterAll(() => hub.stop());

const leak = (token: string, roomId = GENERAL.id) => recordLeak(workspace.stores, { authorId: ALICE.id, roomId, token });

async function offer(): Promise<TestCtx> {
    const ctx = workspace.ctx();
    await offerRevocation(ctx);
    return ctx;
}

describe('offerRevocation', () => {
    it('shows the author one message with two buttons per token, and no token', async () => {
        await leak(fakeToken('bo'));
        workspace.clock.advance(1000);
        await leak(fakeToken('carol'));
        const ctx = await offer();
        expect(ctx.whispered).toHaveLength(1);
        expect(buttonsOf(lastWhisper(ctx)).map(({ actionId }) => actionId)).toEqual(['leak.revoke', 'leak.dismiss', 'leak.revoke', 'leak.dismiss']);
        expect(lastWhisper(ctx).text).toContain('You posted 2 Hugging Face tokens.');
        expect(JSON.stringify(ctx.whispered)).not.toContain(fakeToken('bo'));
        expect(JSON.stringify(ctx.whispered)).toContain(fakeToken('bo').slice(-4));
    });

    it('is quiet without an open leak, in another room, and to others', async () => {
        expect((await offer()).whispered).toEqual([]);
        await leak(fakeToken('bo'), 'r-other');
        expect((await offer()).whispered).toEqual([]);
        await leak(fakeToken('carol'));
        const other = workspace.ctx({ user: { id: 'u-other' } });
        await offerRevocation(other);
        expect(other.whispered).toEqual([]);
    });

    it('does not offer again what was settled or has run out', async () => {
        const { id } = await leak(fakeToken('bo'));
        await workspace.stores.leaks.settle(id, ALICE.id, 'dismissed');
        expect((await offer()).whispered).toEqual([]);
        await leak(fakeToken('carol'));
        workspace.clock.advance(LEAK_LIFETIME_MS);
        expect((await offer()).whispered).toEqual([]);
    });
});

describe('leak.revoke', () => {
    it('revokes at Hugging Face, and leaves another sign-in alone', async () => {
        await leak(fakeToken('carol'));
        const ctx = await offer();
        const { value } = buttonOf(lastWhisper(ctx), 'leak.revoke');
        await interact(ctx, { actionId: 'leak.revoke', value });
        expect(hub.state.tokens.has(fakeToken('carol'))).toBe(false);
        expect(lastWhisper(ctx).text).toContain('gets an e-mail');
        expect(lastWhisper(ctx).text).not.toContain('you are signed out');
        expect(await workspace.stores.accounts.get(ALICE.id)).toMatchObject({ state: 'ok' });
        await interact(ctx, { actionId: 'leak.revoke', value });
        expect(lastWhisper(ctx).text).toContain('was revoked already');
    });

    it('signs the author out when it was their own token here', async () => {
        await leak(fakeToken('alice'));
        const ctx = await offer();
        await interact(ctx, { actionId: 'leak.revoke', value: buttonOf(lastWhisper(ctx), 'leak.revoke').value });
        expect(lastWhisper(ctx).text).toContain('you are signed out');
        expect(await workspace.stores.accounts.get(ALICE.id)).toEqual({ state: 'none' });
    });

    it('keeps the token to try again when Hugging Face fails', async () => {
        const { id } = await leak(fakeToken('bo'));
        hub.faults.add({ match: 'POST /api/credentials/revoke', times: 1, fault: { status: 400 } });
        await expect(interact(workspace.ctx(), { actionId: 'leak.revoke', value: id })).rejects.toMatchObject({ kind: 'bad-request' });
        expect(await workspace.stores.leaks.open(id, ALICE.id)).toMatchObject({ state: 'open' });
    });

    it.each(['leak.revoke', 'leak.dismiss', 'login.revoke', 'login.keep'])('%s is the author\'s alone', async (actionId) => {
        const { id } = await leak(fakeToken('bo'));
        const other = workspace.ctx({ user: { id: 'u-other' } });
        await interact(other, { actionId, value: id });
        expect(lastWhisper(other).text).toBe('Only the person who posted the token may do this.');
        expect(hub.state.tokens.has(fakeToken('bo'))).toBe(true);
        expect(await workspace.stores.leaks.open(id, ALICE.id)).toMatchObject({ state: 'open' });
    });

    it('says so when there is no such leak', async () => {
        const ctx = workspace.ctx();
        await interact(ctx, { actionId: 'leak.revoke', value: 'gone' });
        expect(lastWhisper(ctx).text).toContain('has run out');
    });
});

describe('leak.dismiss', () => {
    it('deletes what was kept', async () => {
        const { id } = await leak(fakeToken('bo'));
        const ctx = workspace.ctx();
        await interact(ctx, { actionId: 'leak.dismiss', value: id });
        expect(lastWhisper(ctx).text).toContain('is deleted');
        expect(hub.state.tokens.has(fakeToken('bo'))).toBe(true);
        expect(await workspace.stores.leaks.open(id, ALICE.id)).toMatchObject({ state: 'settled', outcome: 'dismissed' });
    });
});

describe('leak.expire', () => {
    it('deletes the token after a day without a decision, and nothing is left to do', async () => {
        await workspace.stores.accounts.remove(ALICE.id);
        const { id } = await leak(fakeToken('bo'));
        workspace.clock.advance(LEAK_LIFETIME_MS - 1);
        await work(testJob(workspace).job);
        expect(await workspace.stores.leaks.open(id, ALICE.id)).toMatchObject({ state: 'open' });
        workspace.clock.advance(1);
        await work(testJob(workspace).job);
        expect(await workspace.stores.leaks.open(id, ALICE.id)).toEqual({ state: 'unknown' });
        expect(await workspace.stores.due.due(Infinity)).toEqual([]);
        expect(workspace.database.dump()).not.toContain('"box"');
        await workspace.stores.vault.sweep(Infinity);
        expect(workspace.database.dump()).not.toContain(id);
    });

    it('reminds the author once, and not at all when they had decided', async () => {
        const first = await leak(fakeToken('bo'));
        const second = await leak(fakeToken('carol'));
        await workspace.stores.leaks.settle(second.id, ALICE.id, 'dismissed');
        workspace.clock.advance(LEAK_LIFETIME_MS);
        const { job, acted } = testJob(workspace);
        await work(job);
        await work(job);
        const notices = acted.flatMap(({ notified }) => notified);
        expect(notices.map(({ text }) => text)).toEqual([expect.stringContaining(first.masked)]);
        expect(notices[0]?.text).not.toContain(fakeToken('bo'));
    });
});
