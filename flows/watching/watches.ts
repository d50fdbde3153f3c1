import { createHash } from 'crypto';
import * as z from 'zod/mini';
import type { Stores } from '../../context/ctx';
import type { StoredWatch } from '../../persistence';
import { DEFAULT_MODES, ownerOf, WATCH_EVENTS, WATCH_MODES, type Watch, type WatchTarget } from '../../services/workflows/watching';

type Tools = { readonly stores: Pick<Stores, 'watches'> };

export const watchTarget = z.discriminatedUnion('type', [
    z.object({ type: z.enum(['model', 'dataset', 'space']), id: z.string() }),
    z.object({ type: z.literal('account'), name: z.string() }),
]);

const rule = z.object({
    target: watchTarget,
    /** An event that an older version did not know is shown as in a new watch. */
    modes: z.partialRecord(z.enum(WATCH_EVENTS), z.enum(WATCH_MODES)),
    filters: z.object({ branches: z.array(z.string()), authors: z.array(z.string()), paths: z.array(z.string()) }),
    at: z.number(),
    showPrivate: z.boolean(),
    since: z.optional(z.partialRecord(z.enum(WATCH_EVENTS), z.number())),
    mutedUntil: z.optional(z.number()),
});

/** There is at most one rule for a room and what it watches, whoever makes it on whichever server. */
export const watchId = (roomId: string, watched: WatchTarget): string =>
    createHash('sha256').update(JSON.stringify([roomId, watched.type, (watched.type === 'account' ? watched.name : watched.id).toLowerCase()])).digest('hex').slice(0, 24);

/** Everything that rooms watch of an account, given by its Hugging Face name. One round trip, as the next ones. */
export const watchesOfOwner = async ({ stores }: Tools, owner: string): Promise<Watch[]> => (await stores.watches.ofOwner(owner.toLowerCase())).flatMap(toWatch);

export const watchesOfRoom = async ({ stores }: Tools, roomId: string): Promise<Watch[]> => (await stores.watches.ofRoom(roomId)).flatMap(toWatch);

/** Those that this chat user made. */
export const watchesOfUser = async ({ stores }: Tools, userId: string): Promise<Watch[]> => (await stores.watches.ofUser(userId)).flatMap(toWatch);

/** Of the whole workspace. */
export const allWatches = async ({ stores }: Tools): Promise<Watch[]> => (await stores.watches.all()).flatMap(toWatch);

/** Makes the rule or changes it; its room, target and user stay. */
export async function putWatch({ stores }: Tools, { id, roomId, by, ...settings }: Watch): Promise<void> {
    await stores.watches.put({ watch: id, roomId, owner: ownerOf(settings.target), by, rule: settings });
}

export async function removeWatch({ stores }: Tools, { id, roomId, by, target: watched }: Watch): Promise<void> {
    await stores.watches.put({ watch: id, roomId, owner: ownerOf(watched), by });
}

/** A rule that this version does not understand is another version's: it shows nothing here, and stays. */
function toWatch({ watch, roomId, by, rule: stored }: StoredWatch): Watch[] {
    const parsed = rule.safeParse(stored);
    return parsed.success ? [{ ...parsed.data, modes: { ...DEFAULT_MODES, ...parsed.data.modes }, id: watch, roomId, by }] : [];
}
