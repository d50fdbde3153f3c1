import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import { type Fact, joined, type NewFact, ordered } from '../../persistence';
import { POST, type Posts } from '../post-once';
import type { NewsItem } from './report';

/** So many items are remembered one by one, the newest; what is as old as the others counts as shown. */
const KEPT = 200;
/** So many of them a card stands for, the newest: more than any card tells of. */
const KEPT_ON_CARD = 50;
/** From so many facts on they are put together. */
const TIDY_ABOVE = 12;
/** How long it is remembered that a message was about to be posted whose items are gone, milliseconds: longer than any server may lag behind. */
const INTENT_MS = 24 * 60 * 60_000;

/** An item by its id, and when it happened. */
const entry = z.tuple([z.string(), z.number()]);
export type ShownEntry = z.infer<typeof entry>;
const entries = z.array(entry);

export const entryOf = ({ id, at }: NewsItem): ShownEntry => [id, at];

/** What a message is: the living one of the thing, a reply below it, one of its own, or one about several. */
const intent = z.object({ kind: z.enum(['card', 'reply', 'own', 'rest']), items: z.array(z.string()), shown: entries, threadId: z.optional(z.string()) });
export type Intent = z.infer<typeof intent>;

const posted = z.object({ key: z.string(), messageId: z.string() });
const drawn = z.object({ messageId: z.string(), items: z.array(z.string()), shown: entries, hash: z.string(), until: z.optional(z.number()) });
export type DrawnCard = z.infer<typeof drawn>;
const deferred = z.object({ shown: entries });

const card = z.object({ messageId: z.string(), items: z.array(z.string()), at: z.number(), hash: z.optional(z.string()), until: z.optional(z.number()) });
/** The living message of a thing in a room: ids of the items that it stands for, when and as what it was drawn last, and when it ends (milliseconds since 1970). */
export type LivingCard = z.infer<typeof card>;

const sum = z.object({ shown: entries, floor: z.number(), card: z.optional(card) });

interface State {
    readonly shown: ReadonlyMap<string, number>;
    /** What happened until then was shown; milliseconds since 1970. */
    readonly floor: number;
    readonly card?: LivingCard | undefined;
}

/**
 * What a room was shown of a thing: a fold over few facts, that is as large after a year as after a day. Used by the job alone that
 * has the change to itself.
 */
export class Shown {
    private readonly subject: string;
    private state: State;

    private constructor(
        private readonly tools: { readonly stores: Pick<Stores, 'ledger'>; clock(): number },
        place: { readonly roomId: string; readonly changeKey: string },
        private facts: readonly Fact[],
    ) {
        this.subject = subjectOf(place);
        this.state = fold(facts);
    }

    /** One round trip. */
    static async load(tools: { readonly stores: Pick<Stores, 'ledger'>; clock(): number }, place: { readonly roomId: string; readonly changeKey: string }): Promise<Shown> {
        return new Shown(tools, place, await tools.stores.ledger.read(subjectOf(place)));
    }

    get card(): LivingCard | undefined {
        return this.state.card;
    }

    /** When the newest of all that was shown happened; undefined when nothing was. */
    get newest(): number | undefined {
        const { shown, floor } = this.state;
        return shown.size === 0 ? undefined : Math.max(floor, ...shown.values());
    }

    has({ id, at }: NewsItem): boolean {
        return this.state.shown.has(id) || at <= this.state.floor;
    }

    /** Messages that were about to be posted by somebody who did not come to write down that they were, by their key. */
    get unfinished(): readonly { readonly key: string; readonly intent: Intent }[] {
        return intentsOf(this.facts).filter(({ key }) => !this.posts.posted.has(key));
    }

    /** For `postOnce`, whose intent is an `Intent`. */
    get posts(): Posts {
        return {
            about: this.subject,
            posted: new Map(parsed(this.facts, POST.posted, posted).map(({ key, messageId }) => [key, messageId])),
            posting: new Set(this.facts.filter(({ type }) => type === POST.posting).map(({ id }) => id)),
            append: (fact) => this.append(fact),
        };
    }

    /** The living message looks like this now. */
    async drew(look: DrawnCard): Promise<void> {
        await this.append({ type: 'drawn', data: look });
    }

    /** These are for the room's digest, and on its list. */
    async defer(shown: readonly ShownEntry[]): Promise<void> {
        await this.append({ type: 'deferred', data: { shown } });
    }

    /** Puts many facts together into one that says the same. What somebody else wrote meanwhile is not touched. */
    async tidy(): Promise<void> {
        if (this.facts.length <= TIDY_ABOVE) {
            return;
        }
        const recent = this.tools.clock() - INTENT_MS;
        const kept = new Set(this.unfinished.map(({ key }) => `${POST.posting}:${key}`));
        const replaced = new Set(this.facts.filter(({ id, at }) => !kept.has(id) || at < recent).map(({ id }) => id));
        await this.append({ type: 'sum', data: sumOf(this.state) });
        await this.tools.stores.ledger.compact(this.subject, (facts) => facts.filter(({ id }) => !replaced.has(id)));
    }

    /** After all that is known, should the server that wrote it have a clock ahead of ours. */
    private async append(fact: Omit<NewFact, 'subject'>): Promise<void> {
        const at = Math.max(this.tools.clock(), ...this.facts.map((other) => other.at + 1));
        const stored = await this.tools.stores.ledger.append({ ...fact, subject: this.subject, at });
        this.facts = [...this.facts, stored];
        this.state = fold(this.facts);
    }
}

const subjectOf = ({ roomId, changeKey }: { readonly roomId: string; readonly changeKey: string }): string => joined('shown', roomId, changeKey);

const NOTHING: State = { shown: new Map(), floor: 0 };

function fold(facts: readonly Fact[]): State {
    const intents = new Map(intentsOf(facts).map(({ key, intent: meant }) => [key, meant]));
    return ordered(facts).reduce((state, fact) => step(state, fact, intents), NOTHING);
}

function step(state: State, { type, data: stored, at }: Fact, intents: ReadonlyMap<string, Intent>): State {
    switch (type) {
        case POST.posted: {
            const { data } = posted.safeParse(stored);
            const meant = data && intents.get(data.key);
            return !data || !meant ? state : { ...withShown(state, meant.shown), ...(meant.kind === 'card' && { card: { messageId: data.messageId, items: meant.items, at } }) };
        }
        case 'drawn': {
            const { data } = drawn.safeParse(stored);
            return data ? { ...withShown(state, data.shown), card: { messageId: data.messageId, items: data.items, at, hash: data.hash, until: data.until } } : state;
        }
        case 'deferred':
            return withShown(state, deferred.safeParse(stored).data?.shown ?? []);
        case 'sum': {
            const { data } = sum.safeParse(stored);
            return data ? { ...withShown(state, data.shown), floor: Math.max(state.floor, data.floor), card: data.card } : state;
        }
        default:
            return state;
    }
}

const withShown = (state: State, more: readonly ShownEntry[]): State => ({ ...state, shown: new Map([...state.shown, ...more]) });

function sumOf({ shown, floor, card: living }: State): z.infer<typeof sum> {
    const newestFirst = [...shown].sort(([, one], [, other]) => other - one);
    const forgotten = newestFirst[KEPT]?.[1];
    return { shown: newestFirst.slice(0, KEPT), floor: Math.max(floor, forgotten ?? 0), card: living && { ...living, items: living.items.slice(-KEPT_ON_CARD) } };
}

function intentsOf(facts: readonly Fact[]): { readonly key: string; readonly intent: Intent }[] {
    return facts.filter(({ type }) => type === POST.posting).flatMap(({ id, data }) => {
        const result = intent.safeParse(data);
        return result.success ? [{ key: id.slice(POST.posting.length + 1), intent: result.data }] : [];
    });
}

function parsed<S extends z.ZodMiniType>(facts: readonly Fact[], type: string, schema: S): z.output<S>[] {
    return facts.filter((fact) => fact.type === type).flatMap(({ data }) => {
        const result = schema.safeParse(data);
        return result.success ? [result.data] : [];
    });
}
