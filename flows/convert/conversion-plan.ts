import * as z from 'zod/mini';
import { convertWish } from './convert-wish';

/** What a conversion would do, as it is shown and then done. It is kept, so that what was agreed to is what happens. */
export const conversionPlan = z.object({
    wish: convertWish,
    /** The model at the commit that its revision meant. */
    model: z.string(),
    sha: z.string(),
    /** What is downloaded: paths and bytes. */
    inputs: z.array(z.object({ path: z.string(), size: z.number() })),
    /** Paths that are made. */
    outputs: z.array(z.string()),
    /** The weights can run code when they are loaded. */
    pickle: z.boolean(),
    /** Not everybody may see the model on Hugging Face. */
    hidden: z.boolean(),
    repo: z.object({
        id: z.string(),
        exists: z.boolean(),
        /** As it is, or as it will be made. */
        private: z.boolean(),
        /** How many files it holds, and how many of them would be replaced. */
        files: z.number(),
        replaced: z.number(),
    }),
    /** Who pays. */
    namespace: z.string(),
    flavor: z.string(),
    /** US dollars; undefined where no price is stated. */
    perHour: z.optional(z.number()),
    seconds: z.number(),
    /** After which Hugging Face ends the job. */
    limitSeconds: z.number(),
    /** Whose token goes into the job, a name on Hugging Face. */
    account: z.string(),
    /** When that token ends, if before the limit. Milliseconds since 1970. */
    tokenEndsAt: z.optional(z.number()),
});

export type ConversionPlan = z.infer<typeof conversionPlan>;
