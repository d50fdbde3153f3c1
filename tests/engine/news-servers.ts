import { setTimeout as sleep } from 'node:timers/promises';
import type { HubChangeInput } from '../../playground/hub/changes/hub-change';
import type { MessageView } from '../../playground/host/workspace/message-view';
import { fakeToken } from '../../playground/hub/seed/ids';
import type { HubOptions } from '../../playground/hub/server';
import { AppUnderTest } from './app-under-test';

/** Nobody listens there: what the Hub sends to it stays in its log, for the test to deliver. */
const NOWHERE = 'http://127.0.0.1:9';
/** How long `workOff` goes on, milliseconds. */
const PATIENCE_MS = 60_000;

/** A server whose jobs run when the test says so, and whose room `general` watches acme by a webhook that leads nowhere. */
export async function startServer(hub: HubOptions = {}, watch = 'watch acme --show-private'): Promise<AppUnderTest> {
    const webhooks = { retryDelaysMs: [], failuresBeforeSuspension: Infinity, quotaPerDay: Infinity };
    const server = await AppUnderTest.start({ separate: true, hub: { ...hub, webhooks }, host: { jobPollMs: 0, serverSettings: { Site_Url: NOWHERE } } });
    await server.speakEnglish();
    await server.signIn('alice', fakeToken('alice'));
    await server.hf(watch);
    await workOff(server);
    return server;
}

/** What the Hub tells the webhook when these happen. */
export function told({ hub }: AppUnderTest, changes: readonly HubChangeInput[]): object[] {
    return changes.map((change) => {
        const last = hub.deliveries.log.at(-1);
        hub.change(change);
        const delivery = hub.deliveries.log.at(-1);
        if (!delivery || delivery === last) {
            throw new Error(`No webhook was told of ${change.kind}.`);
        }
        return delivery.payload;
    });
}

/** Delivers to this server what the Hub told nobody. Answers the statuses. */
export async function deliver({ host, hub }: AppUnderTest, payloads: readonly object[]): Promise<number[]> {
    const url = await host.endpointUrl('webhook');
    const secret = [...hub.state.webhooks.values()].find((webhook) => webhook.url.startsWith(NOWHERE))?.secret ?? '';
    const headers = { 'Content-Type': 'application/json', 'X-Webhook-Secret': secret };
    return Promise.all(payloads.map(async (payload) => (await fetch(url, { method: 'POST', headers, body: JSON.stringify(payload) })).status));
}

/** Runs jobs on these servers until no change waits to be shown. */
export async function workOff(...servers: readonly AppUnderTest[]): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; ; await sleep(50)) {
        await Promise.all(servers.map(({ host }) => host.runDueJobs()));
        const waiting = await changesWaiting(servers[0]);
        if (waiting === 0) {
            return;
        }
        if (Date.now() > end) {
            throw new Error(`Changes that still wait to be shown: ${waiting}.`);
        }
    }
}

/** How many changes are on the due-list. */
export async function changesWaiting(server: AppUnderTest | undefined): Promise<number> {
    const records = (await server?.host.persistenceRecords()) ?? [];
    return records.filter(({ data }) => 'kind' in data && data.kind === 'hub-change').length;
}

/** What the app tells in the room and its threads, as it stands there now: without its words about the watch. */
export async function posts({ host }: AppUnderTest, room = 'general'): Promise<MessageView[]> {
    const roots = await host.messages(room);
    const replies = await Promise.all(roots.map(({ id }) => host.messages(room, { threadId: id })));
    return [...new Map([...roots, ...replies.flat()].map((message) => [message.id, message])).values()].filter(({ sender, text }) => sender === 'hf-teamflow.bot' && !text.includes('lets this room watch'));
}
