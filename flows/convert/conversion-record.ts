import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import { joined, type Fact } from '../../persistence';
import { CONVERT_ENDS } from '../../services/workflows/convert/job-end';
import { POST, type Posts } from '../post-once';
import { conversionPlan } from './conversion-plan';

type Tools = { readonly stores: Pick<Stores, 'ledger'> };

const begun = z.object({
    v: z.literal(1),
    plan: conversionPlan,
    by: z.object({ id: z.string(), username: z.string() }),
    roomId: z.string(),
    threadId: z.optional(z.string()),
});
const started = z.object({ jobId: z.string() });
const seen = z.object({
    stage: z.string(),
    /** Since it was ordered. */
    seconds: z.number(),
    progress: z.optional(z.object({ step: z.number(), of: z.number(), words: z.string() })),
    /** What it wrote last, as people may see it. */
    lines: z.array(z.string()),
});
const cancelled = z.object({ username: z.string() });
const ended = z.object({
    end: z.enum(CONVERT_ENDS),
    words: z.optional(z.string()),
    /** The commit that the script named. */
    commit: z.optional(z.string()),
    files: z.optional(z.array(z.object({ path: z.string(), size: z.number() }))),
});
const posted = z.object({ key: z.string(), messageId: z.string() });
const nothing = z.object({});

const MAKING = 'making';

type Nothing = z.infer<typeof nothing>;
/** What is written down once, by its type. */
interface Deeds {
    readonly confirmed: Nothing;
    readonly made: Nothing;
    readonly starting: Nothing;
    readonly started: z.infer<typeof started>;
    readonly hidden: Nothing;
    readonly cancelled: z.infer<typeof cancelled>;
    readonly ended: Ended;
}

type Begun = z.infer<typeof begun>;
export type Seen = z.infer<typeof seen>;
export type Ended = z.infer<typeof ended>;

/** A conversion as its facts tell it. */
export interface Conversion extends Begun {
    readonly id: string;
    /** Milliseconds since 1970. */
    readonly begunAt: number;
    readonly confirmedAt?: number | undefined;
    /** Each attempt at making the repository, and that it was made. */
    readonly attempts: readonly string[];
    readonly made: boolean;
    /** That a job was about to be ordered: there may be one. */
    readonly starting: boolean;
    readonly started?: { readonly jobId: string; readonly at: number } | undefined;
    readonly seen?: (Seen & { readonly at: number }) | undefined;
    /** Not everybody may see the model on Hugging Face: when it was planned, or since a later look. */
    readonly hidden: boolean;
    readonly cancelledBy?: string | undefined;
    readonly ended?: (Ended & { readonly at: number }) | undefined;
    readonly posts: Posts;
}

const subjectOf = (id: string): string => joined('convert', id);

export async function beginConversion({ stores }: Tools, id: string, given: Omit<Begun, 'v'>): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'begun', id: 'begun', data: { v: 1, ...given } });
}

/** Writes down what happened. Each happens once: the first one that was written counts. */
export async function noteConversion<T extends keyof Deeds>({ stores }: Tools, id: string, type: T, data: Deeds[T]): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type, id: type, data: { ...data } });
}

/** That the repository is about to be made. Which attempt this is: two servers may make one each. */
export async function noteMaking({ stores }: Tools, id: string): Promise<string> {
    return (await stores.ledger.append({ subject: subjectOf(id), type: MAKING })).id;
}

/** Takes the place of what was seen before. */
export async function noteSeen({ stores }: Tools, id: string, data: Seen): Promise<void> {
    const { id: newest } = await stores.ledger.append({ subject: subjectOf(id), type: 'seen', data: { ...data } });
    await stores.ledger.compact(subjectOf(id), (facts) => facts.filter((fact) => fact.type !== 'seen' || fact.id === newest));
}

export const forgetConversion = ({ stores }: Tools, id: string): Promise<void> => stores.ledger.forget(subjectOf(id));

/** One round trip; undefined when there is no such record, or no more. */
export async function loadConversion({ stores }: Tools, id: string): Promise<Conversion | undefined> {
    const facts = await stores.ledger.read(subjectOf(id));
    const first = facts.find(({ type }) => type === 'begun');
    const parsed = begun.safeParse(first?.data);
    if (!first || !parsed.success) {
        return undefined;
    }
    const has = (type: keyof Deeds): boolean => facts.some((fact) => fact.type === type);
    return {
        ...parsed.data,
        id,
        begunAt: first.at,
        confirmedAt: valuesOf(facts, 'confirmed', nothing)[0]?.at,
        attempts: facts.filter(({ type }) => type === MAKING).map((fact) => fact.id),
        made: has('made'),
        starting: has('starting'),
        started: valuesOf(facts, 'started', started)[0],
        seen: valuesOf(facts, 'seen', seen).at(-1),
        hidden: parsed.data.plan.hidden || has('hidden'),
        cancelledBy: valuesOf(facts, 'cancelled', cancelled)[0]?.username,
        ended: valuesOf(facts, 'ended', ended)[0],
        posts: postsIn(facts, subjectOf(id), stores),
    };
}

function postsIn(facts: readonly Fact[], about: string, stores: Tools['stores']): Posts {
    return {
        about,
        posted: new Map(valuesOf(facts, POST.posted, posted).map(({ key, messageId }) => [key, messageId])),
        posting: new Set(facts.filter(({ type }) => type === POST.posting).map(({ id }) => id)),
        append: (fact) => stores.ledger.append({ ...fact, subject: about }),
    };
}

function valuesOf<S extends z.ZodMiniType<object>>(facts: readonly Fact[], type: string, schema: S): (z.output<S> & { at: number })[] {
    return facts.filter((fact) => fact.type === type).flatMap(({ data, at }) => {
        const parsed = schema.safeParse(data);
        return parsed.success ? [{ ...parsed.data, at }] : [];
    });
}
