import { createHash } from 'crypto';
import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import type { Fact } from '../../persistence';
import type { Thing, ThingRepo } from '../../services/workflows/watching';
import { noticeChange } from './notice-change';

const repository = z.object({ type: z.enum(['model', 'dataset', 'space']), id: z.string() });

/** What we can see of a repository and Hugging Face keeps no history of. */
export const observation = z.discriminatedUnion('type', [
    /** Of a Space: `RUNNING`, `BUILD_ERROR` …, with the first few hundred characters of what Hugging Face says about it. */
    z.object({ type: z.literal('stage'), data: z.object({ stage: z.string(), message: z.optional(z.string()) }) }),
    /** `to`: the new `owner/name`. */
    z.object({ type: z.literal('moved'), data: z.object({ to: z.string() }) }),
    /** The other side of `moved`, on the record of the new name. `from`: the `owner/name` that it had. */
    z.object({ type: z.literal('named'), data: z.object({ from: z.string() }) }),
    z.object({ type: z.literal('created'), data: z.object({}) }),
    /** `private`: what it was, since nobody can ask any more; a repository of which that is not known is not spoken of where everybody may read. */
    z.object({ type: z.literal('deleted'), data: z.object({ private: z.optional(z.boolean()) }) }),
    z.object({ type: z.literal('visibility'), data: z.object({ private: z.boolean() }) }),
    z.object({ type: z.literal('gating'), data: z.object({ gated: z.union([z.literal(false), z.enum(['auto', 'manual'])]) }) }),
    z.object({
        type: z.literal('parent'),
        data: z.object({ parent: repository, change: z.enum(['license', 'gated', 'deleted', 'flagged', 'moved']), before: z.optional(z.string()), after: z.optional(z.string()) }),
    }),
]);
export type Observation = z.infer<typeof observation>;

/** An observation on record. `at`: milliseconds since 1970. */
export type Observed = Observation & Pick<Fact, 'id' | 'at'>;

/** `id` follows from what was seen, so that two who saw the same write down the same; `at` is now when nothing else is known. */
export type NewObservation = Observation & { readonly id: string; readonly at?: number | undefined };

/** What holds until something else is seen. */
export type StateObservation = Extract<Observation, { type: 'stage' | 'visibility' | 'gating' }>;

interface Tools {
    readonly stores: Pick<Stores, 'ledger' | 'due'>;
    clock(): number;
    wakeAt(at: number): Promise<void>;
}

/** So many of a repository are kept, the newest; one older than these would count as new when it is seen again. */
const KEPT = 100;
/** The older ones are taken away in portions of so many. */
const PORTION = 20;
/** Whoever writes down a fact may die before the change is on the due-list: seen again within this time, it is put there again. Longer than a dead server's claim holds. */
const REPEAT_MS = 5 * 60_000;

const subjectOf = ({ type, id }: ThingRepo): string => `observed:${type}/${id.toLowerCase()}`;

/** What was seen of a repository, oldest first. What another version wrote and this one does not know is left out. One round trip. */
export async function observationsOf({ stores }: { readonly stores: Pick<Stores, 'ledger'> }, repo: ThingRepo): Promise<Observed[]> {
    return (await stores.ledger.read(subjectOf(repo))).flatMap(toObserved);
}

/**
 * Puts on record what was seen of a repository, and that its rooms are to be told. Seen a second time under the same id, nothing happens.
 * Five round trips, three of them `noticeChange`; one more for a new name.
 *
 * Ids: `created:<hf id>`, `deleted:<hf id>` and `moved:<hf id>:<new name in lower case>` with Hugging Face's own id of the repository
 * (`id` in a webhook's payload, `_id` in the API), which a repository made anew under the same name does not share.
 */
export async function observe(tools: Tools, repo: ThingRepo, seen: NewObservation): Promise<void> {
    if (seen.type === 'moved') {
        const { id, data: { to }, at = tools.clock() } = seen;
        await tools.stores.ledger.append({ subject: subjectOf({ ...repo, id: to }), type: 'named', id: `named:${id}`, at, data: { from: repo.id } });
    }
    await write(tools, repo, await observationsOf(tools, repo), seen);
}

/** When the repository got the name that it has, milliseconds since 1970; undefined where that is its first as far as we know. One round trip. */
export async function namedAt(tools: { readonly stores: Pick<Stores, 'ledger'> }, repo: ThingRepo): Promise<number | undefined> {
    return (await observationsOf(tools, repo)).findLast(({ type }) => type === 'named')?.at;
}

/**
 * The same for a state, such as the stage of a Space: nothing happens while it is the last one of its type on record. Else its id is
 * counted on from that one (`visibility:3:<hash>`), so that a webhook and a poll that see one change write one fact.
 * An old state that arrives late counts as a change; the next look at the truth as one back.
 */
export async function observeState(tools: Tools, repo: ThingRepo, seen: StateObservation & { readonly at?: number | undefined }): Promise<void> {
    const known = await observationsOf(tools, repo);
    const last = known.filter(({ type }) => type === seen.type).at(-1);
    const state = hashOf(seen);
    const id = last && hashOf(last) === state ? last.id : `${seen.type}:${countOf(last) + 1}:${state}`;
    await write(tools, repo, known, { ...seen, id });
}

async function write(tools: Tools, repo: ThingRepo, known: readonly Observed[], seen: NewObservation): Promise<void> {
    const before = known.find(({ id }) => id === seen.id);
    if (before && tools.clock() - before.at > REPEAT_MS) {
        return;
    }
    const subject = subjectOf(repo);
    if (!before) {
        const { type, data, id, at = tools.clock() } = seen;
        await tools.stores.ledger.append({ subject, type, data, id, at });
    }
    await noticeChange(tools, { repo, thing: thingOf(seen) });
    if (known.length >= KEPT + PORTION) {
        await tools.stores.ledger.compact(subject, (facts) => facts.slice(-KEPT));
    }
}

function thingOf(seen: Observation): Thing {
    switch (seen.type) {
        case 'stage':
            return { kind: 'space' };
        case 'parent':
            return { kind: 'lineage', parent: seen.data.parent };
        default:
            return { kind: 'repo' };
    }
}

function toObserved({ id, at, type, data }: Fact): Observed[] {
    const parsed = observation.safeParse({ type, data });
    return parsed.success ? [{ ...parsed.data, id, at }] : [];
}

/** The same for the same state, in whichever order its parts are named. Of what Hugging Face says about it each observer keeps as much as it likes. */
const hashOf = (seen: Observation): string => createHash('sha256').update(JSON.stringify(Object.entries(seen.data).filter(([part, value]) => part !== 'message' && value !== undefined).sort())).digest('hex').slice(0, 16);

/** The number within an id that `observeState` made; 0 before the first. */
const countOf = (last: Observed | undefined): number => Number(/^\w+:(\d+):/.exec(last?.id ?? '')?.[1] ?? 0);
