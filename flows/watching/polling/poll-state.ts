import * as z from 'zod/mini';
import type { Stores } from '../../../context/ctx';
import type { Fact } from '../../../persistence';

const repoType = z.enum(['model', 'dataset', 'space']);

const seenRepo = z.object({
    type: repoType,
    id: z.string(),
    /** Hugging Face's own id; the name where it told none. */
    hfId: z.string(),
    sha: z.optional(z.string()),
    private: z.boolean(),
    /** `false`, or who lets people in; undefined for what is not known, and for Spaces. */
    gated: z.optional(z.union([z.literal(false), z.enum(['auto', 'manual'])])),
    /** Of a Space. */
    stage: z.optional(z.string()),
    /** In which look at its type it was there last. */
    look: z.number(),
    /** It is watched by its name, and was not to be found under it. */
    gone: z.optional(z.boolean()),
});
/** What was seen of a repository last. */
export type SeenRepo = z.infer<typeof seenRepo>;

const mark = z.object({
    /** `public`, or the chat user as whom the list was read. */
    viewer: z.string(),
    type: repoType,
    /** The newest date in the list, by Hugging Face's clock, ISO 8601. */
    newest: z.string(),
});

const sweep = z.object({
    type: repoType,
    /** Where the list goes on; undefined: it was read to its end. */
    cursor: z.optional(z.string()),
    /** The look with which it began. */
    look: z.number(),
    /** The mark as it was then. */
    newest: z.optional(z.string()),
});
/** A list that is too long for one run, read to its end a page at a time. */
export type Sweep = z.infer<typeof sweep>;

const failure = z.object({
    /** A `HubErrorKind`. */
    kind: z.string(),
    /** So many runs in a row have failed. */
    times: z.number(),
});

const pollState = z.object({
    /** When it was looked at last, and when at more than the stages of Spaces; milliseconds since 1970. */
    at: z.number(),
    fullAt: z.optional(z.number()),
    repos: z.array(seenRepo),
    marks: z.array(mark),
    sweeps: z.array(sweep),
    /** So often each type was looked at. */
    looks: z.array(z.object({ type: repoType, count: z.number() })),
    /** The chat user who lent their account last. */
    lastMaker: z.optional(z.string()),
    /** The repository whose record was compared last, by `repoKey`. */
    lastReconciled: z.optional(z.string()),
    failure: z.optional(failure),
});
export type PollState = z.infer<typeof pollState>;

type Tools = { readonly stores: Pick<Stores, 'ledger'>; clock(): number };

const subjectOf = (account: string): string => `polled:${account.toLowerCase()}`;

export const EMPTY: PollState = { at: 0, repos: [], marks: [], sweeps: [], looks: [] };

/** What was seen of an account last; undefined before the first look, and for what another version wrote. One round trip. */
export const loadPollState = (tools: Pick<Tools, 'stores'>, account: string): Promise<PollState | undefined> => newest(tools, subjectOf(account), pollState);

/** Three round trips. */
export const savePollState = (tools: Tools, account: string, state: PollState): Promise<void> => putNewest(tools, subjectOf(account), state);

export const forgetPollState = ({ stores }: Pick<Tools, 'stores'>, account: string): Promise<void> => stores.ledger.forget(subjectOf(account));

/** What stands in the newest fact of a subject that holds nothing but its latest state. One round trip. */
export async function newest<T>({ stores }: { readonly stores: Pick<Stores, 'ledger'> }, subject: string, schema: z.ZodMiniType<T>): Promise<T | undefined> {
    const last = (await stores.ledger.read(subject)).at(-1);
    const parsed = schema.safeParse(last?.data);
    return parsed.success ? parsed.data : undefined;
}

/** Puts the state in place of all earlier ones; killed in between, the later one counts. */
export async function putNewest(tools: Tools, subject: string, data: Fact['data']): Promise<void> {
    const { ledger } = tools.stores;
    const before = (await ledger.read(subject)).at(-1);
    // After the last one, should the server that wrote it have a clock ahead of ours.
    await ledger.append({ subject, type: 'seen', data, at: Math.max(tools.clock(), (before?.at ?? 0) + 1) });
    await ledger.compact(subject, (facts) => facts.slice(-1));
}
