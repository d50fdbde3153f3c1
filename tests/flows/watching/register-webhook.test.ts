import { createHash } from 'crypto';
import { describe, expect, it } from 'vitest';
import { syncWebhook } from '../../../flows/watching/register-webhook';
import { partWithWebhook, WEBHOOK_WORK } from '../../../flows/watching/settle-webhook';
import { watchWay, webhookState } from '../../../flows/watching/webhook-state';
import { work } from '../../../handlers/work';
import { webhookWork } from '../../../handlers/webhook-work';
import { fakeToken } from '../../../playground/hub/seed/ids';
import type { Ctx } from '../../../context/ctx';
import { killAfter, survives } from '../../helpers/memory-store';
import { testJob } from '../../helpers/test-job-ctx';
import { ACME, DAVE, MODEL, useWebhooks } from './webhook-world';

const world = useWebhooks();
const sync = (): ReturnType<typeof syncWebhook> => syncWebhook(world().ctx());
const audited = async (): Promise<string[]> => (await world().workspace.stores.ledger.read('audit:2026-01-01')).map(({ data }) => String(data.what)).sort();

describe('the webhook of an account', () => {
    it('is made, extended, shortened and deleted with what its user watches', async () => {
        expect(await sync()).toBeUndefined();
        await world().watch(MODEL);
        const way = await sync();
        const [webhook] = world().webhooks();
        expect(way).toEqual({ way: 'webhook', webhookId: webhook?.id });
        expect(webhook).toMatchObject({ owner: 'alice', url: 'https://chat.example.org/api/apps/public/6f1c2b8e-3d4a-4c7b-9e21-5a0d8f7c3b16/webhook', domains: ['repo', 'discussion'] });
        expect(webhook?.secret).toBe((await world().ctx().runtime.webhookSecrets())[0]);
        expect(await watchWay(world().workspace, 'u-alice')).toEqual(way);

        await world().watch(DAVE);
        await world().watch({ type: 'dataset', id: 'acme/support-tickets' }, { roomId: 'r-other' });
        await sync();
        expect(world().watched()).toEqual(['dataset acme/support-tickets', 'model acme/bert-prod', 'user dave']);

        await world().watch(ACME);
        await sync();
        expect(world().watched()).toEqual(['org acme', 'user dave']);

        await world().unwatch(ACME);
        await world().unwatch(DAVE);
        await sync();
        expect(world().watched()).toEqual(['dataset acme/support-tickets', 'model acme/bert-prod']);

        await world().unwatch(MODEL);
        await world().unwatch({ type: 'dataset', id: 'acme/support-tickets' }, { roomId: 'r-other' });
        expect(await sync()).toBeUndefined();
        expect(world().webhooks()).toEqual([]);
        expect(await watchWay(world().workspace, 'u-alice')).toBeUndefined();
        expect(await audited()).toEqual(['webhook.created', 'webhook.deleted', 'webhook.updated', 'webhook.updated', 'webhook.updated']);
    });

    it('is left alone while nothing changes', async () => {
        await world().watch(MODEL);
        await sync();
        await sync();
        expect(await audited()).toEqual(['webhook.created']);
    });

    it('keeps what its owner put on the list by hand', async () => {
        await world().watch(MODEL);
        await sync();
        const webhook = world().webhook();
        world().hub.state.record({ kind: 'webhook-saved', webhook: { ...webhook, watched: [...webhook.watched, { type: 'org', name: 'acme' }] } });
        await world().watch(DAVE);
        await sync();
        expect(world().watched()).toEqual(['model acme/bert-prod', 'org acme', 'user dave']);
        await world().unwatch(MODEL);
        await world().unwatch(DAVE);
        await sync();
        expect(world().watched()).toEqual(['org acme']);
    });

    it('is written without what is gone', async () => {
        await world().watch({ type: 'model', id: 'acme/never-was' });
        await world().watch({ type: 'account', name: 'nobody-there' });
        await world().watch(MODEL);
        expect(await sync()).toMatchObject({ way: 'webhook' });
        expect(world().watched()).toEqual(['model acme/bert-prod']);
    });

    it('gets the secret of today, and an address that is right', async () => {
        await world().watch(MODEL);
        await sync();
        const ctx = world().ctx();
        const runtime: Ctx['runtime'] = { ...ctx.runtime, webhookSecrets: () => Promise.resolve(['new-secret', 'old']), endpointUrl: (path) => Promise.resolve(`https://other.example.org/${path}`) };
        await syncWebhook({ ...ctx, runtime });
        expect(world().webhooks()).toMatchObject([{ secret: 'new-secret', url: 'https://other.example.org/webhook' }]);
        const { settled } = await webhookState(world().workspace, 'u-alice');
        expect(settled?.secret).toBe(createHash('sha256').update('new-secret').digest('hex').slice(0, 8));
        expect(world().workspace.database.dump()).not.toContain('new-secret');
    });

    it('is made again when it was deleted by hand, and said to be suspended when it is', async () => {
        await world().watch(MODEL);
        await sync();
        world().hub.state.record({ kind: 'webhook-deleted', id: world().webhook().id });
        expect(await sync()).toEqual({ way: 'webhook', webhookId: world().webhooks()[0]?.id });
        world().hub.state.record({ kind: 'webhook-saved', webhook: { ...world().webhook(), disabled: 'suspended-after-failure' } });
        expect(await sync()).toEqual({ way: 'polling', reason: 'suspended' });
        expect((await webhookState(world().workspace, 'u-alice')).settled?.webhookId).toBe(world().webhooks()[0]?.id);
    });
});

describe('where there can be none', () => {
    it.each([
        ['bo', 'no-permission'],
        ['expired', 'signed-out'],
    ])('the token of %s is the reason: %s', async (name, reason) => {
        await world().workspace.signIn(fakeToken(name));
        await world().watch(MODEL);
        expect(await sync()).toEqual({ way: 'polling', reason });
        expect(await watchWay(world().workspace, 'u-alice')).toEqual({ way: 'polling', reason });
    });

    it('nobody is asked while nobody is signed in', async () => {
        await world().workspace.stores.accounts.remove('u-alice');
        await world().watch(MODEL);
        expect(await sync()).toEqual({ way: 'polling', reason: 'signed-out' });
    });

    it.each([
        [undefined, 'no-site-url'],
        ['http://chat.example.org/webhook', 'unreachable-address'],
        ['https://192.168.1.5/webhook', 'unreachable-address'],
    ])('the address %s is the reason, and a webhook of better times is deleted', async (url, reason) => {
        await world().watch(MODEL);
        await sync();
        const ctx = world().ctx();
        // A Hub that is not on this machine can't call it.
        const settings = { ...ctx.settings, hubUrl: 'https://huggingface.co' };
        expect(await syncWebhook({ ...ctx, settings, runtime: { ...ctx.runtime, endpointUrl: () => Promise.resolve(url) } })).toEqual({ way: 'polling', reason });
        expect(world().webhooks()).toEqual([]);
    });

    it('what passes is tried again, and what Hugging Face refuses is said', async () => {
        await world().watch(MODEL);
        world().hub.faults.add({ match: 'GET /api/settings/webhooks', fault: { status: 400, body: { error: 'No.' } } });
        expect(await sync()).toEqual({ way: 'polling', reason: 'hub-refused' });
        world().hub.faults.clear();
        world().hub.faults.add({ match: 'GET /api/settings/webhooks', fault: { status: 503, body: {} } });
        await expect(syncWebhook(world().ctx({ deadlineMs: 300 }))).rejects.toMatchObject({ name: 'HubError' });
    });
});

describe('several servers, and a server that dies', () => {
    it('two that register at once leave one webhook after the next look', async () => {
        await world().watch(MODEL);
        const other = world().server({ seed: 'b' });
        await Promise.all([sync(), syncWebhook(other.ctx())]);
        expect(world().webhooks().length).toBeGreaterThan(1);
        const oldest = world().webhooks().map(({ id }) => id).sort()[0];
        await Promise.all([sync(), syncWebhook(other.ctx())]);
        expect(world().webhooks().map(({ id }) => id)).toEqual([oldest]);
        expect(await sync()).toEqual({ way: 'webhook', webhookId: oldest });
    });

    it('killed at every step, the next look has it right, and nothing of ours is taken for somebody else\'s', async () => {
        await world().watch(MODEL);
        await world().watch(DAVE);
        for (let steps = 0, through = false; !through; steps += 1) {
            through = await survives(syncWebhook(world().server({ seed: `made ${steps}`, onStep: killAfter(steps) }).ctx()));
        }
        await sync();
        expect(world().watched()).toEqual(['model acme/bert-prod', 'user dave']);
        await world().unwatch(DAVE);
        for (let steps = 0, through = false; !through; steps += 1) {
            through = await survives(syncWebhook(world().server({ seed: `changed ${steps}`, onStep: killAfter(steps) }).ctx()));
        }
        expect(world().watched()).toEqual(['model acme/bert-prod']);
        await world().unwatch(MODEL);
        for (let steps = 0, through = false; !through; steps += 1) {
            through = await survives(syncWebhook(world().server({ seed: `gone ${steps}`, onStep: killAfter(steps) }).ctx()));
        }
        expect(world().webhooks()).toEqual([]);
    });

    it('what was ever written stays known through many changes', async () => {
        for (let round = 0; round < 15; round += 1) {
            await world().watch(round % 2 === 0 ? DAVE : ACME);
            await sync();
            await world().watch(MODEL);
            await sync();
            await world().unwatch(round % 2 === 0 ? DAVE : ACME);
            world().workspace.clock.advance(1);
        }
        await sync();
        expect(world().watched()).toEqual(['model acme/bert-prod']);
        expect((await world().workspace.stores.ledger.read('webhook:u-alice')).length).toBeLessThan(25);
    });
});

describe('the job', () => {
    const run = async (): Promise<void> => work(testJob(world().workspace).job, [webhookWork]);

    it('looks every six hours, sooner while there is no webhook, and no more when nobody watches', async () => {
        const { clock, stores } = world().workspace;
        await world().watch(MODEL);
        await stores.due.schedule({ kind: WEBHOOK_WORK, subject: 'u-alice', at: clock.time });
        await run();
        expect(world().watched()).toEqual(['model acme/bert-prod']);
        clock.advance(6 * 3_600_000 - 1);
        expect(await stores.due.due(clock.time)).toEqual([]);
        world().hub.state.record({ kind: 'webhook-saved', webhook: { ...world().webhook(), disabled: true } });
        clock.advance(1);
        await run();
        expect(await watchWay(world().workspace, 'u-alice')).toEqual({ way: 'polling', reason: 'suspended' });
        clock.advance(3_600_000);
        await world().unwatch(MODEL);
        await run();
        expect([world().webhooks(), await stores.due.due(clock.time + 1e12)]).toEqual([[], []]);
    });

    it('waits for somebody who can be acted for', async () => {
        const { job } = testJob(world().workspace, { gone: ['u-alice'] });
        await world().watch(MODEL);
        expect(await webhookWork.run(job, 'u-alice')).toEqual({ state: 'again', at: world().workspace.clock.time + 6 * 3_600_000 });
        await world().unwatch(MODEL);
        expect(await webhookWork.run(job, 'u-alice')).toEqual({ state: 'done' });
    });
});

describe('signing out', () => {
    it('deletes the webhook first, and says that polling goes on', async () => {
        await world().watch(MODEL);
        await sync();
        expect(await partWithWebhook(world().ctx())).toEqual({ watching: true });
        expect(world().webhooks()).toEqual([]);
        expect(await watchWay(world().workspace, 'u-alice')).toEqual({ way: 'polling', reason: 'signed-out' });
    });

    it('goes on where Hugging Face does not answer', async () => {
        await world().watch(MODEL);
        await sync();
        world().hub.faults.add({ match: 'GET /api/settings/webhooks', fault: { status: 500, body: {} } });
        const ctx = world().ctx({ deadlineMs: 300 });
        expect(await partWithWebhook(ctx)).toEqual({ watching: true });
        expect(ctx.logged).toHaveLength(1);
    });

    it('asks nobody where there is none', async () => {
        expect(await partWithWebhook(world().ctx())).toEqual({ watching: false });
        expect(await world().workspace.stores.ledger.read('webhook:u-alice')).toEqual([]);
    });
});
