import * as z from 'zod/mini';

/** `owner/name`. It becomes part of a path, and comes back from a client. */
const newRepoId = z.string().check(z.regex(/^(?!.*(?:\.\.|--))\w[\w.-]{0,95}\/\w[\w.-]{0,95}$/));

export const SPACE_SDKS = ['gradio', 'docker', 'static'] as const;

/** A longer first line is a description. */
export const MAX_SUMMARY = 200;
export const commitSummary = z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_SUMMARY), z.regex(/^[^\p{Cc}]*$/u));

/** What somebody wants to be done with files of the chat. It travels through a form, hence the bounds. */
export const pushWish = z.object({
    type: z.enum(['model', 'dataset', 'space']),
    repo: newRepoId,
    summary: z.optional(commitSummary),
    /** As a pull request. */
    pr: z.boolean(),
    /** What a repository becomes that is not there yet. */
    private: z.boolean(),
    /** Of the repository, without slashes around it. */
    folder: z.optional(z.string().check(z.maxLength(300))),
    /** What a Space becomes that is not there yet. */
    sdk: z.optional(z.enum(SPACE_SDKS)),
});

export type PushWish = z.infer<typeof pushWish>;
