import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import { joined, type Fact } from '../../persistence';
import { END_REASONS, OUTCOMES, RISKS, type ShownPull } from '../../ui/pull-view';
import { POST, type Posts } from '../post-once';
import { pullWish } from './pull-wish';

const fileSchema = z.object({
    path: z.string(),
    /** Bytes. */
    size: z.number(),
    sha256: z.optional(z.string()),
    gitBlob: z.optional(z.string()),
    /** The name under which it is posted; undefined when only the manifest names it. */
    name: z.optional(z.string()),
    risk: z.optional(z.enum(RISKS)),
});

const openedSchema = z.object({
    v: z.literal(1),
    by: z.object({ id: z.string(), username: z.string() }),
    roomId: z.string(),
    threadId: z.optional(z.string()),
    wish: pullWish,
    repo: z.object({ type: z.enum(['model', 'dataset', 'space']), id: z.string(), sha: z.string() }),
    files: z.array(fileSchema),
    /** The name under which the manifest is posted; undefined when there is none. */
    manifest: z.optional(z.string()),
});
const settledSchema = z.object({ index: z.number(), outcome: z.enum(OUTCOMES), note: z.optional(z.string()) });
const cancelledSchema = z.object({ username: z.string() });
const endedSchema = z.object({ reason: z.enum(END_REASONS) });
const postedSchema = z.object({ messageId: z.string() });

export type PulledFile = z.infer<typeof fileSchema>;
export type OpenedPull = z.infer<typeof openedSchema>;
export type Settled = Omit<z.infer<typeof settledSchema>, 'index'>;

/** A pull as its facts tell it. */
export interface Pull extends OpenedPull {
    readonly id: string;
    /** Milliseconds since 1970. */
    readonly at: number;
    /** How files ended, by their place in `files`; the manifest comes after the last. */
    readonly settled: ReadonlyMap<number, Settled>;
    /** Those that were about to be posted. */
    readonly sending: ReadonlySet<number>;
    readonly cancelledBy: string | undefined;
    readonly ended: { readonly reason: NonNullable<ShownPull['ended']>['reason']; readonly at: number } | undefined;
    readonly posts: Pick<Posts, 'posted' | 'posting'>;
}

interface Tools {
    readonly stores: Pick<Stores, 'ledger'>;
}

/** A pull that comes to no end is not gone on with for longer, milliseconds. */
export const GIVE_UP_MS = 6 * 60 * 60_000;
/** How long *Try again* knows of an ended pull, milliseconds. */
export const KEPT_MS = 24 * 60 * 60_000;

/** The key under which a pull's message is posted. */
export const MESSAGE = 'pull';

/** What was planned is long and read once in a run; what happens is short and read each second. */
const planSubject = (id: string): string => joined('pull-plan', id);
const subjectOf = (id: string): string => joined('pull', id);

/** undefined when there is none of that id, or its facts were removed. Two round trips. */
export async function loadPull(tools: Tools, id: string): Promise<Pull | undefined> {
    const [plan] = await tools.stores.ledger.read(planSubject(id));
    const opened = openedSchema.safeParse(plan?.data);
    return plan && opened.success ? { ...opened.data, id, at: plan.at, ...(await loadCourse(tools, id)) } : undefined;
}

/** What has happened so far. One round trip. */
export async function loadCourse({ stores }: Tools, id: string): Promise<Pick<Pull, 'settled' | 'sending' | 'cancelledBy' | 'ended' | 'posts'>> {
    const facts = await stores.ledger.read(subjectOf(id));
    const ended = facts.find(({ type }) => type === 'ended');
    const reason = endedSchema.safeParse(ended?.data).data?.reason;
    return {
        settled: new Map(valuesOf(facts, 'settled', settledSchema).map(({ index, ...settled }) => [index, settled])),
        sending: new Set(valuesOf(facts, 'sending', z.object({ index: z.number() })).map(({ index }) => index)),
        cancelledBy: valuesOf(facts, 'cancelled', cancelledSchema)[0]?.username,
        ended: ended && reason && { reason, at: ended.at },
        posts: {
            posted: new Map(valuesOf(facts, POST.posted, postedSchema).map(({ messageId }) => [MESSAGE, messageId])),
            posting: new Set(facts.filter(({ type }) => type === POST.posting).map((fact) => fact.id)),
        },
    };
}

function valuesOf<S extends z.ZodMiniType>(facts: readonly Fact[], type: string, schema: S): z.output<S>[] {
    return facts.filter((fact) => fact.type === type).flatMap(({ data }) => {
        const parsed = schema.safeParse(data);
        return parsed.success ? [parsed.data] : [];
    });
}

export async function openPull({ stores }: Tools, id: string, opened: Omit<OpenedPull, 'v'>): Promise<void> {
    await stores.ledger.append({ subject: planSubject(id), type: 'opened', id: 'opened', data: { v: 1, ...opened } });
}

/** Written before the file is posted, so that whoever takes over looks for it first. */
export async function noteSending({ stores }: Tools, id: string, index: number): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'sending', id: `sending:${index}`, data: { index } });
}

export async function noteSettled({ stores }: Tools, id: string, index: number, settled: Settled): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'settled', id: `settled:${index}`, data: { index, ...settled } });
}

export async function cancelRecord({ stores }: Tools, id: string, username: string): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'cancelled', id: 'cancelled', data: { username } });
}

export async function endRecord({ stores }: Tools, id: string, reason: NonNullable<Pull['ended']>['reason']): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'ended', id: 'ended', data: { reason } });
}

/** The plan goes first: what it is without the fact that it has ended would look like a pull that was just begun. To be repeated after a kill. */
export async function forgetPull({ stores }: Tools, id: string): Promise<void> {
    await stores.ledger.forget(planSubject(id));
    await stores.ledger.forget(subjectOf(id));
}

/** For `postOnce`. */
export function postsOfPull({ stores }: Tools, { id, posts }: Pick<Pull, 'id' | 'posts'>): Posts {
    return { about: joined('pull', id), ...posts, append: (fact) => stores.ledger.append({ ...fact, subject: subjectOf(id) }) };
}

/** Under which what was got of a file is kept. */
export const spillOwner = (id: string, index: number): string => joined('pull', id, String(index));
