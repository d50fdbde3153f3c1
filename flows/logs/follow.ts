import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import { type Fact, joined } from '../../persistence';
import { EMPTY_LOG, type LogView } from '../../services/logs';
import { POST, type Posts } from '../post-once';

/** The kind of due item whose subject is a follow's id. */
export const FOLLOW_WORK = 'log-follow';

/** How long one follow lasts, milliseconds; somebody has to want more. */
export const FOLLOW_MS = 5 * 60_000;

export const END_REASONS = ['time', 'stopped', 'signed-out', 'refused', 'private', 'gone', 'unshowable'] as const;
/** Why a follow ended. `gone`: whoever followed, or the Space. `unshowable`: the message can't be edited any more. */
export type EndReason = (typeof END_REASONS)[number];

const line = z.object({ text: z.string(), timestamp: z.string() });
const error = z.object({ text: z.string(), place: z.optional(z.string()) });
const logView = z.object({ lines: z.readonly(z.array(line)), errors: z.readonly(z.array(error)), at: z.number(), seen: z.readonly(z.array(z.string())) });

const openedSchema = z.object({
    /** Whose account is used, and where it is shown. */
    userId: z.string(),
    roomId: z.string(),
    threadId: z.optional(z.string()),
    space: z.object({ id: z.string(), url: z.string() }),
    kind: z.enum(['run', 'build']),
    /** Of the follow that this one goes on with: its message, and where it was. */
    messageId: z.optional(z.string()),
    log: z.optional(logView),
});
const postedSchema = z.object({ messageId: z.string() });
const progressSchema = z.object({ log: logView, stage: z.string(), readable: z.boolean() });
const stoppedSchema = z.object({ username: z.string() });
const endedSchema = z.object({ reason: z.enum(END_REASONS) });

export type OpenedFollow = z.infer<typeof openedSchema>;

/** How far it has come. `readable`: false where nothing streams, so that only the stage is known. */
export interface FollowProgress {
    readonly log: LogView;
    /** Empty before the first look. */
    readonly stage: string;
    readonly readable: boolean;
}

/** A log that a room follows. */
export interface Follow extends OpenedFollow {
    readonly id: string;
    /** Milliseconds since 1970. */
    readonly at: number;
    readonly progress: FollowProgress;
    /** The username of whoever stopped it. */
    readonly stoppedBy: string | undefined;
    readonly ended: { readonly reason: EndReason; readonly at: number } | undefined;
    readonly posts: Pick<Posts, 'posted' | 'posting'>;
}

interface Tools {
    readonly stores: Pick<Stores, 'ledger'>;
}

/** The key under which a follow's message is posted. */
export const MESSAGE = 'log';

const subjectOf = (id: string): string => joined('log-follow', id);

/** When it ends unless somebody stops it, milliseconds since 1970. */
export const endOf = ({ at }: Pick<Follow, 'at'>): number => at + FOLLOW_MS;

/** undefined when there is none of that id, or its facts were removed. One round trip. */
export async function loadFollow({ stores }: Tools, id: string): Promise<Follow | undefined> {
    const facts = await stores.ledger.read(subjectOf(id));
    const begun = facts.find(({ type }) => type === 'opened');
    const opened = openedSchema.safeParse(begun?.data);
    if (!begun || !opened.success) {
        return undefined;
    }
    const last = <S extends z.ZodMiniType>(type: string, schema: S): z.output<S> | undefined => schema.safeParse(facts.findLast((fact) => fact.type === type)?.data).data;
    const reason = last('ended', endedSchema)?.reason;
    return {
        ...opened.data,
        id,
        at: begun.at,
        progress: last('progress', progressSchema) ?? { log: opened.data.log ?? EMPTY_LOG, stage: '', readable: true },
        stoppedBy: last('stopped', stoppedSchema)?.username,
        ended: reason && { reason, at: facts.findLast(({ type }) => type === 'ended')?.at ?? begun.at },
        posts: postsOf(facts, opened.data.messageId ?? last(POST.posted, postedSchema)?.messageId),
    };
}

function postsOf(facts: readonly Fact[], messageId: string | undefined): Follow['posts'] {
    return {
        posted: new Map(messageId === undefined ? [] : [[MESSAGE, messageId]]),
        posting: new Set(facts.filter(({ type }) => type === POST.posting).map(({ id }) => id)),
    };
}

/** Twice is once: the first one counts. */
export async function openFollow({ stores }: Tools, id: string, opened: OpenedFollow): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'opened', id: 'opened', data: { ...opened } });
}

export async function stopFollow({ stores }: Tools, id: string, username: string): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'stopped', id: 'stopped', data: { username } });
}

export async function endFollow({ stores }: Tools, id: string, reason: EndReason): Promise<void> {
    await stores.ledger.append({ subject: subjectOf(id), type: 'ended', id: 'ended', data: { reason } });
}

/** Takes the place of what was written down of it before. */
export async function saveProgress({ stores }: Tools, id: string, progress: FollowProgress): Promise<void> {
    const { id: newest } = await stores.ledger.append({ subject: subjectOf(id), type: 'progress', data: { ...progress } });
    await stores.ledger.compact(subjectOf(id), (facts) => facts.filter((fact) => fact.type !== 'progress' || fact.id === newest));
}

export async function forgetFollow({ stores }: Tools, id: string): Promise<void> {
    await stores.ledger.forget(subjectOf(id));
}

/** For `postOnce`. */
export function postsOfFollow({ stores }: Tools, { id, posts }: Follow): Posts {
    return { about: id, ...posts, append: (fact) => stores.ledger.append({ ...fact, subject: subjectOf(id) }) };
}

/** The follow that goes on where this one ended: of two who want that at once, both mean the same. */
export function nextId(id: string): string {
    const [base = id, count = '1'] = id.split('.');
    return `${base}.${Number(count) + 1}`;
}
