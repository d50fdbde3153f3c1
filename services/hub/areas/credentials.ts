import * as z from 'zod/mini';
import type { Hub } from '../types';

/** The most tokens one call takes. */
export const MAX_REVOKED_AT_ONCE = 1000;

/**
 * Kills leaked tokens everywhere and mails their owners. Needs no login, cannot be undone, and answers the same whether
 * the tokens were alive or not. Source: https://huggingface.co/docs/hub/api (`POST /api/credentials/revoke`).
 */
export async function revokeCredentials(hub: Hub, tokens: readonly string[]): Promise<void> {
    if (tokens.length > MAX_REVOKED_AT_ONCE) throw new RangeError(`At most ${MAX_REVOKED_AT_ONCE} tokens can be revoked at once.`);
    if (tokens.length === 0) return;
    // Revoking twice does no harm, so a failed call may be repeated.
    await hub.send(z.unknown(), '/api/credentials/revoke', { method: 'POST', body: { credentials: tokens }, anonymous: true, idempotent: true });
}
