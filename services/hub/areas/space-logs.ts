import * as z from 'zod/mini';
import { streamEvents, type StreamEnd, type StreamOptions } from '../event-stream';
import { apiPath } from '../repo-id';
import type { Hub } from '../types';
import { eventData } from '../wire/event-data';

/** What the Space's app writes, or what building it wrote. */
export type SpaceLogKind = 'run' | 'build';

export interface SpaceLogLine {
    /** As it was written, control characters and all, without the line end. */
    readonly text: string;
    /** ISO 8601; empty when the Hub gave none. */
    readonly timestamp: string;
}

export interface SpaceLogOptions extends Omit<StreamOptions, 'query'> {
    readonly kind: SpaceLogKind;
    /** So many of the lines so far come first; all that the Hub keeps when left out. */
    readonly tail?: number;
}

const lineSchema = z.looseObject({ data: z.string(), timestamp: z.catch(z.string(), '') });

/**
 * The lines of a Space's log, the kept ones first and then each as it is written: the stream ends only by the options. Blank lines
 * are left out. For those who may write to the Space; throws HubError for others.
 * Source: `fetch_space_logs` of https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/hf_api.py.
 */
export async function* streamSpaceLogs(hub: Hub, id: string, { kind, tail, ...options }: SpaceLogOptions): AsyncGenerator<SpaceLogLine, StreamEnd, undefined> {
    const stream = streamEvents(hub, `${apiPath({ type: 'space', id })}/logs/${kind}`, { ...options, query: { tail } });
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

/** The same, when reading is over. */
export async function spaceLogs(hub: Hub, id: string, options: SpaceLogOptions): Promise<{ readonly lines: readonly SpaceLogLine[]; readonly ended: StreamEnd }> {
    const stream = streamSpaceLogs(hub, id, options);
    const lines: SpaceLogLine[] = [];
    for (;;) {
        const next = await stream.next();
        if (next.done) return { lines, ended: next.value };
        lines.push(next.value);
    }
}
