import * as z from 'zod/mini';
import { approvalFact } from '../../services/workflows/approval';
import { POST } from '../post-once';

const names = z.record(z.string(), z.string());

/** What a request was opened with. Kept and never changed. */
export const openedSchema = z.object({
    v: z.literal(1),
    /** Which undertaking it is, `deploy` for example. */
    kind: z.string(),
    roomId: z.string(),
    /** The thread it was asked for in; without one the request's own message begins a thread. */
    threadId: z.optional(z.string()),
    requester: z.object({ id: z.string(), username: z.string() }),
    /** The language in which the room is told, the requester's. */
    locale: z.string(),
    /** One line for lists, as plain text. */
    title: z.string(),
    /** What the audit record says it is about: a repository, and whatever else is to be found there. */
    about: z.object({ subject: z.string(), details: names }),
    roleNames: names,
    userNames: names,
    /** What the undertaking needs to know; it reads this with its own schema. */
    details: z.unknown(),
});

export type Opened = z.infer<typeof openedSchema>;

/** A fact of the approval, with the names of the users it mentions. */
export const statedSchema = z.object({ fact: approvalFact, names });

/** A message that was posted once for this reason. */
export const postedSchema = z.object({ key: z.string(), messageId: z.string() });

/** What is remembered between the steps of one attempt. */
export const stepSchema = z.object({ key: z.string(), memo: z.unknown(), stage: z.string() });

/** Why an attempt failed, in more words than its fact has. */
export const failureSchema = z.object({ key: z.string(), words: z.optional(z.string()), log: z.optional(z.string()) });

export const auditedSchema = z.object({ ids: z.array(z.string()) });

/** Types of the facts that the record of one request is made of. */
export const RECORD = { opened: 'opened', stated: 'stated', ...POST, step: 'step', failure: 'failure', audited: 'audited' } as const;
