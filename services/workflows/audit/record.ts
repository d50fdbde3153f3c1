import * as z from 'zod/mini';

/** Who did what to what, through which room, and how it went. Plain data, no secrets. */
export const auditRecord = z.object({
    v: z.literal(1),
    id: z.string(),
    /** Milliseconds since 1970. */
    at: z.number(),
    /** A Rocket.Chat user id; `app` for what the app decided by itself. */
    by: z.string(),
    /** `deploy.requested`, `deploy.executed`, `env.set` … */
    what: z.string(),
    /** What it was done to: a repository, an environment. */
    subject: z.string(),
    /** Commit sha, where it was about one. */
    sha: z.optional(z.string()),
    roomId: z.optional(z.string()),
    result: z.enum(['done', 'refused', 'failed']),
    /** `environment` is the one that a deployment was for. */
    details: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});

export type AuditRecord = z.infer<typeof auditRecord>;

/** `by` of what the app decided by itself. */
export const THE_APP = 'app';
