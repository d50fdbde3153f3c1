import type { Scheduler } from '../scheduler';
import type { WebhookPayload } from './payload';
import type { Webhook } from './webhook';

/** The receiver's status, or why there was none. Neither names the address: it may carry a secret. */
export type Outcome = { status: number; error?: undefined } | { status?: undefined; error: string };

export interface Carrier {
    scheduler: Scheduler;
    timeoutMs: number;
    /** Ends what is under way. */
    signal: AbortSignal;
}

function reasonOf(error: unknown): string {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'fetch failed';
}

/** One POST of the payload to the webhook's address of now, with its secret of now. Redirects are not followed. */
export async function send({ url, secret }: Webhook, payload: WebhookPayload, { scheduler, timeoutMs, signal }: Carrier): Promise<Outcome> {
    const timeout = new AbortController();
    const cancel = scheduler.after(timeoutMs, () => timeout.abort());
    const headers = { 'Content-Type': 'application/json', ...(secret !== undefined && secret !== '' && { 'X-Webhook-Secret': secret }) };
    try {
        const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(payload), redirect: 'manual', signal: AbortSignal.any([signal, timeout.signal]) });
        await answer.body?.cancel();
        return { status: answer.status };
    } catch (error) {
        return { error: timeout.signal.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error) };
    } finally {
        cancel();
    }
}
