import { accountHeads, HubError, type RepoHead } from '../../../services/hub';
import { isAfter } from './compare';
import type { Allowance } from './fair-use';
import type { Look, RepoType } from './look';
import type { Sweep } from './poll-state';
import { PUBLIC, type View } from './viewers';

/** Pages from the top of a list in one run. */
const TOP_PAGES = 3;

export interface ListReading {
    readonly view: View;
    readonly type: RepoType;
    readonly author: string;
    readonly allowance: Allowance;
    /** What is below the top of a list is read to its end once in so many looks. */
    readonly sweepEvery: number;
}

interface Top {
    readonly heads: readonly RepoHead[];
    /** Where the list goes on. */
    readonly next: string | undefined;
    /** What changed since goes on below. */
    readonly cutOff: boolean;
}

/**
 * Reads the list of a type, the last changed first: from the top down to what was seen before, and of what everybody may see one page
 * further down, which goes on from look to look, so that each repository is seen from time to time though it was not changed. At most
 * four requests, for accounts of up to 500 repositories of a type one. Throws HubError.
 */
export async function readList(look: Look, reading: ListReading): Promise<void> {
    const { view: { viewer }, type } = reading;
    const newest = look.newest(viewer, type);
    const top = await readTop(look, reading, newest);
    if (!top) {
        return;
    }
    look.mark(viewer, type, top.heads);
    if (viewer !== PUBLIC) {
        return;
    }
    if (top.next === undefined) {
        look.complete(type, look.count(type));
    } else {
        await readBelow(look, reading, sweepAfter(look, reading, { ...top, next: top.next, newest }));
    }
}

async function readTop(look: Look, { view, type, author, allowance }: ListReading, newest: string | undefined): Promise<Top | undefined> {
    const heads: RepoHead[] = [];
    let next: string | undefined;
    for (let pages = 0; pages < TOP_PAGES && allowance.take(); pages++) {
        const page = await accountHeads(view.hub, { type, author, cursor: next });
        const visible = visibleIn(view, page.items);
        look.see(type, visible, newest);
        heads.push(...visible);
        next = page.next;
        const reached = newest === undefined || !isAfter(page.items.at(-1)?.lastModified, newest);
        if (next === undefined || reached) {
            return { heads, next, cutOff: false };
        }
    }
    return heads.length > 0 ? { heads, next, cutOff: true } : undefined;
}

/** The one under way, or one that begins where the top ends, when it is time for it or the top was too long. */
function sweepAfter(look: Look, { type, sweepEvery }: ListReading, { next, cutOff, newest }: { readonly next: string; readonly cutOff: boolean; readonly newest: string | undefined }): Sweep {
    const sweep = look.sweep(type);
    const count = look.count(type);
    const isTime = sweep === undefined || (sweep.cursor === undefined && count - sweep.look >= sweepEvery);
    if (cutOff || isTime) {
        return { type, cursor: next, look: count, newest: sweep?.cursor === undefined ? newest : sweep.newest };
    }
    return sweep;
}

async function readBelow(look: Look, { view, type, author, allowance }: ListReading, sweep: Sweep): Promise<void> {
    look.putSweep(sweep);
    if (sweep.cursor === undefined || !allowance.take()) {
        return;
    }
    const page = await accountHeads(view.hub, { type, author, cursor: sweep.cursor }).catch(whenRefused);
    if (!page) {
        look.putSweep({ ...sweep, cursor: undefined });
        return;
    }
    look.see(type, visibleIn(view, page.items), sweep.newest);
    look.putSweep({ ...sweep, cursor: page.next });
    if (page.next === undefined) {
        look.complete(type, sweep.look);
    }
}

/** A cursor that Hugging Face does not take any more: the next sweep begins anew. */
function whenRefused(error: unknown): undefined {
    if (error instanceof HubError && error.kind === 'bad-request') {
        return undefined;
    }
    throw error;
}

/** The workspace's account may see more than everybody; that is read with the eyes of those who asked for it. */
const visibleIn = ({ viewer }: View, heads: readonly RepoHead[]): RepoHead[] => heads.filter((head) => viewer !== PUBLIC || head.private !== true);
