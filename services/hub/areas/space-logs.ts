import type { StreamEnd } from '../event-stream';
import { apiPath } from '../repo-id';
import type { Hub } from '../types';
import { readLog, streamLog, type LogLine, type LogOptions, type ReadLog } from './log-stream';

/** What the Space's app writes, or what building it wrote. */
export type SpaceLogKind = 'run' | 'build';

export interface SpaceLogOptions extends LogOptions {
    readonly kind: SpaceLogKind;
}

/**
 * The lines of a Space's log: the stream ends only by the options. For those who may write to the Space; throws HubError for others.
 * Source: `fetch_space_logs` of https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/hf_api.py.
 */
export function streamSpaceLogs(hub: Hub, id: string, { kind, ...options }: SpaceLogOptions): AsyncGenerator<LogLine, StreamEnd, undefined> {
    return streamLog(hub, `${apiPath({ type: 'space', id })}/logs/${kind}`, options);
}

/** The same, when reading is over. */
export function spaceLogs(hub: Hub, id: string, options: SpaceLogOptions): Promise<ReadLog> {
    return readLog(streamSpaceLogs(hub, id, options));
}
