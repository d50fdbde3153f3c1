import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { HubChangeInput } from '../../../../playground/hub/changes/hub-change';
import { startHub } from '../../../../playground/hub/server';
import { as, ask, postJson, useHub } from '../harness';
import { ManualTime } from '../manual-time';
import { useReceiver } from '../receiver';

const SECRET = 'never-to-be-seen';
const MODEL = { type: 'model', id: 'acme/bert-prod' } as const;
const DAY = 86_400_000;
const time = new ManualTime();
const receiver = useReceiver();
const hub = useHub({ clock: time.clock, scheduler: time.scheduler, webhooks: { retryDelaysMs: [1_000, 5_000], failuresBeforeSuspension: 2, quotaPerDay: 6 } });

const api = (path = '', init = {}): ReturnType<typeof ask> => ask(`${hub().url}/api/settings/webhooks${path}`, { ...as('alice'), ...init });
const hook = z.object({ webhook: z.looseObject({ id: z.string(), disabled: z.unknown() }) });

async function watch(watched: { type: string; name: string }[], { domains = ['repo', 'discussion'], user = 'alice' } = {}): Promise<string> {
    const made = await api('', postJson({ watched, domains, url: receiver.url, secret: SECRET }, as(user)));
    expect([made.status, made.text]).toEqual([200, expect.any(String)]);
    return hook.parse(made.json()).webhook.id;
}

const talk = (text = 'hi'): HubChangeInput => ({ kind: 'open-discussion', repo: MODEL, title: 'A question', author: 'bo', text });

async function change(...changes: HubChangeInput[]): Promise<void> {
    changes.forEach((one) => hub().change(one));
    await hub().deliveries.settled();
}

async function pass(ms: number): Promise<void> {
    time.advance(ms);
    await hub().deliveries.settled();
}

beforeEach(async () => {
    receiver.received.length = 0;
    receiver.status = 200;
    for (const { id } of z.array(z.object({ id: z.string() })).parse((await api()).json())) {
        await api(`/${id}`, { method: 'DELETE' });
    }
    time.advance(2 * DAY);
});

describe('a delivery', () => {
    it('carries the secret in its header and nowhere else, and is logged without it', async () => {
        const id = await watch([{ type: 'org', name: 'acme' }]);
        await change(talk());
        expect(receiver.received).toHaveLength(1);
        expect(receiver.received[0]?.headers['x-webhook-secret']).toBe(SECRET);
        expect(receiver.received[0]?.body).toMatchObject({ webhook: { id, version: 3 }, event: { scope: 'discussion', action: 'create' } });
        const logged = hub().deliveries.log.at(-1);
        expect(logged).toMatchObject({ webhookId: id, state: 'delivered', status: 200, attempts: 1, repo: 'acme/bert-prod', at: time.now, payload: receiver.received[0]?.body });
        expect(JSON.stringify([receiver.received.map(({ body }) => body), (await api()).text])).not.toContain(SECRET);
        expect(JSON.stringify(hub().deliveries.log)).not.toMatch(/never-to-be-seen|in-the-address/);
        expect(hook.parse((await api(`/${id}`)).json()).webhook.lastTriggerAt).toBe(new Date(time.now).toISOString());
    });

    it.each([
        [[{ type: 'model', name: 'acme/bert-prod' }], ['repo'], 0],
        [[{ type: 'model', name: 'acme/bert-prod' }], ['discussion'], 1],
        [[{ type: 'dataset', name: 'acme/support-tickets' }, { type: 'user', name: 'alice' }], ['repo', 'discussion'], 0],
        [[{ type: 'org', name: 'acme' }, { type: 'model', name: 'acme/bert-prod' }], ['discussion'], 1],
    ])('watching %j for %j is told of a discussion %i times', async (watched, domains, times) => {
        await watch(watched, { domains });
        await change(talk());
        expect(receiver.received).toHaveLength(times);
    });

    it('tells nobody of a private repo that they may not see', async () => {
        await watch([{ type: 'org', name: 'acme' }], { user: 'dave' });
        await change(talk());
        expect(receiver.received).toHaveLength(0);
        await change({ kind: 'commit', repo: { type: 'model', id: 'acme/embedder' }, title: 'Public news', author: 'alice', files: [{ path: 'a.txt', content: 'a' }] });
        expect(receiver.received).toHaveLength(1);
    });

    it('is tried again after each pause, until it arrives', async () => {
        await watch([MODEL].map(({ type, id: name }) => ({ type, name })));
        receiver.status = 503;
        await change(talk());
        expect(hub().deliveries.log.at(-1)).toMatchObject({ state: 'retrying', status: 503, attempts: 1 });
        await pass(999);
        expect(receiver.received).toHaveLength(1);
        await pass(1);
        expect(receiver.received).toHaveLength(2);
        receiver.status = 204;
        await pass(5_000);
        expect(hub().deliveries.log.at(-1)).toMatchObject({ state: 'delivered', status: 204, attempts: 3 });
        expect(receiver.received[2]?.body).toEqual(receiver.received[0]?.body);
    });

    it('suspends the webhook after failures in a row, and enabling it begins anew', async () => {
        const id = await watch([{ type: 'org', name: 'acme' }]);
        receiver.status = 0;
        await change(talk(), talk());
        await pass(1_000);
        await pass(5_000);
        expect(hub().deliveries.log.slice(-2)).toMatchObject([{ state: 'failed', attempts: 3 }, { state: 'failed', attempts: 3, error: expect.any(String) as string }]);
        expect(hook.parse((await api(`/${id}`)).json()).webhook.disabled).toBe('suspended-after-failure');
        receiver.status = 200;
        receiver.received.length = 0;
        await change(talk());
        expect(receiver.received).toHaveLength(0);
        expect(hook.parse((await api(`/${id}/enable`, { method: 'POST' })).json()).webhook.disabled).toBe(false);
        await change(talk());
        expect(receiver.received).toHaveLength(1);
        receiver.status = 500;
        await change(talk());
        await pass(1_000);
        await pass(5_000);
        expect(hook.parse((await api(`/${id}`)).json()).webhook.disabled).toBe(false);
    });

    it('is replayed to the address and with the secret of now', async () => {
        const id = await watch([{ type: 'org', name: 'acme' }]);
        receiver.status = 500;
        await change(talk());
        const logged = hub().deliveries.log.at(-1);
        await api(`/${id}`, postJson({ watched: [{ type: 'org', name: 'acme' }], domains: ['repo'], url: receiver.url, secret: 'another' }, as('alice')));
        receiver.status = 202;
        const replayed = await api(`/${id}/replay/${logged?.id}`, { method: 'POST' });
        expect([replayed.status, replayed.json()]).toEqual([200, { status: 202 }]);
        expect(receiver.received.at(-1)?.headers['x-webhook-secret']).toBe('another');
        expect(receiver.received.at(-1)?.body).toEqual(receiver.received[0]?.body);
        expect((await api(`/${id}/replay/nope`, { method: 'POST' })).status).toBe(404);
    });

    it('fails when it is redirected', async () => {
        await watch([{ type: 'org', name: 'acme' }]);
        receiver.status = 307;
        await change(talk());
        expect(hub().deliveries.log.at(-1)).toMatchObject({ state: 'retrying', status: 307 });
        expect(receiver.received).toHaveLength(1);
    });

    it('fails when nobody answers in time', async () => {
        await watch([{ type: 'org', name: 'acme' }]);
        receiver.status = -1;
        hub().change(talk());
        await expect.poll(() => receiver.received.length).toBe(1);
        time.advance(30_000);
        await hub().deliveries.settled();
        expect(hub().deliveries.log.at(-1)).toMatchObject({ state: 'retrying', error: 'no answer within 30 s' });
        expect(hub().deliveries.log.at(-1)?.status).toBeUndefined();
    });

    it('under way does not hold up the end of the Hub, nor count as its receiver\'s failure', async () => {
        const journal = join(mkdtempSync(join(tmpdir(), 'hub-stop-')), 'journal.jsonl');
        const other = await startHub({ journal, scheduler: time.scheduler, webhooks: { retryDelaysMs: [], failuresBeforeSuspension: 1 } });
        await ask(`${other.url}/api/settings/webhooks`, postJson({ watched: [{ type: 'org', name: 'acme' }], domains: ['discussion'], url: receiver.url }, as('alice')));
        receiver.status = -1;
        other.change(talk());
        await expect.poll(() => receiver.received.length).toBe(1);
        await other.stop();
        expect(readFileSync(journal, 'utf8')).not.toContain('suspended-after-failure');
        rmSync(dirname(journal), { recursive: true });
    });

    it('is not made beyond the quota of a day', async () => {
        await watch([{ type: 'org', name: 'acme' }]);
        await change(...Array.from({ length: 8 }, () => talk()));
        expect(receiver.received).toHaveLength(6);
        expect(hub().deliveries.log.at(-1)).toMatchObject({ state: 'failed', attempts: 0, error: 'more than 6 triggers in 24 hours' });
        await pass(DAY);
        await change(talk());
        expect(receiver.received).toHaveLength(7);
    });
});
