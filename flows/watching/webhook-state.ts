import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import { type Fact, snapshotOf } from '../../persistence';
import { POLLING_REASONS, uniqueEntries, type WatchedEntry, type WatchWay } from '../../services/workflows/watching';

/** What the last look at a user's webhook came to. */
export interface SettledWebhook {
    readonly way: WatchWay;
    /** Also while it is suspended. */
    readonly webhookId?: string | undefined;
    /** The print of the secret it has, see `secretPrint`. */
    readonly secret?: string | undefined;
    /** A room in which the user may be acted for. */
    readonly roomId: string;
}

export interface WebhookState {
    /** undefined: never looked, or not needed any more. */
    readonly settled: SettledWebhook | undefined;
    /** Every entry of its list that we ever wrote. */
    readonly ours: readonly WatchedEntry[];
}

interface Tools {
    readonly stores: Pick<Stores, 'ledger'>;
    clock(): number;
}

const settledData = z.object({
    way: z.union([z.object({ way: z.literal('webhook'), webhookId: z.string() }), z.object({ way: z.literal('polling'), reason: z.enum(POLLING_REASONS) })]),
    webhookId: z.optional(z.string()),
    secret: z.optional(z.string()),
    roomId: z.string(),
});
const wroteData = z.object({ watched: z.array(z.object({ type: z.string(), name: z.string() })) });

const SETTLED = 'settled';
const WROTE = 'wrote';
/** More facts than these are put together. */
const COMPACT_ABOVE = 20;

const subjectOf = (userId: string): string => `webhook:${userId}`;

/** How the watches of this chat user learn of events, as it was last found out; undefined before that, and for somebody who watches nothing. One round trip. */
export async function watchWay(tools: Pick<Tools, 'stores'>, userId: string): Promise<WatchWay | undefined> {
    return (await webhookState(tools, userId)).settled?.way;
}

/** One round trip. */
export async function webhookState({ stores }: Pick<Tools, 'stores'>, userId: string): Promise<WebhookState> {
    return stateOf(await stores.ledger.read(subjectOf(userId)));
}

/** To be called before the entries are written: what a server that died wrote has to be known as ours. */
export async function keepWrote({ stores }: Tools, userId: string, entries: readonly WatchedEntry[]): Promise<void> {
    if (entries.length > 0) {
        await stores.ledger.append({ subject: subjectOf(userId), type: WROTE, data: { watched: entries } });
    }
}

/** Three round trips at most; a few more every now and then. */
export async function keepSettled(tools: Tools, userId: string, settled: SettledWebhook): Promise<void> {
    const { ledger } = tools.stores;
    const subject = subjectOf(userId);
    const facts = await ledger.read(subject);
    if (JSON.stringify(stateOf(facts).settled) === JSON.stringify(settledData.parse(settled))) {
        return;
    }
    // After the last one, should the server that wrote it have a clock ahead of ours.
    const at = Math.max(tools.clock(), ...facts.map((fact) => fact.at + 1));
    await ledger.append({ subject, type: SETTLED, data: { ...settled }, at });
    if (facts.length >= COMPACT_ABOVE) {
        await ledger.compact(subject, together);
    }
}

/** There is no webhook any more and nothing that needs one. */
export async function forgetWebhook({ stores }: Pick<Tools, 'stores'>, userId: string): Promise<void> {
    await stores.ledger.forget(subjectOf(userId));
}

function stateOf(facts: readonly Fact[]): WebhookState {
    const last = facts.filter(({ type }) => type === SETTLED).at(-1);
    const settled = last && settledData.safeParse(last.data);
    return { settled: settled?.success ? settled.data : undefined, ours: oursIn(facts) };
}

function oursIn(facts: readonly Fact[]): WatchedEntry[] {
    return facts.filter(({ type }) => type === WROTE).flatMap(({ data }) => {
        const parsed = wroteData.safeParse(data);
        return parsed.success ? parsed.data.watched : [];
    });
}

function together(facts: readonly Fact[]): Fact[] {
    const wrote = facts.filter(({ type }) => type === WROTE);
    const last = facts.filter(({ type }) => type === SETTLED).slice(-1);
    return wrote.length > 1 ? [...last, snapshotOf(wrote, { type: WROTE, data: { watched: uniqueEntries(oursIn(wrote)) } })] : [...last, ...wrote];
}
