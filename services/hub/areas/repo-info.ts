import * as z from 'zod/mini';
import { apiPath, type RepoRef, type RepoType } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { datasetSchema, modelSchema, spaceSchema, type Dataset, type Model, type Space } from './repo-schemas';
import { TTL } from './ttl';

export interface RepoInfoParams {
    /** `owner/name`. The answer's id may differ: renamed and legacy repositories redirect. */
    id: string;
    revision?: string;
    /** Ask without the user's token: what anybody may see. */
    anonymous?: boolean;
}

/** What `info` shows. `expand` excludes `blobs` and `securityStatus`: see `fileSizes` and `securityStatus`. */
const FIELDS: Readonly<Record<RepoType, readonly string[]>> = {
    model: [
        'author', 'baseModels', 'cardData', 'childrenModelCount', 'config', 'createdAt', 'disabled', 'downloads', 'downloadsAllTime', 'evalResults',
        'gated', 'gguf', 'inference', 'inferenceProviderMapping', 'lastModified', 'library_name', 'likes', 'model-index', 'pipeline_tag', 'private',
        'safetensors', 'sha', 'siblings', 'spaces', 'tags', 'trendingScore', 'usedStorage',
    ],
    dataset: [
        'author', 'cardData', 'createdAt', 'description', 'disabled', 'downloads', 'downloadsAllTime', 'gated', 'lastModified', 'likes', 'mainSize',
        'private', 'sha', 'siblings', 'tags', 'trendingScore', 'usedStorage',
    ],
    space: [
        'author', 'cardData', 'createdAt', 'datasets', 'disabled', 'lastModified', 'likes', 'models', 'private', 'region', 'runtime', 'sdk', 'sha',
        'siblings', 'subdomain', 'tags', 'trendingScore', 'usedStorage',
    ],
};

export function modelInfo(hub: Hub, params: RepoInfoParams): Promise<Fetched<Model>> {
    return info({ hub, type: 'model', schema: modelSchema, params });
}

export function datasetInfo(hub: Hub, params: RepoInfoParams): Promise<Fetched<Dataset>> {
    return info({ hub, type: 'dataset', schema: datasetSchema, params });
}

export function spaceInfo(hub: Hub, params: RepoInfoParams): Promise<Fetched<Space>> {
    return info({ hub, type: 'space', schema: spaceSchema, params });
}

const headSchema = z.looseObject({ id: z.string(), sha: z.nullish(z.string()), private: z.nullish(z.boolean()), pipeline_tag: z.nullish(z.string()) });

/** The commit that a revision of a model means at this moment, never from the cache; undefined where the Hub names none. */
export async function modelHead(hub: Hub, { id, revision }: { readonly id: string; readonly revision: string }): Promise<z.infer<typeof headSchema>> {
    return (await hub.getJson(headSchema, infoPath({ type: 'model', id, revision }), { query: { expand: ['sha', 'private', 'pipeline_tag'] }, ttlMs: 0 })).value;
}

const revisionSchema = z.looseObject({ id: z.string(), sha: z.nullish(z.string()), private: z.nullish(z.boolean()), gated: z.nullish(z.union([z.boolean(), z.string()])) });

/** What a revision, or else the main branch, of any repository is at this moment, never from the cache; under its new `id` when it was moved. */
export async function revisionHead(hub: Hub, repo: Pick<RepoRef, 'type' | 'id' | 'revision'>): Promise<z.infer<typeof revisionSchema>> {
    const expand = ['sha', 'private', ...(repo.type === 'space' ? [] : ['gated'])];
    return (await hub.getJson(revisionSchema, infoPath(repo), { query: { expand } })).value;
}

function info<S extends z.core.$ZodType>({ hub, type, schema, params }: {
    hub: Hub;
    type: RepoType;
    schema: S;
    params: RepoInfoParams;
}): Promise<Fetched<z.output<S>>> {
    return hub.getJson(schema, infoPath({ type, ...params }), { query: { expand: FIELDS[type] }, ttlMs: TTL.facts, anonymous: params.anonymous });
}

/** A file of a repository; `size` in bytes, `sha256` of large files only. */
export interface SizedFile {
    path: string;
    size?: number;
    sha256?: string;
}

/** The second call: all files of a repository with their sizes, in one answer. */
export async function fileSizes(hub: Hub, repo: RepoRef): Promise<Fetched<SizedFile[]>> {
    const answer = await hub.getJson(spaceSchema, infoPath(repo), { query: { blobs: true }, ttlMs: TTL.facts });
    const files = (answer.value.siblings ?? []).map(({ rfilename, size, lfs }) => ({
        path: rfilename,
        size: lfs?.size ?? size ?? undefined,
        sha256: lfs?.sha256 ?? undefined,
    }));
    return { ...answer, value: files };
}

function infoPath({ type, id, revision }: RepoRef): string {
    const path = apiPath({ type, id });
    return revision === undefined ? path : `${path}/revision/${encodeURIComponent(revision)}`;
}
