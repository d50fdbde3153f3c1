import { streamSpaceLogs, type Clock, type Hub, type SpaceLogKind, type StreamEnd } from '../../services/hub';
import { FOLLOWED_LINES, FollowedLog, type LogView } from '../../services/logs';

/** A message is edited once in this time at most, and so often is asked whether to go on, milliseconds. */
export const LOOK_MS = 1000;

/** So many of the lines that were there before are asked for: what was shown is recognised, and more than is shown helps nobody. */
const REPLAY = 200;

export interface ReadAlong {
    readonly hub: Hub;
    readonly space: string;
    readonly kind: SpaceLogKind;
    /** Where an earlier reading ended. */
    readonly from: LogView;
    /** Milliseconds. */
    readonly deadlineMs: number;
    readonly clock: Clock;
    /** Shows the log with what came, at most once a second and only when something came. */
    readonly show: (log: LogView) => Promise<void>;
    /** Whether to leave off: asked once a second. */
    readonly isEnough: () => Promise<boolean>;
}

/** Reads a log along as it is written. Throws the HubError of a Hub that refuses, and what `show` throws. */
export async function readAlong({ hub, space, kind, from, deadlineMs, clock, show, isEnough }: ReadAlong): Promise<{ readonly log: LogView; readonly ended: StreamEnd }> {
    const left = new AbortController();
    const followed = new FollowedLog(from);
    const tail = from.lines.length === 0 ? FOLLOWED_LINES : REPLAY;
    const reading = read(streamSpaceLogs(hub, space, { kind, tail, deadlineMs, signal: left.signal, clock }), followed);
    try {
        for (;;) {
            const ended = await orNothing(reading, LOOK_MS, clock);
            if (followed.hasNews) {
                await show(followed.look());
            }
            if (ended !== undefined) {
                return { log: followed.look(), ended };
            }
            if (await isEnough()) {
                left.abort();
            }
        }
    } finally {
        left.abort();
    }
}

async function read(stream: ReturnType<typeof streamSpaceLogs>, followed: FollowedLog): Promise<StreamEnd> {
    for (;;) {
        const next = await stream.next();
        if (next.done) {
            return next.value;
        }
        followed.add(next.value);
    }
}

/** What the work comes to; undefined when that takes longer. */
async function orNothing<T>(work: Promise<T>, ms: number, clock: Clock): Promise<T | undefined> {
    const timer = new AbortController();
    const late = clock.sleep(ms, timer.signal).then(() => undefined, () => undefined);
    try {
        return await Promise.race([work, late]);
    } finally {
        timer.abort();
    }
}
