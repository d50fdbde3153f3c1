import * as z from 'zod/mini';
import { streamEvents, type StreamEnd, type StreamOptions } from '../event-stream';
import { apiPath } from '../repo-id';
import type { Hub } from '../types';
import { eventData } from '../wire/event-data';

/** What a Space uses right now. The schema of these events is not published: each part may be missing. */
export interface SpaceUsage {
    /** Load of the processors, 0 to 100. */
    readonly cpuPercent: number | undefined;
    readonly memoryUsedBytes: number | undefined;
    readonly memoryTotalBytes: number | undefined;
    readonly accelerators: readonly AcceleratorUsage[];
}

export interface AcceleratorUsage {
    /** 0 to 100. */
    readonly percent: number | undefined;
    readonly memoryUsedBytes: number | undefined;
    readonly memoryTotalBytes: number | undefined;
}

const figure = z.catch(z.optional(z.number()), undefined);
const acceleratorSchema = z.looseObject({ utilization: figure, memory_used_bytes: figure, memory_total_bytes: figure });
const usageSchema = z.looseObject({
    cpu_usage_pct: figure,
    memory_used_bytes: figure,
    memory_total_bytes: figure,
    gpus: z.catch(z.record(z.string(), acceleratorSchema), {}),
});

/**
 * The next figures of a Space's metrics stream, which sends some about once a second while the Space runs. `usage` is undefined when
 * none came in time; `ended` says why. Not served for static Spaces; for those who may write to the Space. Throws HubError.
 * Shape: as Jobs send it, by `fetch_job_metrics` of https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/hf_api.py.
 */
export async function spaceMetrics(hub: Hub, id: string, options: Omit<StreamOptions, 'query'>): Promise<{ readonly usage: SpaceUsage | undefined; readonly ended: StreamEnd }> {
    const stream = streamEvents(hub, `${apiPath({ type: 'space', id })}/metrics`, options);
    try {
        for (;;) {
            const next = await stream.next();
            if (next.done) return { usage: undefined, ended: next.value };
            const usage = usageOf(eventData(usageSchema, next.value));
            if (usage) return { usage, ended: 'limit' };
        }
    } finally {
        await stream.return('aborted');
    }
}

/** An event without any figure that we know is no measurement. */
function usageOf(data: z.output<typeof usageSchema> | undefined): SpaceUsage | undefined {
    if (!data || (data.cpu_usage_pct === undefined && data.memory_used_bytes === undefined)) return undefined;
    return {
        cpuPercent: data.cpu_usage_pct,
        memoryUsedBytes: data.memory_used_bytes,
        memoryTotalBytes: data.memory_total_bytes,
        accelerators: Object.values(data.gpus).map((one) => ({ percent: one.utilization, memoryUsedBytes: one.memory_used_bytes, memoryTotalBytes: one.memory_total_bytes })),
    };
}
