import { pagePath, type Dataset, type Gated, type Model, type RepoRef, type RepoType, type Space } from '../hub';

/** What a line of a list says about a repository of any kind. */
export interface RepoSummary {
    readonly type: RepoType;
    readonly id: string;
    /** The repository's page. */
    readonly url: string;
    readonly private: boolean;
    /** `false` also where the Hub did not say. */
    readonly gated: Gated;
    /** Pipeline tag of a model, task categories of a dataset. */
    readonly tasks: readonly string[];
    readonly library?: string;
    readonly license?: string;
    /** Elements in the weights. */
    readonly parameters?: number;
    /** Of a dataset, as its owners state it: `10K<n<100K`. */
    readonly rows?: string;
    readonly sdk?: string;
    readonly stage?: string;
    /** Flavor, while the Space runs. */
    readonly hardware?: string;
    /** In the last 30 days. */
    readonly downloads?: number;
    readonly likes?: number;
    /** Milliseconds since 1970. */
    readonly updatedAt?: number;
}

export function summariseModel(model: Model, hubUrl: string): RepoSummary {
    return {
        ...common('model', model, hubUrl),
        gated: model.gated ?? false,
        tasks: model.pipeline_tag ? [model.pipeline_tag] : [],
        library: model.library_name ?? undefined,
        parameters: model.safetensors?.total ?? model.gguf?.total ?? undefined,
        downloads: model.downloads ?? undefined,
    };
}

export function summariseDataset(dataset: Dataset, hubUrl: string): RepoSummary {
    return {
        ...common('dataset', dataset, hubUrl),
        gated: dataset.gated ?? false,
        tasks: tagValues(dataset.tags, 'task_categories'),
        rows: tagValues(dataset.tags, 'size_categories')[0],
        downloads: dataset.downloads ?? undefined,
    };
}

export function summariseSpace(space: Space, hubUrl: string): RepoSummary {
    return {
        ...common('space', space, hubUrl),
        gated: false,
        tasks: [],
        sdk: space.sdk ?? undefined,
        stage: space.runtime?.stage,
        hardware: space.runtime?.hardware?.current ?? undefined,
    };
}

/** The address of a repository's page. */
export function repoUrl(hubUrl: string, repo: Pick<RepoRef, 'type' | 'id'>): string {
    return hubUrl + pagePath(repo);
}

type Listed = Pick<Model, 'id' | 'private' | 'tags' | 'cardData' | 'likes' | 'lastModified'>;

function common(type: RepoType, repo: Listed, hubUrl: string): Pick<RepoSummary, 'type' | 'id' | 'url' | 'private' | 'license' | 'likes' | 'updatedAt'> {
    return {
        type,
        id: repo.id,
        url: repoUrl(hubUrl, { type, id: repo.id }),
        private: repo.private ?? false,
        license: licenseOf(repo),
        likes: repo.likes ?? undefined,
        updatedAt: timeOf(repo.lastModified),
    };
}

/** The licence by its Hub key; `other` is replaced by the name the owners gave it. */
export function licenseOf({ tags, cardData }: Pick<Model, 'tags' | 'cardData'>): string | undefined {
    const key = tagValues(tags, 'license')[0] ?? textOf(cardData?.license);
    return key === 'other' ? textOf(cardData?.license_name) ?? key : key;
}

/** Milliseconds since 1970 of an ISO date; undefined when there is none. */
export function timeOf(iso: string | null | undefined): number | undefined {
    const at = iso ? Date.parse(iso) : Number.NaN;
    return Number.isNaN(at) ? undefined : at;
}

function tagValues(tags: readonly string[] | null | undefined, prefix: string): string[] {
    return (tags ?? []).filter((tag) => tag.startsWith(`${prefix}:`)).map((tag) => tag.slice(prefix.length + 1));
}

/** Front-matter fields are texts or lists of texts. */
function textOf(value: unknown): string | undefined {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return typeof first === 'string' && first !== '' ? first : undefined;
}
