import * as z from 'zod/mini';
import { isRepoId } from '../hub';

/** A repository as a button carries it; it comes back from the client. */
export const repoSchema = z.object({
    type: z.enum(['model', 'dataset', 'space']),
    id: z.string().check(z.refine(isRepoId)),
});
