import * as z from 'zod/mini';
import { apiPath, type RepoRef } from '../repo-id';
import type { Hub } from '../types';
import { securityRepoStatusSchema } from './repo-schemas';

const parentSchema = z.looseObject({
    id: z.string(),
    _id: z.nullish(z.string()),
    gated: z.nullish(z.union([z.boolean(), z.string()])),
    disabled: z.nullish(z.boolean()),
    tags: z.nullish(z.array(z.string())),
    cardData: z.nullish(z.record(z.string(), z.unknown())),
    /** Of models. */
    securityRepoStatus: z.nullish(securityRepoStatusSchema),
});

/** What a repository that others build on says about itself. */
export type ParentRepo = z.infer<typeof parentSchema>;

/** Never from the cache; under its new `id` when it was moved. One request: for models the Hub tells the scan only without `expand`. */
export async function parentRepo(hub: Hub, { type, id }: Pick<RepoRef, 'type' | 'id'>): Promise<ParentRepo> {
    const query = type === 'model' ? { securityStatus: true } : { expand: ['gated', 'disabled', 'tags', 'cardData'] };
    return (await hub.getJson(parentSchema, apiPath({ type, id }), { query })).value;
}
