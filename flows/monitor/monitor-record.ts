import * as z from 'zod/mini';
import { ALERTS, type History } from '../../services/workflows/monitor';

/** Whom alerts reach: the thread of the monitor's card, the same with somebody mentioned, or another room. */
export const notifySchema = z.discriminatedUnion('to', [
    z.object({ to: z.literal('here') }),
    z.object({ to: z.literal('user'), id: z.string(), username: z.string() }),
    z.object({ to: z.literal('room'), id: z.string(), name: z.string() }),
]);
export type Notify = z.infer<typeof notifySchema>;

/** What somebody asked for. */
export const wishSchema = z.object({
    roomId: z.string(),
    /** `owner/name`. */
    space: z.string(),
    alerts: z.array(z.enum(ALERTS)),
    threshold: z.number(),
    forMs: z.number(),
    notify: notifySchema,
    /** Somebody agreed that everybody may read how it is, even if it is private. */
    shown: z.optional(z.boolean()),
    /** Of whoever asked. */
    username: z.string(),
});

const episode = z.object({
    concern: z.enum([...ALERTS, 'blind']),
    count: z.number(),
    since: z.number(),
    begunAt: z.number(),
    value: z.optional(z.number()),
    stage: z.optional(z.string()),
    endedAt: z.optional(z.number()),
});

const detector = z.object({
    count: z.number(),
    run: z.optional(z.object({ since: z.number(), until: z.number(), value: z.optional(z.number()) })),
    open: z.optional(episode),
    ended: z.array(episode),
});

const sample = z.object({
    at: z.number(),
    cpu: z.optional(z.number()),
    memory: z.optional(z.number()),
    errors: z.optional(z.number()),
    stage: z.optional(z.string()),
    group: z.optional(z.enum(['up', 'moving', 'stopped', 'failed', 'unknown'])),
    streamless: z.optional(z.boolean()),
});

/** What keeps a monitor from seeing anything; some of it for good. `private`: the Space is, everybody may read what is told, and nobody agreed to that. */
export const TROUBLES = ['silent', 'signed-out', 'no-rights', 'private', 'space-gone', 'maker-gone'] as const;
export type Trouble = (typeof TROUBLES)[number];

/** What a monitor has seen, and what its next look has to know. */
export const memorySchema = z.object({
    history: z.object({ rules: z.number(), through: z.number(), detectors: z.partialRecord(z.enum([...ALERTS, 'blind']), detector), samples: z.array(sample) }),
    /** When the last look was, and when the next one is wanted, milliseconds since 1970. */
    lookedAt: z.number(),
    nextAt: z.number(),
    trouble: z.optional(z.enum(TROUBLES)),
    /** Looks in a row that failed in the same way. */
    failures: z.number(),
    /** The newest line of the log that was read, milliseconds since 1970. */
    logReadTo: z.optional(z.number()),
    /** The newest line that tells of an error, without secrets. */
    lastError: z.optional(z.object({ at: z.number(), text: z.string() })),
});
export type Memory = Readonly<Omit<z.infer<typeof memorySchema>, 'history'>> & { readonly history: History };

/** Types of the facts that a monitor's record is made of. */
export const RECORD = { set: 'set', muted: 'muted', removed: 'removed', seen: 'seen' } as const;

/** Hugging Face says so often that there is no such Space before it is believed. */
const GONE_AFTER = 2;

/** The Space may be gone; it has to be asked once more. */
export const isDoubtful = ({ trouble, failures }: Memory): boolean => trouble === 'space-gone' && failures < GONE_AFTER;

/** Nothing will ever be seen again. */
export const isOver = (memory: Memory): boolean => memory.trouble === 'maker-gone' || (memory.trouble === 'space-gone' && !isDoubtful(memory));
