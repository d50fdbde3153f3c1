import { createHmac } from 'crypto';
import type { KeyRing } from '../persistence';

/**
 * The secrets that a webhook may come with; the first is the one given to new webhooks. Those of the environment variable
 * `WEBHOOK_SECRET` (a comma-separated list: put the new one in front, take the old one away when all webhooks have the new one),
 * and behind them one that follows from each key that opens what is stored: nothing has to be set up, all servers know the same
 * one, and a changed key leaves the old one valid for as long as the key is kept.
 */
export async function webhookSecrets(keys: Pick<KeyRing, 'all'>, environment: string | undefined): Promise<readonly string[]> {
    const given = (environment ?? '').split(',').map((secret) => secret.trim()).filter(Boolean);
    const derived = (await keys.all()).map(({ bytes }) => createHmac('sha256', bytes).update('hugging face webhook v1').digest('base64url'));
    return [...given, ...derived];
}
