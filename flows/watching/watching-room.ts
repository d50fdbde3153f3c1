import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import type { Watch } from '../../services/workflows/watching';
import { Shown } from './shown';
import { removeWatch, watchesOfRoom } from './watches';

/** A room with the rule that lets a change through to it, and what it was shown of that. */
export interface WatchingRoom {
    readonly watch: Watch;
    /** Speaks in the room as the app. */
    readonly ctx: Ctx;
    readonly shown: Shown;
}

/** So many rooms are looked up at the same time. */
const AT_ONCE = 10;
/** News may come to light so much later than it happened, milliseconds: a commit carries the time at which it was made, not pushed. */
const LATE_MS = 24 * 60 * 60_000;

/** The rooms of these rules; a room that is gone loses all of its rules. Four round trips per room, ten rooms at a time. */
export async function roomsOf(job: JobCtx, changeKey: string, rules: readonly Watch[]): Promise<WatchingRoom[]> {
    const rooms: WatchingRoom[] = [];
    for (let next = 0; next < rules.length; next += AT_ONCE) {
        const looked = await Promise.all(rules.slice(next, next + AT_ONCE).map((watch) => roomOf(job, changeKey, watch)));
        rooms.push(...looked.filter((room) => room !== undefined));
    }
    return rooms;
}

async function roomOf(job: JobCtx, changeKey: string, watch: Watch): Promise<WatchingRoom | undefined> {
    const { roomId } = watch;
    const [ctx, shown] = await Promise.all([job.inRoom(roomId), Shown.load(job, { roomId, changeKey })]);
    if (!ctx) {
        for (const rule of await watchesOfRoom(job, roomId)) {
            await removeWatch(job, rule);
        }
        return undefined;
    }
    return { watch, ctx, shown };
}

/** Nothing older is news to the room, milliseconds since 1970. */
export const sinceOf = ({ watch, shown }: WatchingRoom): number => Math.max(watch.at, (shown.newest ?? 0) - LATE_MS);
