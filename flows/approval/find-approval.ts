import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import type { OpenApproval } from '../../persistence';
import { requireApproval } from './act-on-approval';
import { type Approval, loadApproval } from './load-approval';
import { shortId } from './summary';

/** Fewer letters name too many. */
const SHORTEST = 4;

/**
 * The request that is meant: by its id, by its short one, or while it is open by the beginning of it; else the newest of the
 * thread, else the only open one of the room.
 * Throws UserError; `demand` says of which requests the caller may learn.
 */
export async function findApproval(ctx: Ctx, typed: string | undefined, demand = requireApproval): Promise<Approval> {
    return demand(ctx, typed === undefined ? await meantHere(ctx) : await named(ctx, typed.replace(/^#/, '')));
}

async function named(ctx: Ctx, typed: string): Promise<string> {
    const begin = typed.toLowerCase();
    const open = typed.length < SHORTEST ? [] : (await ctx.stores.approvals.listOpen()).map(({ id }) => id).filter((id) => id.toLowerCase().startsWith(begin));
    const matches = open.length > 0 ? open : await ctx.stores.approvals.ofName(typed);
    if (matches.length > 1) {
        throw ambiguous(matches);
    }
    return matches[0] ?? typed;
}

async function meantHere(ctx: Ctx): Promise<string> {
    const newest = ctx.threadId === undefined ? undefined : (await ctx.stores.approvals.ofThread(ctx.threadId)).at(-1);
    if (newest !== undefined) {
        return newest;
    }
    const here = (await ctx.stores.approvals.listOpen()).filter(({ roomId }) => roomId === ctx.room.id);
    const [only, ...more] = here;
    if (!only) {
        throw new UserError({ key: 'approval.none_here' }, { key: 'approval.name_it' });
    }
    if (more.length > 0) {
        throw ambiguous(here.map(({ id }) => shortId(id)));
    }
    return only.id;
}

const ambiguous = (ids: readonly string[]): UserError => new UserError({ key: 'approval.which', values: { ids: ids.join(', ') } });

/** All open requests that the caller may read of, oldest first. One that can't be read is left out. */
export async function openApprovals(ctx: Ctx, wanted: (open: OpenApproval) => boolean = () => true): Promise<Approval[]> {
    const open = (await ctx.stores.approvals.listOpen()).filter(wanted);
    const rooms = new Map<string, boolean>();
    for (const roomId of new Set(open.map((entry) => entry.roomId))) {
        rooms.set(roomId, await ctx.workspace.mayRead(roomId));
    }
    const loaded = await Promise.all(open.filter(({ roomId }) => rooms.get(roomId)).map(({ id }) => loadApproval(ctx, id)));
    // The list may lag behind what it lists.
    return loaded.flatMap((approval) => (approval && !approval.state.final ? [approval] : []));
}
