import { createHash } from 'crypto';
import type { JobCtx } from '../../context/job-ctx';
import { isPassing } from '../../services/hub';
import { type Change, ownerOf, parseChangeKey, route, type Watch } from '../../services/workflows/watching';
import { type Pause, pause, pauseOf, resume } from './owner-pause';
import { readReports } from './read-reports';
import type { Readers } from './readers';
import { serveRooms } from './serve-rooms';
import { roomsOf, sinceOf } from './watching-room';
import { watchesOfOwner } from './watches';

/** What waited for the same account goes on within this time, so that it is not all at once. Milliseconds. */
const SPREAD_MS = 20_000;

/**
 * Something may have changed there: reads how it is now, and shows each room what it was not shown yet. Run by the one server that
 * claimed the change, again and again; order, repetition and a kill at any line make no difference. Returns when to come again,
 * milliseconds since 1970; undefined when every room has seen it.
 */
export async function workOnChange(job: JobCtx, key: string, readers: Readers): Promise<number | undefined> {
    const change = parseChangeKey(key);
    if (!change) {
        return undefined;
    }
    const owner = ownerOf(change.repo);
    const [watches, paused] = await Promise.all([watchesOfOwner(job, owner), pauseOf(job, owner)]);
    const rules = rulesFor(watches, change, job.clock());
    if (rules.length === 0) {
        return undefined;
    }
    if (paused && paused.until > job.clock()) {
        return paused.until + spreadOf(key);
    }
    try {
        return await show(job, change, { rules, owner, paused, readers });
    } catch (error) {
        if (isPassing(error)) {
            return (await pause(job, owner, { before: paused, error })) + spreadOf(key);
        }
        throw error;
    }
}

/** Those that let anything of the thing through at this moment, by what is known before it is read. */
const rulesFor = (watches: readonly Watch[], change: Change, now: number): Watch[] => route(watches, change, [], { private: false, publicRooms: new Set(), now }).map(({ watch }) => watch);

interface Occasion {
    readonly rules: readonly Watch[];
    readonly owner: string;
    readonly paused: Pause | undefined;
    readonly readers: Readers;
}

async function show(job: JobCtx, change: Change, { rules, owner, paused, readers }: Occasion): Promise<number | undefined> {
    const rooms = await roomsOf(job, change, rules);
    if (rooms.length === 0) {
        return undefined;
    }
    const wish = { change, since: Math.min(...rooms.map(sinceOf)), paths: rules.some(({ filters }) => filters.paths.length > 0) };
    const reports = await readReports(job, readers(change), wish);
    if (paused) {
        await resume(job, owner);
    }
    return serveRooms(job, change, { rooms, reports });
}

const spreadOf = (key: string): number => createHash('sha256').update(key).digest().readUInt32BE() % SPREAD_MS;
