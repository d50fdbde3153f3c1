import type { Leak } from '../persistence';
import type { Stores } from './ctx';

/** The due work that ends a leak. */
export const LEAK_EXPIRY = 'leak.expire';

/** Keeps a token that others may have seen, sealed, so that its author can have it revoked; what is kept ends after a day. */
export async function recordLeak(stores: Pick<Stores, 'leaks' | 'due'>, leaked: { readonly authorId: string; readonly roomId: string; readonly token: string }): Promise<Leak> {
    const leak = await stores.leaks.record(leaked);
    await stores.due.schedule({ kind: LEAK_EXPIRY, subject: leak.id, at: leak.expiresAt });
    return leak;
}
