import { createHash } from 'crypto';
import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import { type Fact, joined } from '../../persistence';
import { WATCH_EVENTS, type WatchEvent } from '../../services/workflows/watching';
import { POST, type Posts } from '../post-once';

/** The kind of due item whose subject is a room's id. */
export const DIGEST_WORK = 'digest';

/** How long what was told is remembered, milliseconds: whoever put it on the list may have died before writing that down, and does so again. */
const TOLD_MS = 24 * 60 * 60_000;
/** So many facts are removed at a time, a round trip each. */
const PORTION = 400;

/** Something for the next digest of a room. */
export interface DigestEntry {
    /** What it is about: the key of the change, and the id of the item. */
    readonly changeKey: string;
    readonly itemId: string;
    readonly event: WatchEvent;
    /** The rule that lets it through. */
    readonly watch: string;
    readonly line: string;
    /** When it happened, and from when on it is to be told; milliseconds since 1970. */
    readonly at: number;
    readonly due: number;
}

const entrySchema = z.object({ changeKey: z.string(), event: z.enum(WATCH_EVENTS), watch: z.string(), line: z.string(), at: z.number(), due: z.number() });
/** What waits to be told, as it is stored. */
export type Waiting = z.infer<typeof entrySchema> & { readonly id: string };

const digestSchema = z.object({ items: z.array(z.string()) });
const DROPPED = 'dropped';
const postedSchema = z.object({ key: z.string(), messageId: z.string() });

/** The digests of a room: what waits, and what was told lately. */
export interface DigestList {
    readonly waiting: readonly Waiting[];
    /** The digest that somebody was about to post and did not come to write down: ids of what it tells. */
    readonly unfinished?: { readonly key: string; readonly items: readonly string[] } | undefined;
    readonly posts: Posts;
}

interface Tools {
    readonly stores: Pick<Stores, 'ledger' | 'due'>;
    clock(): number;
}

const subjectOf = (roomId: string): string => joined('digest', roomId);

/** Puts these on the room's list; putting the same there again makes no difference, also for a day after it was told. */
export async function putOnDigest({ stores }: Pick<Tools, 'stores'>, roomId: string, entries: readonly DigestEntry[]): Promise<void> {
    for (const { itemId, ...data } of entries) {
        const id = createHash('sha256').update(JSON.stringify([data.changeKey, itemId])).digest('hex').slice(0, 24);
        await stores.ledger.append({ subject: subjectOf(roomId), type: 'entry', id, data });
    }
    const due = Math.min(...entries.map((entry) => entry.due));
    if (Number.isFinite(due)) {
        // No wake-up call of its own: there would be one per item, all at that moment, and a digest may wait for the next minute.
        await stores.due.schedule({ kind: DIGEST_WORK, subject: roomId, at: due });
    }
}

/** One round trip. */
export async function loadDigest({ stores }: Pick<Tools, 'stores'>, roomId: string): Promise<DigestList> {
    const subject = subjectOf(roomId);
    const facts = await stores.ledger.read(subject);
    const posted = new Map(facts.filter(({ type }) => type === POST.posted).flatMap(({ data }) => {
        const result = postedSchema.safeParse(data);
        return result.success ? [[result.data.key, result.data.messageId] as const] : [];
    }));
    const digests = digestsOf(facts);
    const settled = new Set([...digests.filter(({ key }) => posted.has(key)).flatMap(({ items }) => items), ...droppedIn(facts)]);
    return {
        waiting: facts.flatMap(toWaiting).filter(({ id }) => !settled.has(id)),
        unfinished: digests.find(({ key, items }) => !posted.has(key) && !items.every((id) => settled.has(id))),
        posts: { about: subject, posted, posting: new Set(digests.map(({ key }) => intentionOf(key))), append: (fact) => stores.ledger.append({ ...fact, subject }) },
    };
}

/** These are not to be told any more. */
export async function dropFromDigest({ stores }: Pick<Tools, 'stores'>, roomId: string, dropped: readonly Waiting[]): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(roomId), type: DROPPED, data: { items: dropped.map(({ id }) => id) } });
}

/** Removes what was told, and what is remembered of that for more than a day. False when there is more to remove. */
export async function clearDigest(tools: Tools, roomId: string): Promise<boolean> {
    const { waiting } = await loadDigest(tools, roomId);
    const waits = new Set(waiting.map(({ id }) => id));
    const old = tools.clock() - TOLD_MS;
    let left = 0;
    await tools.stores.ledger.compact(subjectOf(roomId), (facts) => {
        const gone = facts.filter(({ type, id, at }) => (type === 'entry' ? !waits.has(id) : at < old));
        left = gone.length - PORTION;
        const removed = new Set(gone.slice(0, PORTION));
        return facts.filter((fact) => !removed.has(fact));
    });
    return left <= 0;
}

/** The room is gone. */
export const forgetDigest = ({ stores }: Pick<Tools, 'stores'>, roomId: string): Promise<void> => stores.ledger.forget(subjectOf(roomId));

const intentionOf = (key: string): string => `${POST.posting}:${key}`;

function digestsOf(facts: readonly Fact[]): { readonly key: string; readonly items: readonly string[] }[] {
    return facts.filter(({ type }) => type === POST.posting).flatMap(({ id, data }) => {
        const result = digestSchema.safeParse(data);
        return result.success ? [{ key: id.slice(intentionOf('').length), items: result.data.items }] : [];
    });
}

function droppedIn(facts: readonly Fact[]): string[] {
    return facts.filter(({ type }) => type === DROPPED).flatMap(({ data }) => digestSchema.safeParse(data).data?.items ?? []);
}

function toWaiting({ type, id, data }: Fact): Waiting[] {
    const result = type === 'entry' ? entrySchema.safeParse(data) : undefined;
    return result?.success ? [{ ...result.data, id }] : [];
}
