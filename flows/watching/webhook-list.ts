import { findAccount, HubError, repoHead, type Hub } from '../../services/hub';
import { entriesFor, ownerOf, type WatchedEntry, type WatchTarget } from '../../services/workflows/watching';

/**
 * What a webhook has to be told of for these watches. `known`: entries that tell of an account whether it is a user or an
 * organisation; for every other one Hugging Face is asked, and one that is gone is left out. Throws HubError.
 */
export async function wantedEntries(hub: Hub, targets: readonly WatchTarget[], known: readonly WatchedEntry[]): Promise<WatchedEntry[]> {
    const kinds = new Map<string, 'user' | 'org'>();
    for (const target of targets) {
        if (target.type === 'account' && !kinds.has(ownerOf(target))) {
            const kind = kindIn(known, target.name) ?? (await findAccount(hub, target.name))?.kind;
            if (kind) {
                kinds.set(ownerOf(target), kind);
            }
        }
    }
    return entriesFor(targets, kinds);
}

function kindIn(known: readonly WatchedEntry[], account: string): 'user' | 'org' | undefined {
    const type = known.find(({ type: other, name }) => (other === 'user' || other === 'org') && name.toLowerCase() === account.toLowerCase())?.type;
    return type === 'user' || type === 'org' ? type : undefined;
}

/** Those of the entries that the user can still see: Hugging Face refuses a whole list for one that is gone. A request for each. Throws HubError. */
export async function visibleEntries(hub: Hub, entries: readonly WatchedEntry[]): Promise<WatchedEntry[]> {
    const seen = await Promise.all(entries.map((entry) => isVisible(hub, entry)));
    return entries.filter((_entry, index) => seen[index]);
}

async function isVisible(hub: Hub, { type, name }: WatchedEntry): Promise<boolean> {
    switch (type) {
        case 'model':
        case 'dataset':
        case 'space':
            return isThere(repoHead(hub, { type, id: name }));
        case 'user':
        case 'org':
            return (await findAccount(hub, name)) !== undefined;
        default:
            // Somebody else's entry, of a kind that we know nothing of.
            return true;
    }
}

const GONE: ReadonlySet<string> = new Set(['repo-not-found', 'not-found-or-private', 'not-found', 'disabled']);

async function isThere(answer: Promise<unknown>): Promise<boolean> {
    try {
        await answer;
        return true;
    } catch (error) {
        if (error instanceof HubError && GONE.has(error.kind)) {
            return false;
        }
        throw error;
    }
}
