import type { Stores } from '../../context/ctx';
import type { Fact } from '../../persistence';

interface Tools {
    readonly stores: Pick<Stores, 'ledger'>;
    clock(): number;
}

const SUBJECT = 'webhooks-heard';
const MINUTE_MS = 60_000;
/** Webhooks come and go; those that were heard last are remembered. */
const KEPT = 50;

/** Remembers that a valid delivery of this webhook has come. One round trip; a few more once a minute, however many servers hear of it. */
export async function rememberWebhook(tools: Tools, webhookId: string): Promise<void> {
    const { ledger } = tools.stores;
    const at = tools.clock();
    const last = newest(await ledger.read(SUBJECT)).find(({ data }) => data.webhook === webhookId);
    if (last && at - last.at < MINUTE_MS) {
        return;
    }
    await ledger.append({ subject: SUBJECT, type: 'heard', id: `${webhookId}:${Math.floor(at / MINUTE_MS)}`, at, data: { webhook: webhookId } });
    await ledger.compact(SUBJECT, (facts) => newest(facts).slice(0, KEPT));
}

/** When the last valid delivery of a webhook came, or of any: milliseconds since 1970, to the minute; undefined for never. One round trip. */
export async function lastWebhookEvent(stores: Pick<Stores, 'ledger'>, webhookId?: string): Promise<number | undefined> {
    return newest(await stores.ledger.read(SUBJECT)).find(({ data }) => webhookId === undefined || data.webhook === webhookId)?.at;
}

/** The last fact of each webhook, the latest first. */
function newest(facts: readonly Fact[]): Fact[] {
    return [...new Map(facts.map((fact) => [fact.data.webhook, fact])).values()].sort((a, b) => b.at - a.at);
}
