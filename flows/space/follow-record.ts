import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import { joined, type Fact } from '../../persistence';
import { isFollowed, spaceOrder, type FollowedOrder } from '../../services/workflows/space/order';
import { COURSE_ENDS, type CourseEnd } from '../../ui/space-course-view';
import { POST, type Posts } from '../post-once';

type Tools = { readonly stores: Pick<Stores, 'ledger'> };

const begunSchema = z.object({
    v: z.literal(1),
    order: spaceOrder,
    by: z.object({ id: z.string(), username: z.string() }),
    roomId: z.string(),
    threadId: z.optional(z.string()),
    /** US dollars while the Space runs; missing where none is stated. */
    perHour: z.optional(z.number()),
});
const seenSchema = z.object({ stage: z.string(), words: z.optional(z.string()) });
const endedSchema = z.object({ end: z.enum(COURSE_ENDS) });
const postedSchema = z.object({ key: z.string(), messageId: z.string() });

type Begun = z.infer<typeof begunSchema>;

/** A stage the Space was seen in, since when, milliseconds since 1970, and what the Hub said of it. */
export type SeenStage = z.infer<typeof seenSchema> & { readonly at: number };

/** An order that is followed until the Space has settled. */
export interface Follow extends Omit<Begun, 'order'> {
    readonly id: string;
    readonly order: FollowedOrder;
    readonly begunAt: number;
    /** Oldest first; each stage once in a row. */
    readonly seen: readonly SeenStage[];
    readonly ended?: { readonly end: CourseEnd; readonly at: number };
    readonly posts: Posts;
    /** What of this the message shows already: ids of facts. */
    readonly drawn: ReadonlySet<string>;
}

const subjectOf = (id: string): string => joined('space-follow', id);

export async function beginRecord({ stores }: Tools, id: string, begun: Omit<Begun, 'v'>): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'begun', id: 'begun', data: { v: 1, ...begun } });
}

/** Two servers that see the same change write the same fact. `index`: how many stages were seen before. */
export async function noteSeen({ stores }: Tools, id: string, { index, ...seen }: z.infer<typeof seenSchema> & { readonly index: number }): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'seen', id: `seen:${index}:${seen.stage}`, data: seen });
}

/** The first end that was written down counts. */
export async function noteEnded({ stores }: Tools, id: string, end: CourseEnd): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'ended', id: 'ended', data: { end } });
}

export async function noteDrawn({ stores }: Tools, id: string, drawn: string): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'drawn', id: drawn });
}

/** It is over, and the message says so. */
export const forgetFollow = ({ stores }: Tools, id: string): Promise<void> => stores.ledger.forget(subjectOf(id));

/** One round trip; undefined when there is no such record, or no more. */
export async function loadFollow({ stores }: Tools, id: string): Promise<Follow | undefined> {
    const facts = await stores.ledger.read(subjectOf(id));
    const begun = facts.find(({ type }) => type === 'begun');
    const parsed = begunSchema.safeParse(begun?.data);
    if (!begun || !parsed.success || !isFollowed(parsed.data.order)) {
        return undefined;
    }
    const ended = valuesOf(facts, 'ended', endedSchema)[0];
    return {
        ...parsed.data,
        id,
        order: parsed.data.order,
        begunAt: begun.at,
        seen: valuesOf(facts, 'seen', seenSchema),
        ...(ended && { ended }),
        posts: {
            about: subjectOf(id),
            posted: new Map(valuesOf(facts, POST.posted, postedSchema).map(({ key, messageId }) => [key, messageId])),
            posting: new Set(facts.filter(({ type }) => type === POST.posting).map((fact) => fact.id)),
            append: (fact) => stores.ledger.append({ ...fact, subject: subjectOf(id) }),
        },
        drawn: new Set(facts.filter(({ type }) => type === 'drawn').map((fact) => fact.id)),
    };
}

function valuesOf<S extends z.ZodMiniType<object>>(facts: readonly Fact[], type: string, schema: S): (z.output<S> & { at: number })[] {
    return facts.filter((fact) => fact.type === type).flatMap(({ data, at }) => {
        const parsed = schema.safeParse(data);
        return parsed.success ? [{ ...parsed.data, at }] : [];
    });
}
