import type { Leak } from '../persistence';
import type { Stores } from './ctx';

/** The due work that ends a leak. */
export const LEAK_EXPIRY = 'leak.expire';

/**
 * Keeps a token that others may have seen, sealed, so that its author can have it revoked; what is kept ends after a day.
 * Its end is scheduled first: a kill at any line leaves nothing that nobody ends.
 */
export async function recordLeak(stores: Pick<Stores, 'leaks' | 'due'>, leaked: { readonly authorId: string; readonly roomId: string; readonly token: string }): Promise<Leak> {
    const reserved = stores.leaks.reserve();
    await stores.due.schedule({ kind: LEAK_EXPIRY, subject: reserved.id, at: reserved.expiresAt });
    return stores.leaks.record(leaked, reserved);
}
