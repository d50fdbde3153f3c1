import * as z from 'zod/mini';
import { PULL_FORMATS } from '../../services/discovery';
import { isRepoId, isRevision } from '../../services/hub';

/** Whoever wants more of a repository names a folder or a pattern. */
export const MAX_PATTERNS = 50;
/** As long as a path can be: `PATH_MAX` of Linux. What is longer than this names no file. UTF-16 units. */
const MAX_WORD = 4096;

const word = z.string().check(z.minLength(1), z.maxLength(MAX_WORD));

/** What somebody wants of a repository, as a command says it and as buttons carry it: it comes back from the client. */
export const pullWish = z.object({
    type: z.enum(['model', 'dataset', 'space']),
    id: z.string().check(z.refine(isRepoId)),
    /** Paths, folders and patterns; empty for what the repository is used for. */
    files: z.array(word).check(z.maxLength(MAX_PATTERNS)),
    format: z.optional(z.enum(PULL_FORMATS)),
    quantization: z.optional(word),
    split: z.optional(word),
    revision: z.optional(z.string().check(z.refine(isRevision))),
    /** Only say what would be pulled. */
    dryRun: z.optional(z.boolean()),
    /** Also where everybody reads what not everybody may see on Hugging Face. */
    shown: z.optional(z.boolean()),
    /** Also files that can run code; rights are looked up. */
    unsafe: z.optional(z.boolean()),
});

export type PullWish = z.infer<typeof pullWish>;
