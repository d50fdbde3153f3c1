import * as z from 'zod/mini';
import type { SseEvent } from './event-parser';

/** An event's JSON as `schema` sees it; undefined when it is none, or something else: a stream goes on after an event nobody knows. */
export function eventData<S extends z.core.$ZodType>(schema: S, { data }: SseEvent): z.output<S> | undefined {
    try {
        return z.safeParse(schema, JSON.parse(data)).data;
    } catch {
        return undefined;
    }
}
