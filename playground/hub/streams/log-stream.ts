import { integerParameter } from '../paging';
import type { Call } from '../routing';
import { eventStream } from './event-stream';

export interface LogLine {
    /** Milliseconds since the epoch. */
    at: number;
    text: string;
}

export interface LogSource {
    /** Everything logged up to a moment, oldest first; a log that begins anew leaves out what was before. */
    lines: (now: number) => readonly LogLine[];
    /** Nothing comes any more; a source that never ends keeps its stream open. */
    isOver: (now: number) => boolean;
}

const keyOf = ({ at, text }: LogLine): string => `${at} ${text}`;

/** Two lines of the same moment may say the same. */
function without(lines: readonly LogLine[], sent: readonly LogLine[]): LogLine[] {
    const counts = new Map<string, number>();
    sent.forEach((line) => counts.set(keyOf(line), (counts.get(keyOf(line)) ?? 0) + 1));
    return lines.filter((line) => {
        const left = counts.get(keyOf(line)) ?? 0;
        counts.set(keyOf(line), left - 1);
        return left <= 0;
    });
}

/** The lines so far, at most `tail` of them, then each as it comes: `{data, timestamp}` as the Hub sends them. */
export function logStream({ state, query, scheduler }: Call, { lines, isOver }: LogSource): Response {
    const tail = integerParameter(query, 'tail', { fallback: Number.MAX_SAFE_INTEGER, min: 0, max: Number.MAX_SAFE_INTEGER });
    let sent: readonly LogLine[] | undefined;
    return eventStream(scheduler, (feed) => {
        const now = state.now();
        const all = lines(now);
        const fresh = sent === undefined ? all.slice(Math.max(0, all.length - tail)) : without(all, sent);
        fresh.forEach(({ at, text }) => feed.send({ data: { data: `${text}\n`, timestamp: new Date(at).toISOString() } }));
        sent = all;
        if (isOver(now)) {
            feed.end();
        }
    });
}
