import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import { joined } from '../../persistence';
import type { HubError } from '../../services/hub';

interface Tools {
    readonly stores: Pick<Stores, 'ledger'>;
    clock(): number;
}

/** How long nothing is read of an account after Hugging Face did not answer about it, milliseconds: doubled with each try. */
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

const pauseSchema = z.object({ tries: z.number(), until: z.number() });

/** `until`: milliseconds since 1970; `tries`: how often in a row there was no answer. */
export type Pause = z.infer<typeof pauseSchema>;

const subjectOf = (owner: string): string => joined('hub-pause', owner);

/** undefined when Hugging Face answered the last time. One round trip. */
export async function pauseOf({ stores }: Tools, owner: string): Promise<Pause | undefined> {
    const { data } = pauseSchema.safeParse((await stores.ledger.read(subjectOf(owner))).at(-1)?.data);
    return data;
}

/** Hugging Face did not answer: everything about this account waits. Returns until when, milliseconds since 1970. */
export async function pause(tools: Tools, owner: string, { before, error }: { readonly before: Pause | undefined; readonly error: HubError }): Promise<number> {
    const tries = before?.tries ?? 0;
    const until = Math.max(tools.clock() + Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS), error.reopensAt ?? 0);
    await tools.stores.ledger.append({ subject: subjectOf(owner), type: 'paused', data: { tries: tries + 1, until } });
    await tools.stores.ledger.compact(subjectOf(owner), (facts) => facts.slice(-1));
    return until;
}

/** Hugging Face answered. */
export const resume = ({ stores }: Tools, owner: string): Promise<void> => stores.ledger.forget(subjectOf(owner));
