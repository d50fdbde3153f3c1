import * as z from 'zod/mini';
import { isRepoId, isRevision } from '../../services/hub';
import { CONVERT_TARGETS } from '../../services/workflows/convert/targets';

const word = z.string().check(z.minLength(1), z.maxLength(200));

/** What somebody wants to have converted, as a command says it and as buttons carry it: it comes back from the client. */
export const convertWish = z.object({
    /** A model: `owner/name`. It becomes part of a path, as does the revision. */
    model: z.string().check(z.refine(isRepoId)),
    to: z.enum(CONVERT_TARGETS),
    quantization: z.optional(word),
    revision: z.optional(z.string().check(z.refine(isRevision))),
    /** A flavor of Jobs; the cheapest that is large enough when left out. */
    hardware: z.optional(word),
    /** Where the result goes. */
    repo: z.optional(word),
    /** The user or organisation that pays. */
    namespace: z.optional(word),
    /** Of a repository that has to be made. */
    private: z.boolean(),
    /** Also weights that can run code; rights are looked up. */
    unsafe: z.boolean(),
});

export type ConvertWish = z.infer<typeof convertWish>;
