import { ownerOf, type WatchTarget } from './watch';

/** An entry of a webhook's list: a repository by `owner/name`, or everything of an account. */
export interface WatchedEntry {
    readonly type: string;
    readonly name: string;
}

/** What a webhook has to be told of for these watches, each once: a repository goes without saying where its whole account is watched. `kinds`: by account name in lower case; an account without one is left out. */
export function entriesFor(targets: readonly WatchTarget[], kinds: ReadonlyMap<string, 'user' | 'org'>): WatchedEntry[] {
    const entries = targets.flatMap((target): WatchedEntry[] => {
        if (target.type !== 'account') {
            return kinds.has(ownerOf(target)) ? [] : [{ type: target.type, name: target.id }];
        }
        const type = kinds.get(ownerOf(target));
        return type ? [{ type, name: target.name }] : [];
    });
    return uniqueEntries(entries);
}

/**
 * The list as it is to be: what was written by somebody else stays, what we wrote and is not wanted any more goes.
 * `ours`: what we ever wrote.
 */
export function mergedList({ current, ours, wanted }: { readonly current: readonly WatchedEntry[]; readonly ours: readonly WatchedEntry[]; readonly wanted: readonly WatchedEntry[] }): WatchedEntry[] {
    return uniqueEntries([...without(current, ours), ...wanted]);
}

/** Letter case does not count in names. */
export function without(entries: readonly WatchedEntry[], others: readonly WatchedEntry[]): WatchedEntry[] {
    const keys = new Set(others.map(keyOf));
    return entries.filter((entry) => !keys.has(keyOf(entry)));
}

export const sameList = (a: readonly WatchedEntry[], b: readonly WatchedEntry[]): boolean => without(a, b).length === 0 && without(b, a).length === 0;

const keyOf = ({ type, name }: WatchedEntry): string => `${type} ${name.toLowerCase()}`;

/** Each once, and nothing but its type and name. */
export const uniqueEntries = (entries: readonly WatchedEntry[]): WatchedEntry[] => [...new Map(entries.map(({ type, name }) => [keyOf({ type, name }), { type, name }])).values()];
