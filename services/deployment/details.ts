import * as z from 'zod/mini';
import { environmentSchema } from '../workflows/environment/environment';
import { evidenceSchema } from './evidence';
import { priceSchema } from './price';

/** What a request for a deployment is about, as it was when it was made. Kept with the request and never changed. */
export const deploymentSchema = z.object({
    v: z.literal(1),
    /** The environment with its rules as they were. */
    environment: environmentSchema,
    /** The model, `owner/name`. */
    repo: z.string(),
    /** What was asked for: a branch, a tag or a commit. */
    revision: z.string(),
    /** The revision may move until the deployment: a branch does, a tag may, a commit does not. */
    moves: z.boolean(),
    /** Not everybody may see on Hugging Face what the evidence tells: of this model, or of the one that it is compared with. */
    private: z.optional(z.boolean()),
    /** The commit that is to go live. */
    sha: z.string(),
    flow: z.enum(['strict', 'standard']),
    /** The request that was live before and is to come back. */
    rollbackTo: z.optional(z.string()),
    /** What was live when it was asked for; `repo` is left out where the model was not known. */
    live: z.optional(z.object({ repo: z.optional(z.string()), sha: z.string() })),
    evidence: evidenceSchema,
    price: z.optional(priceSchema),
});

export type Deployment = z.infer<typeof deploymentSchema>;
