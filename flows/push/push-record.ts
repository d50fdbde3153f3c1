import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import { joined, type Fact } from '../../persistence';
import { OBJECTIONS } from '../../services/workflows/transfer/push-plan';
import { commitSummary, pushWish } from '../../services/workflows/transfer/push-wish';
import { PUSH_ENDS } from '../../ui/push-view';
import { POST, type Posts } from '../post-once';

type Tools = { readonly stores: Pick<Stores, 'ledger'> };

/** A file of the chat that is to be pushed. */
const source = z.object({ id: z.string(), name: z.string(), path: z.string(), size: z.number(), by: z.string(), at: z.number() });
const begun = z.object({
    v: z.literal(1),
    wish: pushWish,
    by: z.object({ id: z.string(), username: z.string() }),
    roomId: z.string(),
    threadId: z.optional(z.string()),
    files: z.array(source),
    /** Names of which there were several files; the newest counts. */
    repeated: z.array(z.string()),
});

/** What was found in a file of the chat. `index` is its place in `files`. */
const looked = z.object({
    index: z.number(),
    /** Bytes, as they were read. */
    size: z.number(),
    sha256: z.string(),
    gitBlob: z.string(),
    objections: z.array(z.enum(OBJECTIONS)),
    findings: z.array(z.object({ path: z.string(), line: z.optional(z.number()), kind: z.string(), masked: z.string(), weight: z.enum(['block', 'warn']) })),
    /** What it imports, the most dangerous first: `os.system`. */
    imports: z.array(z.string()),
    /** The Hub's words against a card. */
    problem: z.optional(z.string()),
    hint: z.optional(z.object({ library: z.optional(z.string()), pipeline: z.optional(z.string()), baseModel: z.optional(z.string()) })),
});

const entry = z.object({ type: z.string(), path: z.string(), oid: z.optional(z.string()), lfs: z.optional(z.object({ oid: z.string() })) });
/** The repository as the plan was made for it: one with another head is another plan. */
const planned = z.object({
    round: z.number(),
    /** Undefined for a repository that is not there yet. */
    head: z.optional(z.string()),
    private: z.boolean(),
    /** What it has under the paths of the files. */
    entries: z.array(entry),
    /** A README.md for a repository that has none. */
    card: z.optional(z.string()),
});

const confirmed = z.object({ round: z.number(), summary: commitSummary, pr: z.boolean(), card: z.boolean(), override: z.boolean() });
const created = z.object({ round: z.number(), head: z.string() });
const uploaded = z.object({ round: z.number(), path: z.string(), mode: z.enum(['lfs', 'regular', 'ignored']) });
/** `after`: the number of the newest pull request before ours. */
const committing = z.object({ round: z.number(), after: z.optional(z.number()) });
const committed = z.object({ oid: z.string(), url: z.string(), pullRequestUrl: z.optional(z.string()) });
const moved = z.object({ round: z.number() });
const ended = z.object({ end: z.enum(PUSH_ENDS), words: z.optional(z.string()) });
const posted = z.object({ key: z.string(), messageId: z.string() });

const FACTS = { looked, planned, confirmed, creating: moved, created, uploaded, committing, committed, moved, ended } as const;

export type PushSource = z.infer<typeof source>;
export type Looked = z.infer<typeof looked>;
export type Planned = z.infer<typeof planned>;
export type Confirmed = z.infer<typeof confirmed>;
export type Committing = z.infer<typeof committing>;
export type Committed = z.infer<typeof committed>;
export type Begun = z.infer<typeof begun>;
export type Ended = z.infer<typeof ended>;
/** With the time it was written down, milliseconds since 1970. */
type Timed<T> = T & { readonly at: number };

/** A push as far as it has come. Facts of earlier rounds, of a branch that has moved since, count no more. */
export interface Push extends Begun {
    readonly id: string;
    readonly begunAt: number;
    /** By index; those that are missing were not looked at yet. */
    readonly looked: ReadonlyMap<number, Looked>;
    /** How often the repository has changed under a plan. */
    readonly round: number;
    readonly planned?: Planned | undefined;
    /** Milliseconds since 1970. */
    readonly plannedAt?: number | undefined;
    readonly confirmed?: Confirmed | undefined;
    /** That the repository was about to be made. */
    readonly creating: boolean;
    readonly created?: z.infer<typeof created> | undefined;
    /** How each file is sent, by path, once it needs nothing more than the commit. */
    readonly uploaded: ReadonlyMap<string, 'lfs' | 'regular' | 'ignored'>;
    /** That a commit was about to be made. */
    readonly committing?: Committing | undefined;
    readonly committed?: Timed<Committed> | undefined;
    readonly ended?: Timed<Ended> | undefined;
    /** How many facts there are about what was done, and when the last one was written. */
    readonly progress: number;
    readonly movedOnAt: number;
    readonly posts: Posts;
    /** What of this the message shows already: ids of facts. */
    readonly drawn: ReadonlySet<string>;
}

const subjectOf = (id: string): string => joined('push', id);

export async function beginPush({ stores }: Tools, id: string, given: Omit<Begun, 'v'>): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'begun', id: 'begun', data: { v: 1, ...given } });
}

type FactType = keyof typeof FACTS;
/** Whatever is written twice under one name counts once: the first. */
const NAMES: Readonly<{ [T in FactType]: (data: z.infer<(typeof FACTS)[T]>) => string }> = {
    looked: ({ index }) => `looked:${index}`,
    planned: ({ round }) => `planned:${round}`,
    confirmed: ({ round }) => `confirmed:${round}`,
    creating: ({ round }) => `creating:${round}`,
    created: ({ round }) => `created:${round}`,
    uploaded: ({ round, path }) => `uploaded:${round}:${path}`,
    committing: ({ round }) => `committing:${round}`,
    committed: () => 'committed',
    moved: ({ round }) => `moved:${round}`,
    ended: () => 'ended',
};

/** Writes down what happened to a push. */
export async function notePush<T extends FactType>({ stores }: Tools, id: string, { type, data }: { readonly type: T; readonly data: z.infer<(typeof FACTS)[T]> }): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type, id: NAMES[type](data), data });
}

/** It is over. A commit that was made all the same counts more. */
export const endPush = (tools: Tools, id: string, data: Ended): Promise<void> => notePush(tools, id, { type: 'ended', data });

export async function noteDrawn({ stores }: Tools, id: string, drawn: string): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'drawn', id: drawn });
}

export const forgetPush = ({ stores }: Tools, id: string): Promise<void> => stores.ledger.forget(subjectOf(id));

/** One round trip; undefined when there is no such record, or no more. */
export async function loadPush({ stores }: Tools, id: string): Promise<Push | undefined> {
    const facts = await stores.ledger.read(subjectOf(id));
    const first = facts.find(({ type }) => type === 'begun');
    const parsed = begun.safeParse(first?.data);
    return first && parsed.success ? { ...parsed.data, id, begunAt: first.at, ...stateIn(facts), posts: postsIn(facts, subjectOf(id), stores), drawn: new Set(idsOf(facts, 'drawn')) } : undefined;
}

function stateIn(facts: readonly Fact[]): Omit<Push, keyof Begun | 'id' | 'begunAt' | 'posts' | 'drawn'> {
    const round = valuesOf(facts, 'moved', moved).length;
    const deeds = facts.filter(({ type }) => type === 'begun' || Object.hasOwn(FACTS, type));
    const inRound = <V extends { readonly round: number }>(values: readonly V[]): V | undefined => values.find((value) => value.round === round);
    const plan = inRound(valuesOf(facts, 'planned', planned));
    return {
        looked: new Map(valuesOf(facts, 'looked', looked).map((one) => [one.index, one])),
        round,
        planned: plan,
        plannedAt: plan?.at,
        confirmed: inRound(valuesOf(facts, 'confirmed', confirmed)),
        creating: inRound(valuesOf(facts, 'creating', moved)) !== undefined,
        created: inRound(valuesOf(facts, 'created', created)),
        uploaded: new Map(valuesOf(facts, 'uploaded', uploaded).filter((one) => one.round === round).map(({ path, mode }) => [path, mode])),
        committing: inRound(valuesOf(facts, 'committing', committing)),
        committed: valuesOf(facts, 'committed', committed)[0],
        ended: valuesOf(facts, 'ended', ended)[0],
        progress: deeds.length,
        movedOnAt: Math.max(...deeds.map(({ at }) => at)),
    };
}

function postsIn(facts: readonly Fact[], about: string, stores: Tools['stores']): Posts {
    return {
        about,
        posted: new Map(valuesOf(facts, POST.posted, posted).map(({ key, messageId }) => [key, messageId])),
        posting: new Set(idsOf(facts, POST.posting)),
        append: (fact) => stores.ledger.append({ ...fact, subject: about }),
    };
}

const idsOf = (facts: readonly Fact[], wanted: string): string[] => facts.filter(({ type }) => type === wanted).map(({ id }) => id);

function valuesOf<S extends z.ZodMiniType<object>>(facts: readonly Fact[], type: string, schema: S): (z.output<S> & { at: number })[] {
    return facts.filter((fact) => fact.type === type).flatMap(({ data, at }) => {
        const parsed = schema.safeParse(data);
        return parsed.success ? [{ ...parsed.data, at }] : [];
    });
}
