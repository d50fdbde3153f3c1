import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import type { ThingRepo } from '../../services/workflows/watching';

/** A move of a branch, as a webhook tells it or a poll finds it. */
export interface Push {
    readonly branch: string;
    /** The head before; undefined when the branch is new or that is not known. */
    readonly from?: string | undefined;
    /** The head after. */
    readonly to: string;
}

/** `at`: when we came to know of it, milliseconds since 1970. */
export type NotedPush = Pick<Push, 'from' | 'to'> & { readonly at: number };

interface Tools {
    readonly stores: Pick<Stores, 'ledger'>;
    clock(): number;
}

const data = z.object({ from: z.optional(z.string()), to: z.string() });

/** So many pushes to a branch are kept, the newest; older ones are taken away in portions. */
const KEPT = 50;
const PORTION = 10;

const subjectOf = ({ type, id }: ThingRepo, branch: string): string => `pushed:${type}/${id.toLowerCase()}:${branch}`;

/**
 * Remembers when commits came to a branch. Hugging Face tells only when they were made, which for what is pushed with git may be
 * weeks before: by that time alone, a room would take them for older than its rule. Two round trips; noted again it is the same.
 */
export async function notePush(tools: Tools, repo: ThingRepo, { branch, from, to }: Push): Promise<void> {
    const { ledger } = tools.stores;
    const subject = subjectOf(repo, branch);
    const known = await ledger.read(subject);
    if (known.some(({ id }) => id === to)) {
        return;
    }
    await ledger.append({ subject, type: 'pushed', id: to, at: tools.clock(), data: { from, to } });
    if (known.length >= KEPT + PORTION) {
        await ledger.compact(subject, (facts) => facts.slice(-KEPT));
    }
}

/** What is known of the pushes to a branch, oldest first. One round trip. */
export async function pushesOf({ stores }: Pick<Tools, 'stores'>, repo: ThingRepo, branch: string): Promise<NotedPush[]> {
    const facts = await stores.ledger.read(subjectOf(repo, branch));
    return facts.flatMap((fact) => {
        const parsed = data.safeParse(fact.data);
        return parsed.success ? [{ ...parsed.data, at: fact.at }] : [];
    });
}

interface Listed {
    readonly sha: string;
    /** When it was made, milliseconds since 1970. */
    readonly at: number;
}

/**
 * The commits (newest first) with the time at which they came to the branch, where a push tells it; never before they were made.
 * Of a push whose beginning is not among them (a new branch, a force push, a very long one) only the head is known to be new.
 */
export function arrived<C extends Listed>(newestFirst: readonly C[], pushes: readonly NotedPush[]): C[] {
    const listed = new Set(newestFirst.map(({ sha }) => sha));
    const byHead = new Map(pushes.map((push) => [push.to, push]));
    let reaching: NotedPush | undefined;
    return newestFirst.map((commit) => {
        const push = byHead.get(commit.sha) ?? (reaching?.from === commit.sha ? undefined : reaching);
        reaching = push?.from !== undefined && listed.has(push.from) ? push : undefined;
        return push ? { ...commit, at: Math.max(commit.at, push.at) } : commit;
    });
}
