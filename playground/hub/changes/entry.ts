import { z } from 'zod';
import { endpointSpec } from '../endpoints/endpoint';
import { job } from '../jobs/job';
import { webhook } from '../webhooks/webhook';
import { account, hubChange, repoRef } from './hub-change';

const permissions = z.object({ entity: z.object({ type: z.enum(['model', 'dataset', 'space', 'org', 'user']), name: z.string() }), permissions: z.array(z.string()) });

const token = z.object({
    value: z.string(),
    user: z.string(),
    displayName: z.string(),
    role: z.enum(['read', 'write', 'fineGrained', 'oauth']),
    createdAt: z.string(),
    scoped: z.array(permissions).optional(),
    canReadGatedRepos: z.boolean().optional(),
    oauthScopes: z.array(z.string()).optional(),
    oauthOrgs: z.array(z.string()).optional(),
    expiresAt: z.number().optional(),
});

const spaceId = repoRef.shape.id;
const ref = z.object({ type: z.enum(['branch', 'tag']), name: z.string() });
const endpoint = { namespace: account, name: z.string(), by: account };

/** What the Hub does at the request of an API call, beyond what the panel can ask for. */
const apiDeed = z.discriminatedUnion('kind', [
    /** First line of a journal: seed data that depends on the time takes this one. */
    z.object({ kind: z.literal('opened') }),
    z.object({ kind: z.literal('token-issued'), token, refresh: z.object({ value: z.string(), clientId: z.string() }).optional() }),
    z.object({ kind: z.literal('token-revoked'), value: z.string() }),
    /** The refresh token is spent; the access token that came with it ends too. */
    z.object({ kind: z.literal('refresh-used'), value: z.string() }),
    z.object({ kind: z.literal('webhook-saved'), webhook }),
    z.object({ kind: z.literal('webhook-deleted'), id: z.string() }),
    z.object({ kind: z.literal('discussion-title'), repo: repoRef, num: z.int(), title: z.string(), by: account }),
    z.object({ kind: z.literal('comment-hidden'), repo: repoRef, num: z.int(), comment: z.string(), by: account }),
    /**
     * On `branch`, or as a pull request where there is none. A file is given by its `content` in base64, as an `object` of the store, or
     * as the one that it is moved `from`; a change with none of these removes it.
     */
    z.object({
        kind: z.literal('commit-pushed'), repo: repoRef, by: account, title: z.string(), message: z.string(), parent: z.string(), branch: z.string().optional(),
        changes: z.array(z.object({ path: z.string(), content: z.string().optional(), from: z.string().optional(), object: z.object({ oid: z.string(), size: z.number(), lfs: z.boolean() }).optional() })),
    }),
    z.object({ kind: z.literal('ref-saved'), repo: repoRef, ref, sha: z.string(), by: account }),
    z.object({ kind: z.literal('ref-deleted'), repo: repoRef, ref, by: account }),
    /** With these files, their content in base64. Only Spaces have an `sdk`. */
    z.object({
        kind: z.literal('repo-created'), repo: repoRef, by: account, private: z.boolean(), sdk: z.enum(['gradio', 'docker', 'static']).optional(),
        files: z.array(z.object({ path: z.string(), content: z.string() })),
    }),
    z.object({ kind: z.literal('repo-deleted'), repo: repoRef }),
    z.object({ kind: z.literal('job-started'), job }),
    z.object({ kind: z.literal('job-canceled'), job: z.string() }),
    z.object({ kind: z.literal('job-delivered'), job: z.string() }),
    z.object({ kind: z.literal('space-restarted'), space: spaceId, factory: z.boolean() }),
    z.object({ kind: z.literal('space-paused'), space: spaceId }),
    z.object({ kind: z.literal('space-hardware'), space: spaceId, flavor: z.string(), sleepSeconds: z.number().nullable().optional() }),
    z.object({ kind: z.literal('space-sleep-time'), space: spaceId, sleepSeconds: z.number().nullable() }),
    z.object({ kind: z.literal('space-dev-mode'), space: spaceId, enabled: z.boolean() }),
    z.object({ kind: z.literal('space-variable-saved'), space: spaceId, key: z.string(), value: z.string(), description: z.string().optional() }),
    /** Without the value: nothing here reads it. */
    z.object({ kind: z.literal('space-secret-saved'), space: spaceId, key: z.string(), description: z.string().optional() }),
    z.object({ kind: z.literal('space-setting-deleted'), space: spaceId, what: z.enum(['variable', 'secret']), key: z.string() }),
    z.object({ kind: z.literal('endpoint-created'), ...endpoint, spec: endpointSpec }),
    z.object({ kind: z.literal('endpoint-updated'), ...endpoint, spec: endpointSpec }),
    z.object({ kind: z.literal('endpoint-controlled'), ...endpoint, action: z.enum(['pause', 'resume', 'scale-to-zero']) }),
    z.object({ kind: z.literal('endpoint-deleted'), ...endpoint }),
]);

export const deed = z.discriminatedUnion('kind', [hubChange, apiDeed]);

/** Anything that changes the Hub and outlives its process. */
export type Deed = z.infer<typeof deed>;
export type DeedOf<Kind extends Deed['kind']> = Extract<Deed, { kind: Kind }>;

/** A deed with what was settled when it was done. Every id and sha that it makes follows from `id`, so doing it again makes the same. */
export const hubEntry = z.object({ at: z.number(), id: z.string().regex(/^[0-9a-f]{24}$/), deed });

export type HubEntry = z.infer<typeof hubEntry>;
export type Moment = Pick<HubEntry, 'at' | 'id'>;
