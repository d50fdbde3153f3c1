import * as z from 'zod/mini';
import { streamEvents, type StreamEnd, type StreamOptions } from '../event-stream';
import type { Hub } from '../types';
import { eventData } from '../wire/event-data';

export interface LogLine {
    /** As it was written, control characters and all, without the line end. */
    readonly text: string;
    /** ISO 8601; empty when the Hub gave none. */
    readonly timestamp: string;
}

export interface LogOptions extends Omit<StreamOptions, 'query'> {
    /** So many of the lines so far come first; all that the Hub keeps when left out. */
    readonly tail?: number;
}

export interface ReadLog {
    readonly lines: readonly LogLine[];
    readonly ended: StreamEnd;
}

const lineSchema = z.looseObject({ data: z.string(), timestamp: z.catch(z.string(), '') });

/** The lines of a log at the Hub, the kept ones first and then each as it is written. Blank lines are left out. Throws the HubError of a Hub that refuses. */
export async function* streamLog(hub: Hub, path: string, { tail, ...options }: LogOptions): AsyncGenerator<LogLine, StreamEnd, undefined> {
    const stream = streamEvents(hub, path, { ...options, query: { tail } });
    try {
        for (;;) {
            const next = await stream.next();
            if (next.done) return next.value;
            const line = eventData(lineSchema, next.value);
            if (line && line.data.trim() !== '') yield { text: line.data.replace(/\r?\n$/, ''), timestamp: line.timestamp };
        }
    } finally {
        await stream.return('aborted');
    }
}

/** All lines of a stream, when reading is over. */
export async function readLog(stream: AsyncGenerator<LogLine, StreamEnd, undefined>): Promise<ReadLog> {
    const lines: LogLine[] = [];
    for (;;) {
        const next = await stream.next();
        if (next.done) return { lines, ended: next.value };
        lines.push(next.value);
    }
}
