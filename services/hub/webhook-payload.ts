import * as z from 'zod/mini';
import { isRepoId, type RepoRef } from './repo-id';
import { parseShape } from './wire/parse-shape';

const SCOPES = ['repo', 'repo.content', 'repo.config', 'discussion', 'discussion.comment'] as const;
export type WebhookScope = (typeof SCOPES)[number];

const identifier = z.string().check(z.minLength(1), z.maxLength(64));

const sha = z.nullish(z.string().check(z.regex(/^[0-9a-f]{40}$/)));

/** The parts that are used of a payload of version 3. Source: https://huggingface.co/docs/hub/webhooks */
const payload = z.object({
    event: z.object({ action: z.string(), scope: z.string() }),
    /** `name`: `owner/name`. */
    repo: z.object({ type: z.string(), name: z.string(), id: identifier, private: z.optional(z.boolean()) }),
    discussion: z.optional(z.object({ num: z.int().check(z.positive(), z.maximum(999_999_999)) })),
    /** `refs/heads/main`, `refs/tags/v1`, `refs/pr/7`, which were made (`oldSha` null), moved or deleted (`newSha` null). */
    updatedRefs: z.optional(z.array(z.object({ ref: z.string(), oldSha: sha, newSha: sha }))),
    updatedConfig: z.optional(z.object({ private: z.optional(z.boolean()) })),
    movedTo: z.optional(z.object({ name: z.string().check(z.refine(isRepoId)) })),
    webhook: z.object({ id: identifier }),
}).check(
    z.refine((given) => webhookRepo(given) === undefined || isRepoId(given.repo.name), { path: ['repo', 'name'] }),
    z.refine((given) => webhookEvent(given)?.scope.startsWith('discussion') !== true || given.discussion !== undefined, { path: ['discussion'] }),
);
export type WebhookPayload = z.output<typeof payload>;

/** The body of a delivery. Throws a HubShapeError that names the field. */
export const parseWebhookPayload = (body: unknown): WebhookPayload => parseShape(payload, body, 'webhook');

/** What happened; undefined when it is of a kind nobody knows yet. A scope narrower than a known one counts as an update of that, as the documentation asks for. */
export function webhookEvent({ event: { scope, action } }: { readonly event: WebhookPayload['event'] }): { readonly scope: WebhookScope; readonly action: string } | undefined {
    const exact = SCOPES.find((known) => known === scope);
    if (exact) {
        return { scope: exact, action };
    }
    const wider = scope.slice(0, Math.max(0, scope.lastIndexOf('.')));
    return wider === '' ? undefined : webhookEvent({ event: { scope: wider, action: 'update' } });
}

/** The repository it happened in; undefined for what the app does not work with, such as buckets. */
export function webhookRepo({ repo: { type, name } }: { readonly repo: Pick<WebhookPayload['repo'], 'type' | 'name'> }): Pick<RepoRef, 'type' | 'id'> | undefined {
    return type === 'model' || type === 'dataset' || type === 'space' ? { type, id: name } : undefined;
}
