import type * as z from 'zod/mini';
import type { RepoType } from '../repo-id';
import type { Fetched, Hub, Page } from '../types';
import type { Query } from '../urls';
import { datasetSchema, modelSchema, spaceSchema, type Dataset, type Model, type Space } from './repo-schemas';
import { numParameters, type SizeRange } from './size-range';
import { TTL } from './ttl';

export type ListSort = 'downloads' | 'likes' | 'trending' | 'modified' | 'created';

export interface ListFilters {
    search?: string;
    author?: string;
    /** `text-generation` and so on; a pipeline tag for models, a task category for datasets. */
    task?: string;
    library?: string;
    /** ISO 639 code, `en`. */
    language?: string;
    /** SPDX-like key as the Hub uses it, `apache-2.0`. */
    license?: string;
    /** Spaces: `gradio`, `docker`, `static`. */
    sdk?: string;
    /** Models: bounds of the parameter count. */
    size?: SizeRange;
    gated?: boolean;
    /** Models: only those that an inference provider serves. */
    inferenceWarm?: boolean;
    /** Further tags, as they stand: `base_model:owner/name`, `dataset:owner/name`, `region:us`. */
    tags?: readonly string[];
    sort?: ListSort;
    /** Page size, 1–100. */
    limit?: number;
    /** `next` of the page before. */
    cursor?: string;
}

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

const SORTS: Readonly<Record<ListSort, string>> = {
    downloads: 'downloads', likes: 'likes', trending: 'trendingScore', modified: 'lastModified', created: 'createdAt',
};

/** What a result line shows. */
const FIELDS: Readonly<Record<RepoType, readonly string[]>> = {
    model: ['author', 'createdAt', 'downloads', 'gated', 'gguf', 'inference', 'lastModified', 'library_name', 'likes', 'pipeline_tag', 'private', 'safetensors', 'tags', 'trendingScore'],
    dataset: ['author', 'createdAt', 'description', 'downloads', 'gated', 'lastModified', 'likes', 'private', 'tags', 'trendingScore'],
    space: ['author', 'createdAt', 'lastModified', 'likes', 'private', 'runtime', 'sdk', 'tags', 'trendingScore'],
};

export function listModels(hub: Hub, filters: ListFilters = {}): Promise<Fetched<Page<Model>>> {
    return list({ hub, type: 'model', schema: modelSchema, filters });
}

export function listDatasets(hub: Hub, filters: ListFilters = {}): Promise<Fetched<Page<Dataset>>> {
    return list({ hub, type: 'dataset', schema: datasetSchema, filters });
}

export function listSpaces(hub: Hub, filters: ListFilters = {}): Promise<Fetched<Page<Space>>> {
    return list({ hub, type: 'space', schema: spaceSchema, filters });
}

function list<S extends z.core.$ZodType>({ hub, type, schema, filters }: {
    hub: Hub;
    type: RepoType;
    schema: S;
    filters: ListFilters;
}): Promise<Fetched<Page<z.output<S>>>> {
    return hub.getPage(schema, `/api/${type}s`, { query: listQuery(type, filters), cursor: filters.cursor, ttlMs: TTL.facts });
}

/** The Hub's parameters for the filters; those that a type does not know are left out. */
export function listQuery(type: RepoType, filters: ListFilters): Query {
    const isModel = type === 'model';
    return {
        search: filters.search,
        author: filters.author,
        filter: tagFilters(type, filters),
        pipeline_tag: isModel ? filters.task : undefined,
        num_parameters: isModel && filters.size ? numParameters(filters.size) : undefined,
        gated: type === 'space' ? undefined : filters.gated,
        inference: isModel && filters.inferenceWarm ? 'warm' : undefined,
        sort: sortName(type, filters.sort),
        limit: Math.min(MAX_LIMIT, Math.max(1, Math.trunc(filters.limit ?? DEFAULT_LIMIT))),
        expand: FIELDS[type],
    };
}

/** Models carry library and language as bare tags, datasets with a prefix; a licence has its prefix everywhere. */
function tagFilters(type: RepoType, { task, library, language, license, sdk, tags = [] }: ListFilters): string[] {
    const prefixed = type === 'dataset';
    const filters = [
        prefixed && task !== undefined && `task_categories:${task}`,
        library !== undefined && (prefixed ? `library:${library}` : library),
        language !== undefined && (prefixed ? `language:${language}` : language),
        license !== undefined && `license:${license}`,
        type === 'space' && sdk,
    ];
    return [...filters.filter((filter) => typeof filter === 'string'), ...tags];
}

/** Spaces are not downloaded: likes come closest. */
function sortName(type: RepoType, sort: ListSort | undefined): string | undefined {
    if (sort === undefined) return undefined;
    return SORTS[type === 'space' && sort === 'downloads' ? 'likes' : sort];
}
