import type { HubEntry } from './entry';

/** What an entry is the latest word about; undefined for those of which each counts. */
function subjectOf({ deed }: HubEntry): string | undefined {
    switch (deed.kind) {
        case 'webhook-saved':
            return `webhook ${deed.webhook.id}`;
        case 'webhook-deleted':
            return `webhook ${deed.id}`;
        case 'trouble':
            return 'trouble';
        case 'space-cpu':
            return `cpu ${deed.space}`;
        default:
            return undefined;
    }
}

/** The latest word about a subject, where its first one stood: webhooks are listed in the order in which they were made. */
function latestWords(entries: readonly HubEntry[]): HubEntry[] {
    const latest = new Map(entries.map((entry) => [subjectOf(entry), entry]));
    const said = new Set<string>();
    return entries.flatMap((entry) => {
        const subject = subjectOf(entry);
        if (subject === undefined) {
            return [entry];
        }
        const first = !said.has(subject);
        said.add(subject);
        return first ? [latest.get(subject) ?? entry] : [];
    });
}

/** Access tokens of which nothing is left: revoked ones, and those whose refresh token was spent. One that can still be refreshed is not among them. */
function endedTokens(entries: readonly HubEntry[]): Set<string> {
    const revoked = new Set(entries.flatMap(({ deed }) => (deed.kind === 'token-revoked' ? [deed.value] : [])));
    const spent = new Set(entries.flatMap(({ deed }) => (deed.kind === 'refresh-used' ? [deed.value] : [])));
    return new Set(entries.flatMap(({ deed }) => {
        const ended = deed.kind === 'token-issued' && (deed.refresh ? spent.has(deed.refresh.value) : revoked.has(deed.token.value));
        return ended ? [deed.token.value] : [];
    }));
}

/** The entries without those that a later one undoes or replaces; replaying what is left makes the same state. */
export function compacted(entries: readonly HubEntry[]): HubEntry[] {
    const ended = endedTokens(entries);
    return latestWords(entries).filter(({ deed }) => {
        switch (deed.kind) {
            case 'token-issued':
                return !ended.has(deed.token.value);
            case 'token-revoked':
                return !ended.has(deed.value);
            case 'refresh-used':
            case 'webhook-deleted':
                return false;
            default:
                return true;
        }
    });
}
