import * as z from 'zod/mini';

/** What running costs, US dollars. Between the two lies what scaling does. */
export const priceSchema = z.object({
    /** With as few replicas as it may have. */
    minPerHour: z.number(),
    /** With as many as it may have. */
    maxPerHour: z.number(),
});

export type Price = z.infer<typeof priceSchema>;
