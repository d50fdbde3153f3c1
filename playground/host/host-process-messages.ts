import type { HostEvent } from './workspace/events';

/** A call of a Host's method; `start` comes first and takes HostOptions. */
export interface ToChild {
    id: number;
    method: string;
    args: unknown[];
}

/** What a call came to, or something that clients are told. */
export type FromChild =
    | { id: number; result: unknown }
    | { id: number; error: { reason: string; code?: string } }
    | { event: HostEvent };
