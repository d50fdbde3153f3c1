import * as z from 'zod/mini';

import type { RecordKind } from './records';

/** A wish to have an item done. */
export interface Entry {
    readonly v: 1;
    readonly type: 'entry';
    readonly id: string;
    /** The item's id: kind and subject. */
    readonly item: string;
    readonly kind: string;
    readonly subject: string;
    /** Milliseconds since 1970. */
    readonly at: number;
    readonly attempts: number;
}

/** A bid to work on an item. Its id is random and is what bids are compared by. */
export interface Claim {
    readonly v: 1;
    readonly type: 'claim';
    readonly id: string;
    readonly item: string;
    /** The entries that the bidder had seen. */
    readonly records: readonly string[];
    /** Milliseconds since 1970; afterwards the bidder counts as dead. */
    readonly until: number;
}

export type DueRecord = Entry | Claim;

const entrySchema = z.object({
    v: z.literal(1),
    type: z.literal('entry'),
    id: z.string(),
    item: z.string(),
    kind: z.string(),
    subject: z.string(),
    at: z.number(),
    attempts: z.number(),
});

const claimSchema = z.object({
    v: z.literal(1),
    type: z.literal('claim'),
    id: z.string(),
    item: z.string(),
    records: z.array(z.string()),
    until: z.number(),
});

export const dueKind: RecordKind<DueRecord> = {
    name: 'due item',
    version: 1,
    schema: z.discriminatedUnion('type', [entrySchema, claimSchema]),
};
