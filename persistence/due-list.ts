import { association, joined } from './association';
import { newId, type PersistenceDeps } from './deps';
import { type Claim, dueKind, type DueRecord, type Entry } from './due-record';
import { Records } from './records';

/** Work that is to be done at a time. `kind` says which work, `subject` on what; together they are the id. */
export interface DueItem {
    readonly id: string;
    readonly kind: string;
    readonly subject: string;
    /** Milliseconds since 1970. */
    readonly at: number;
    /** How often it was tried and postponed. */
    readonly attempts: number;
    /** The records that make up this item; `done` removes these and no later ones. */
    readonly records: readonly string[];
}

/** An item that this process won, to be given to `done`, `postpone`, `again` or `release`. */
export interface ClaimedItem extends DueItem {
    readonly claim: string;
}

export interface NewDueItem {
    readonly kind: string;
    readonly subject: string;
    /** Milliseconds since 1970. */
    readonly at: number;
}

export interface DueListDeps extends PersistenceDeps {
    /** Resolves after that many milliseconds. */
    readonly wait: (milliseconds: number) => Promise<void>;
}

/** How long bids are left to become visible before they are compared. */
export const SETTLE_MS = 500;
/** How long a claim holds: four times the longest a handler may run (30 s). */
export const LEASE_MS = 120_000;
const FIRST_BACK_OFF_MS = 60_000;
const LONGEST_BACK_OFF_MS = 60 * 60_000;

/**
 * What the recurring job has to do, and when. One read brings the whole list, so it is for hundreds of items.
 *
 * Write the facts first and schedule after; read the facts after claiming. Then nothing is lost: `schedule` adds a record
 * unless an unclaimed one is waiting, and `done` removes only what the claim had seen.
 *
 * A claim is a bid with a random token: nobody bids where a live claim is seen; after SETTLE_MS the smallest bid wins. If no
 * server takes longer than SETTLE_MS from looking to its bid being visible to the others, at most one wins, and if none of
 * the bidders dies, exactly one. A server that stalls longer in between may win a second time, and after LEASE_MS an
 * unfinished item is free again: whatever the work does must bear being done twice.
 */
export class DueList {
    private readonly records: Records<DueRecord>;

    public constructor(private readonly deps: DueListDeps) {
        this.records = new Records(deps, dueKind);
    }

    /** Does nothing when the item is waiting for the same or an earlier time already. */
    public async schedule({ kind, subject, at }: NewDueItem): Promise<void> {
        const id = joined(kind, subject);
        const { entries, claims } = this.split(await this.records.read(association.dueItem(id)));
        const claimed = new Set(claims.flatMap((claim) => claim.records));
        if (!entries.some((entry) => entry.at <= at && !claimed.has(entry.id))) {
            await this.append({ kind, subject, at, attempts: 0 });
        }
    }

    /** Unclaimed items that are due at `now` (milliseconds since 1970), the longest waiting first. One round trip. */
    public async due(now: number): Promise<DueItem[]> {
        const items = await this.unclaimed();
        return items.filter((item) => item.at <= now).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    }

    /** Tries to claim all of `items` with a single wait; returns those that were won. */
    public async claim(items: readonly DueItem[]): Promise<ClaimedItem[]> {
        const bids: ClaimedItem[] = [];
        for (const item of items) {
            const bid = await this.bid(item);
            if (bid) {
                bids.push(bid);
            }
        }
        if (bids.length > 0) {
            await this.deps.wait(SETTLE_MS);
        }
        const won: ClaimedItem[] = [];
        for (const bid of bids) {
            if (await this.hasWon(bid)) {
                won.push(bid);
            } else {
                await this.removeRecords(bid.id, [bid.claim]);
            }
        }
        return won;
    }

    /** Gives an item back that was not begun: somebody else may claim it at once. */
    public async release(item: ClaimedItem): Promise<void> {
        await this.removeRecords(item.id, [item.claim]);
    }

    /** The work is finished. What was scheduled since the claim stays due. */
    public async done(item: ClaimedItem): Promise<void> {
        await this.removeRecords(item.id, [...item.records, item.claim]);
    }

    /** When the same work is due again, undefined when it is not. Asked after `done` or `again`, it tells what was scheduled while the claim was held. */
    public async nextAt({ id }: DueItem): Promise<number | undefined> {
        const [next] = itemsOf(this.split(await this.records.read(association.dueItem(id))).entries);
        return next?.at;
    }

    /** The work failed: again after 1, 2, 4 … minutes, at most an hour. Returns that time. */
    public async postpone(item: ClaimedItem): Promise<number> {
        const delay = Math.min(FIRST_BACK_OFF_MS * 2 ** item.attempts, LONGEST_BACK_OFF_MS);
        const at = this.deps.clock() + delay;
        await this.replace(item, { at, attempts: item.attempts + 1 });
        return at;
    }

    /** The work went well and is to be done again at `at`. */
    public async again(item: ClaimedItem, at: number): Promise<void> {
        await this.replace(item, { at, attempts: 0 });
    }

    /** Killed in between, both are there: the item comes back at the earlier time. */
    private async replace(item: ClaimedItem, next: { at: number; attempts: number }): Promise<void> {
        await this.append({ kind: item.kind, subject: item.subject, ...next });
        await this.done(item);
    }

    private async bid(item: DueItem): Promise<ClaimedItem | undefined> {
        const { entries, claims } = this.split(await this.records.read(association.dueItem(item.id)));
        const [current] = itemsOf(entries);
        if (!current || claims.length > 0) {
            return undefined;
        }
        const claim = newId(this.deps.rand);
        const until = this.deps.clock() + LEASE_MS;
        await this.store({ v: 1, type: 'claim', id: claim, item: item.id, records: [...current.records], until });
        return { ...current, claim };
    }

    /** Whether ours is the smallest live bid, and nobody finished the work before it was visible. */
    private async hasWon(bid: ClaimedItem): Promise<boolean> {
        const { entries, claims } = this.split(await this.records.read(association.dueItem(bid.id)));
        const [smallest] = claims.map((claim) => claim.id).sort();
        return smallest === bid.claim && entries.some((entry) => bid.records.includes(entry.id));
    }

    private async unclaimed(): Promise<DueItem[]> {
        const all = await this.records.read(association.due);
        const { entries, claims } = this.split(all);
        await this.removeExpired(all);
        const claimed = new Set(claims.map((claim) => claim.item));
        return itemsOf(entries).filter((item) => !claimed.has(item.id));
    }

    /** Claims of processes that died. */
    private async removeExpired(all: readonly DueRecord[]): Promise<void> {
        const expired = all.filter((record) => record.type === 'claim' && !this.isLive(record));
        if (this.deps.store.writable) {
            await this.records.remove(association.due, expired.map((claim) => claim.id));
        }
    }

    /** Entries and the claims that still hold. */
    private split(all: readonly DueRecord[]): { entries: Entry[]; claims: Claim[] } {
        return {
            entries: all.filter((record) => record.type === 'entry'),
            claims: all.filter((record) => record.type === 'claim').filter((claim) => this.isLive(claim)),
        };
    }

    private isLive(claim: Claim): boolean {
        return claim.until > this.deps.clock();
    }

    private async append(entry: Pick<Entry, 'kind' | 'subject' | 'at' | 'attempts'>): Promise<void> {
        await this.store({ v: 1, type: 'entry', id: newId(this.deps.rand), item: joined(entry.kind, entry.subject), ...entry });
    }

    private async store(record: DueRecord): Promise<void> {
        await this.records.append(record, [association.due, association.dueItem(record.item)]);
    }

    private async removeRecords(itemId: string, ids: readonly string[]): Promise<void> {
        await this.records.remove(association.dueItem(itemId), ids);
    }
}

/** Entries of one item merged: due at the earliest of their times, tried as often as the one tried most. */
function itemsOf(entries: readonly Entry[]): DueItem[] {
    const items = new Map<string, DueItem>();
    for (const { id, item, kind, subject, at, attempts } of entries) {
        const other = items.get(item);
        items.set(item, {
            id: item,
            kind,
            subject,
            at: Math.min(at, other?.at ?? at),
            attempts: Math.max(attempts, other?.attempts ?? attempts),
            records: [...(other?.records ?? []), id],
        });
    }
    return [...items.values()];
}
