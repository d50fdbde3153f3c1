import { randomBytes } from 'node:crypto';
import type { HubEntry } from '../changes/entry';
import type { Scheduler } from '../scheduler';
import type { HubState } from '../state';
import type { HubEvent } from './event';
import { webhooksFor } from './matching';
import type { WebhookPayload } from './payload';
import { payloadOf } from './payload';
import type { Outcome } from './send';
import { send } from './send';
import type { Webhook } from './webhook';

/**
 * How failures are met. Hugging Face documents that deliveries are retried with a growing pause and that a webhook is suspended in the
 * end, but publishes neither the pauses nor the threshold: the defaults here are made up.
 */
export interface DeliveryRules {
    /** Pause before each further attempt, in milliseconds. */
    retryDelaysMs: readonly number[];
    /** Deliveries in a row that failed for good, each with all its attempts. */
    failuresBeforeSuspension: number;
    timeoutMs: number;
    /** Within 24 hours and per webhook (Hugging Face docs, "Webhooks"). Beyond it events are not delivered at all. */
    quotaPerDay: number;
}

export const DEFAULT_RULES: DeliveryRules = { retryDelaysMs: [5_000, 30_000, 120_000], failuresBeforeSuspension: 3, timeoutMs: 30_000, quotaPerDay: 1_000 };

/** One event on its way to one webhook. Holds neither its secret nor its address. */
export interface Delivery {
    id: string;
    webhookId: string;
    /** When the event happened, milliseconds since the epoch. */
    at: number;
    event: { action: string; scope: string };
    repo: string;
    state: 'pending' | 'retrying' | 'delivered' | 'failed';
    /** Of the last attempt: the receiver's answer, or why there was none. */
    status?: number;
    error?: string;
    attempts: number;
    durationMs: number;
    payload: WebhookPayload;
}

const KEPT_DELIVERIES = 500;
const DAY_MS = 86_400_000;

export interface DeliveryTools {
    state: HubState;
    scheduler: Scheduler;
    rules?: Partial<DeliveryRules>;
    /** Public address of the Hub, known once it listens. */
    hubUrl: () => string;
}

/** Sends events to webhooks and keeps a log of it. */
export class Deliveries {
    /** Oldest first; the oldest are forgotten. */
    readonly log: Delivery[] = [];
    private readonly rules: DeliveryRules;
    private readonly triggers = new Map<string, number[]>();
    private readonly failures = new Map<string, number>();
    private readonly underWay = new Set<Promise<unknown>>();
    private readonly stopping = new AbortController();

    constructor(private readonly tools: DeliveryTools) {
        this.rules = { ...DEFAULT_RULES, ...tools.rules };
    }

    /** Listens to the state: tells the webhooks, and lets one that is enabled again, or changed, fail anew. */
    hear({ deed }: HubEntry, events: readonly HubEvent[]): void {
        if (deed.kind === 'webhook-saved') {
            this.forgive(deed.webhook.id);
        }
        this.dispatch(events);
    }

    /** Starts sending to every webhook that is to hear of the events. */
    private dispatch(events: readonly HubEvent[]): void {
        for (const event of events) {
            const payload = payloadOf(event, this.tools.state, this.tools.hubUrl());
            webhooksFor(this.tools.state, event).forEach(({ id }) => this.begin(id, { ...payload, webhook: { id, version: 3 } }));
        }
    }

    /** Sends a logged payload once more, to the address and with the secret that the webhook has now. 0 when nobody answered. */
    async replay(webhook: Webhook, { payload }: Delivery): Promise<number> {
        const delivery = this.enter(payload);
        const outcome = await this.attempt(webhook, delivery);
        delivery.state = isDelivered(outcome) ? 'delivered' : 'failed';
        return outcome.status ?? 0;
    }

    lastTriggerAt(webhookId: string): number | undefined {
        return this.triggers.get(webhookId)?.at(-1);
    }

    /** Forgets how often a webhook failed. */
    forgive(webhookId: string): void {
        this.failures.delete(webhookId);
    }

    /** Resolves when no attempt is under way; pauses before further ones don't count. */
    async settled(): Promise<void> {
        while (this.underWay.size > 0) {
            await Promise.all(this.underWay);
        }
    }

    /** Breaks off what is under way. What waits for a further attempt ends with the scheduler. */
    async stop(): Promise<void> {
        this.stopping.abort();
        await this.settled();
    }

    private begin(webhookId: string, payload: WebhookPayload): void {
        const delivery = this.enter(payload);
        const now = this.tools.state.now();
        const recent = (this.triggers.get(webhookId) ?? []).filter((at) => at > now - DAY_MS);
        if (recent.length >= this.rules.quotaPerDay) {
            Object.assign(delivery, { state: 'failed', error: `more than ${this.rules.quotaPerDay} triggers in 24 hours` } satisfies Partial<Delivery>);
            return;
        }
        this.triggers.set(webhookId, [...recent, now]);
        this.track(this.deliver(delivery));
    }

    private enter(payload: WebhookPayload): Delivery {
        const delivery: Delivery = {
            id: randomBytes(12).toString('hex'), webhookId: payload.webhook.id, at: this.tools.state.now(), event: payload.event, repo: payload.repo.name,
            state: 'pending', attempts: 0, durationMs: 0, payload,
        };
        this.log.push(delivery);
        this.log.splice(0, Math.max(0, this.log.length - KEPT_DELIVERIES));
        return delivery;
    }

    private track(work: Promise<unknown>): void {
        const tracked = work.finally(() => this.underWay.delete(tracked));
        this.underWay.add(tracked);
    }

    private async deliver(delivery: Delivery): Promise<void> {
        const webhook = this.tools.state.webhooks.get(delivery.webhookId);
        if (!webhook || webhook.disabled !== false) {
            delivery.state = 'failed';
            return;
        }
        const outcome = await this.attempt(webhook, delivery);
        if (isDelivered(outcome)) {
            delivery.state = 'delivered';
            this.forgive(webhook.id);
        } else {
            this.tryAgain(delivery);
        }
    }

    private async attempt(webhook: Webhook, delivery: Delivery): Promise<Outcome> {
        const started = performance.now();
        const outcome = await send(webhook, delivery.payload, { scheduler: this.tools.scheduler, timeoutMs: this.rules.timeoutMs, signal: this.stopping.signal });
        delivery.durationMs = Math.round(performance.now() - started);
        delivery.attempts += 1;
        delivery.status = outcome.status;
        delivery.error = outcome.error;
        return outcome;
    }

    private tryAgain(delivery: Delivery): void {
        const pause = this.rules.retryDelaysMs[delivery.attempts - 1];
        if (this.stopping.signal.aborted) {
            delivery.state = 'failed';
            return;
        }
        if (pause === undefined) {
            delivery.state = 'failed';
            this.countFailure(delivery.webhookId);
            return;
        }
        delivery.state = 'retrying';
        this.tools.scheduler.after(pause, () => this.track(this.deliver(delivery)));
    }

    private countFailure(webhookId: string): void {
        const failures = (this.failures.get(webhookId) ?? 0) + 1;
        this.failures.set(webhookId, failures);
        const webhook = this.tools.state.webhooks.get(webhookId);
        if (webhook?.disabled === false && failures >= this.rules.failuresBeforeSuspension) {
            this.tools.state.record({ kind: 'webhook-saved', webhook: { ...webhook, disabled: 'suspended-after-failure' } });
        }
    }
}

const isDelivered = ({ status = 0 }: Outcome): boolean => status >= 200 && status < 300;
