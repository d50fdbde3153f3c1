import { DATASET_LIBRARIES, LANGUAGES, LIBRARIES, LICENSES, SIZE_CATEGORIES, TASKS } from '../seed/tag-catalogue';
import { oneOf } from '../paging';
import type { Call, Route } from '../routing';
import { route } from '../routing';
import type { HubState } from '../state';

interface Tag {
    id: string;
    label: string;
    type: string;
    subType?: string;
}

type Groups = Record<string, Tag[]>;

const labelled = (type: string, ids: readonly string[], prefix = ''): Tag[] => ids.map((id) => ({ id: `${prefix}${id}`, label: id, type }));

const title = (id: string): string => id.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ');

const tasks = (type: string, prefix = ''): Tag[] =>
    Object.entries(TASKS).flatMap(([subType, ids]) => ids.map((id) => ({ id: `${prefix}${id}`, label: title(id), type, subType })));

/** Tags that are only known because a public repo carries them. */
function carried(state: HubState, repoType: 'model' | 'dataset', prefix: string): string[] {
    const tags = state.reposOf(repoType).filter((repo) => !repo.private).flatMap((repo) => repo.tags);
    return [...new Set(tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length)))].sort();
}

const modelTags = (state: HubState): Groups => ({
    pipeline_tag: tasks('pipeline_tag'),
    library: labelled('library', LIBRARIES),
    dataset: labelled('dataset', carried(state, 'model', 'dataset:'), 'dataset:'),
    language: labelled('language', LANGUAGES),
    license: labelled('license', LICENSES, 'license:'),
    region: labelled('region', ['us', 'eu'], 'region:'),
    other: labelled('other', ['endpoints_compatible', 'conversational', 'custom_code', 'merge', '4-bit', '8-bit']),
});

const datasetTags = (state: HubState): Groups => ({
    task_categories: tasks('task_categories', 'task_categories:'),
    size_categories: labelled('size_categories', SIZE_CATEGORIES, 'size_categories:'),
    modality: labelled('modality', ['3d', 'audio', 'document', 'geospatial', 'image', 'tabular', 'text', 'timeseries', 'video'], 'modality:'),
    format: labelled('format', ['json', 'csv', 'parquet', 'imagefolder', 'audiofolder', 'webdataset', 'text', 'arrow'], 'format:'),
    library: labelled('library', DATASET_LIBRARIES, 'library:'),
    language: labelled('language', LANGUAGES, 'language:'),
    license: labelled('license', LICENSES, 'license:'),
    benchmark: labelled('benchmark', carried(state, 'dataset', 'benchmark:'), 'benchmark:'),
    region: labelled('region', ['us', 'eu'], 'region:'),
});

function answer({ query }: Call, groups: Groups): Response {
    const type = oneOf(query.get('type'), Object.keys(groups), 'type');
    return Response.json(type === undefined ? groups : { [type]: groups[type] });
}

export const tagRoutes: Route[] = [
    route('GET', '/api/models-tags-by-type', (call) => answer(call, modelTags(call.state))),
    route('GET', '/api/datasets-tags-by-type', (call) => answer(call, datasetTags(call.state))),
];
