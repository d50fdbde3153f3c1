/** How long kinds of answers count as fresh, milliseconds. Short enough that nobody is surprised, long enough for a room. */
export const TTL = {
    /** Follows somebody's clicks: stages, refs, discussions. */
    live: 15_000,
    /** Repository facts and lists. */
    facts: 60_000,
    /** `whoami-v2` has a strict quota of its own; also viewer statistics, which are computed once per commit. */
    account: 5 * 60_000,
    /** Tag vocabularies and price lists. */
    catalogue: 60 * 60_000,
    /** What a full commit sha names never changes. */
    pinned: 24 * 60 * 60_000,
} as const;
