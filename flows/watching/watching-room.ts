import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { type Change, changeKey, type Watch } from '../../services/workflows/watching';
import { namedAt } from './observe';
import { Shown } from './shown';
import { removeWatch, watchesOfRoom } from './watches';

/** A room with the rule that lets a change through to it, and what it was shown of that. */
export interface WatchingRoom {
    readonly watch: Watch;
    /** Speaks in the room as the app. */
    readonly ctx: Ctx;
    readonly shown: Shown;
    /** When the repository got its name, where the room was shown nothing under it yet: what it was shown is filed under the old one. Milliseconds since 1970. */
    readonly namedAt: number | undefined;
}

/** So many rooms are looked up at the same time. */
const AT_ONCE = 10;
/** News may come to light so much later than it happened, milliseconds: a commit carries the time at which it was made, not pushed. */
const LATE_MS = 24 * 60 * 60_000;

/** The rooms of these rules; a room that is gone loses all of its rules. Four round trips per room, ten rooms at a time, and one more where something is new to a room. */
export async function roomsOf(job: JobCtx, change: Change, rules: readonly Watch[]): Promise<WatchingRoom[]> {
    const rooms: KnownRoom[] = [];
    for (let next = 0; next < rules.length; next += AT_ONCE) {
        const looked = await Promise.all(rules.slice(next, next + AT_ONCE).map((watch) => roomOf(job, changeKey(change), watch)));
        rooms.push(...looked.filter((room) => room !== undefined));
    }
    const named = rooms.some(({ shown }) => shown.newest === undefined) ? await namedAt(job, change.repo) : undefined;
    return rooms.map((room) => ({ ...room, namedAt: room.shown.newest === undefined ? named : undefined }));
}

type KnownRoom = Omit<WatchingRoom, 'namedAt'>;

async function roomOf(job: JobCtx, key: string, watch: Watch): Promise<KnownRoom | undefined> {
    const { roomId } = watch;
    const [ctx, shown] = await Promise.all([job.inRoom(roomId), Shown.load(job, { roomId, changeKey: key })]);
    if (!ctx) {
        for (const rule of await watchesOfRoom(job, roomId)) {
            await removeWatch(job, rule);
        }
        return undefined;
    }
    return { watch, ctx, shown };
}

/** Nothing older is news to the room, milliseconds since 1970. */
export const sinceOf = ({ watch, shown, namedAt: named }: WatchingRoom): number => Math.max(watch.at, named ?? 0, (shown.newest ?? 0) - LATE_MS);
