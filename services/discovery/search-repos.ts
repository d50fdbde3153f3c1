import { listDatasets, listModels, listSpaces, type Fetched, type Hub, type ListFilters, type Page } from '../hub';
import { pageAfter, pageBefore, type ListState } from './list-state';
import { summariseDataset, summariseModel, summariseSpace, type RepoSummary } from './repo-summary';

/** One page of a list. */
export interface RepoPage {
    readonly state: ListState;
    readonly summaries: readonly RepoSummary[];
    /** The records as the Hub sent them. */
    readonly records: readonly object[];
    readonly next?: ListState;
    readonly previous?: ListState;
    readonly ageMs: number;
    readonly stale: boolean;
}

export async function repoPage(hub: Hub, state: ListState): Promise<RepoPage> {
    const { value, ageMs, stale } = await listed(hub, state);
    const next = value.next === undefined ? undefined : pageAfter(state, value.next, value.items.length);
    return {
        state,
        summaries: value.items.map(({ summary }) => summary),
        records: value.items.map(({ record }) => record),
        next,
        previous: pageBefore(state),
        ageMs,
        stale,
    };
}

interface Listed {
    readonly record: object;
    readonly summary: RepoSummary;
}

async function listed(hub: Hub, state: ListState): Promise<Fetched<Page<Listed>>> {
    const filters = hubFilters(state);
    switch (state.type) {
        case 'model':
            return each(await listModels(hub, filters), (record) => summariseModel(record, hub.urls.hub));
        case 'dataset':
            return each(await listDatasets(hub, filters), (record) => summariseDataset(record, hub.urls.hub));
        case 'space':
            return each(await listSpaces(hub, filters), (record) => summariseSpace(record, hub.urls.hub));
    }
}

function each<T extends object>({ value, ...age }: Fetched<Page<T>>, summarise: (record: T) => RepoSummary): Fetched<Page<Listed>> {
    return { ...age, value: { ...value, items: value.items.map((record) => ({ record, summary: summarise(record) })) } };
}

function hubFilters({ filters, cursor }: ListState): ListFilters {
    const { inference, sizeCategory, ...same } = filters;
    return { ...same, inferenceWarm: inference, tags: sizeCategory === undefined ? [] : [`size_categories:${sizeCategory}`], cursor };
}
