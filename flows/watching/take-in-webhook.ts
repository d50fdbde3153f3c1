import type { Stores } from '../../context/ctx';
import { webhookEvent, webhookRepo, type WebhookPayload } from '../../services/hub';
import { ownerOf } from '../../services/workflows/watching';
import { noticeChanges } from './notice-change';
import { observe, observeState } from './observe';
import { notePush } from './pushes';
import { POLL_WORK } from './schedule-polls';
import { changesOf, pushesIn } from './webhook-changes';
import { rememberWebhook } from './webhook-health';

/** Hugging Face waits for the answer. */
const MAX_PUSHES = 20;

interface Tools {
    readonly stores: Pick<Stores, 'ledger' | 'due'>;
    clock(): number;
    wakeAt(at: number): Promise<void>;
}

/** Writes down what a delivery tells, and where something may have changed. Answers in how many places; taken in twice it is the same as once. */
export async function takeInWebhook(tools: Tools, payload: WebhookPayload): Promise<number> {
    const changes = changesOf(payload);
    await Promise.all([observeRepo(tools, payload), notePushes(tools, payload)]);
    await Promise.all([noticeChanges(tools, changes), rememberWebhook(tools, payload.webhook.id)]);
    return changes.length;
}

/** When commits came to a branch; of a delivery with very many branches, of the first. */
async function notePushes(tools: Tools, payload: WebhookPayload): Promise<void> {
    const repo = webhookRepo(payload);
    if (repo) {
        await Promise.all(pushesIn(payload).slice(0, MAX_PUSHES).map((push) => notePush(tools, repo, push)));
    }
}

/** What happened to the repository itself: Hugging Face tells it once and keeps no history of it. */
async function observeRepo(tools: Tools, payload: WebhookPayload): Promise<void> {
    const repo = webhookRepo(payload);
    const event = webhookEvent(payload);
    const { repo: { id, private: hidden }, movedTo, updatedConfig } = payload;
    if (!repo || !event) {
        return;
    }
    switch (`${event.scope} ${event.action}`) {
        case 'repo create':
            return observe(tools, repo, { type: 'created', id: `created:${id}`, data: {} });
        case 'repo delete':
            return observe(tools, repo, { type: 'deleted', id: `deleted:${id}`, data: hidden === undefined ? {} : { private: hidden } });
        case 'repo move':
            return movedTo && observe(tools, repo, { type: 'moved', id: `moved:${id}:${movedTo.name.toLowerCase()}`, data: { to: movedTo.name } });
        case 'repo.config update':
            // Gating and the stage of a Space may have changed as well, of which a delivery does not tell.
            await tools.stores.due.schedule({ kind: POLL_WORK, subject: ownerOf(repo), at: tools.clock() });
            return updatedConfig?.private === undefined ? undefined : observeState(tools, repo, { type: 'visibility', data: { private: updatedConfig.private } });
    }
}
