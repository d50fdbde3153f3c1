import { blobOid, lfsPointer } from './bytes/git';
import { invalidParameter } from './errors';
import type { Commit, InferenceMapping, Repo, RepoFile, RepoType } from './model';
import { head } from './revisions';
import { runtimeAt } from './space-runtime';
import type { HubState } from './state';

/** Where a description is asked for: some fields differ between a list and a single repo. */
export interface FieldContext {
    state: HubState;
    /** The commit asked for; the newest when none was. */
    commit?: Commit;
    inList: boolean;
    /** Only info can: sizes and blob ids on `siblings`. */
    blobs?: boolean;
}

type Field = (repo: Repo, context: FieldContext) => unknown;
type FieldTable = Record<string, Field>;

const usedStorage = (repo: Repo): number => [...head(repo).files.values()].reduce((sum, file) => sum + file.bytes.size, 0);

function sibling(file: RepoFile, blobs: boolean): Record<string, unknown> {
    if (!blobs) {
        return { rfilename: file.path };
    }
    const lfs = file.lfs ? { sha256: file.bytes.sha256(), size: file.bytes.size, pointerSize: lfsPointer(file).length } : undefined;
    return { rfilename: file.path, size: file.bytes.size, blobId: blobOid(file), ...(lfs && { lfs }) };
}

const siblings: Field = (repo, { blobs, commit }) => [...(commit ?? head(repo)).files.values()].map((file) => sibling(file, blobs === true));

/** Lists answer an array of mappings, a single repo answers them keyed by provider. */
function providerMapping(repo: Repo, providers: readonly InferenceMapping[], inList: boolean): unknown {
    const entry = ({ status, providerId, task }: InferenceMapping): Record<string, unknown> => ({ status, providerId, task });
    return inList
        ? providers.map((mapping) => ({ provider: mapping.provider, hfModelId: repo.id, ...entry(mapping) }))
        : Object.fromEntries(providers.map((mapping) => [mapping.provider, entry(mapping)]));
}

function modelsBasedOn(state: HubState, id: string): Repo[] {
    return state.reposOf('model').filter((repo) => repo.model?.baseModel?.ids.includes(id));
}

function childrenCount(repo: Repo, { state }: FieldContext): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const child of modelsBasedOn(state, repo.id)) {
        const relation = child.model?.baseModel?.relation ?? 'finetune';
        counts[relation] = (counts[relation] ?? 0) + 1;
    }
    return counts;
}

function baseModels(repo: Repo, { state }: FieldContext): unknown {
    const base = repo.model?.baseModel;
    return base && { relation: base.relation, models: base.ids.flatMap((id) => {
        const parent = state.findRepo('model', id);
        return parent ? [{ _id: parent._id, id }] : [];
    }) };
}

const spacesUsing = (repo: Repo, { state }: FieldContext): string[] =>
    state.reposOf('space').filter(({ space, private: hidden }) => !hidden && space?.models.includes(repo.id)).map(({ id }) => id).slice(0, 100);

const COMMON: FieldTable = {
    author: ({ id }) => id.split('/')[0],
    cardData: ({ cardData }) => cardData,
    createdAt: ({ createdAt }) => createdAt,
    disabled: ({ disabled }) => disabled,
    lastModified: (repo) => head(repo).date,
    likes: ({ likes }) => likes,
    private: (repo) => repo.private,
    resourceGroup: () => undefined,
    sha: (repo, { commit }) => (commit ?? head(repo)).id,
    siblings,
    tags: ({ tags }) => tags,
    trendingScore: ({ trendingScore }) => trendingScore,
    usedStorage,
};

const DOWNLOADS: FieldTable = {
    downloads: ({ downloads }) => downloads,
    downloadsAllTime: ({ downloadsAllTime }) => downloadsAllTime,
    gated: ({ gated }) => gated,
};

const FIELDS: Record<RepoType, FieldTable> = {
    model: {
        ...COMMON,
        ...DOWNLOADS,
        baseModels,
        childrenModelCount: childrenCount,
        config: ({ model }) => model?.config,
        evalResults: ({ model }) => model?.evalResults,
        gguf: ({ model }) => model?.gguf,
        inference: ({ model }) => (model?.providers.some(({ status }) => status === 'live') ? 'warm' : undefined),
        inferenceProviderMapping: (repo, { inList }) => providerMapping(repo, repo.model?.providers ?? [], inList),
        library_name: ({ model }) => model?.library_name,
        mask_token: ({ model }) => (model?.pipeline_tag === 'fill-mask' ? '[MASK]' : undefined),
        'model-index': ({ cardData }) => cardData?.['model-index'],
        pipeline_tag: ({ model }) => model?.pipeline_tag,
        safetensors: ({ model }) => model?.safetensors,
        spaces: spacesUsing,
        transformersInfo: ({ model }) => (model?.library_name === 'transformers' ? { auto_model: 'AutoModel', pipeline_tag: model.pipeline_tag, processor: 'AutoTokenizer' } : undefined),
        widgetData: () => undefined,
        xetEnabled: () => false,
    },
    dataset: {
        ...COMMON,
        ...DOWNLOADS,
        citation: () => undefined,
        description: ({ dataset }) => dataset?.description,
        mainSize: (repo) => usedStorage(repo),
        paperswithcode_id: () => undefined,
    },
    space: {
        ...COMMON,
        datasets: ({ space }) => space?.datasets,
        models: ({ space }) => space?.models,
        region: () => 'us',
        runtime: ({ space }, { state }) => space && runtimeAt(space, state.now()),
        sdk: ({ space }) => space?.sdk,
        subdomain: ({ id }) => id.replace('/', '-').toLowerCase(),
    },
};

const DEFAULTS: Record<RepoType, { list: string[]; full: string[]; info: string[] }> = {
    model: {
        list: ['likes', 'trendingScore', 'private', 'downloads', 'tags', 'pipeline_tag', 'library_name', 'createdAt'],
        full: ['author', 'gated', 'lastModified', 'sha', 'siblings'],
        info: ['author', 'cardData', 'config', 'createdAt', 'disabled', 'downloads', 'gated', 'gguf', 'inference', 'lastModified', 'library_name', 'likes', 'mask_token', 'model-index', 'pipeline_tag', 'private', 'safetensors', 'sha', 'siblings', 'spaces', 'tags', 'transformersInfo', 'usedStorage', 'widgetData'],
    },
    dataset: {
        list: ['author', 'createdAt', 'description', 'disabled', 'downloads', 'gated', 'lastModified', 'likes', 'private', 'sha', 'tags', 'trendingScore'],
        full: ['cardData', 'siblings'],
        info: ['author', 'cardData', 'citation', 'createdAt', 'description', 'disabled', 'downloads', 'gated', 'lastModified', 'likes', 'private', 'sha', 'siblings', 'tags', 'usedStorage'],
    },
    space: {
        list: ['createdAt', 'likes', 'private', 'sdk', 'tags', 'trendingScore'],
        full: ['author', 'cardData', 'datasets', 'lastModified', 'models', 'sha', 'siblings', 'subdomain'],
        info: ['author', 'cardData', 'createdAt', 'datasets', 'disabled', 'lastModified', 'likes', 'models', 'private', 'runtime', 'sdk', 'sha', 'siblings', 'subdomain', 'tags', 'usedStorage'],
    },
};

export const expandable = (type: RepoType): string[] => Object.keys(FIELDS[type]).sort();

/** The values of `expand` and `expand[]`, checked; undefined when neither was sent. */
export function expandOf(query: URLSearchParams, type: RepoType): string[] | undefined {
    const asked = [...query.getAll('expand'), ...query.getAll('expand[]')].flatMap((value) => value.split(','));
    const known = expandable(type);
    asked.forEach((value, index) => {
        if (!known.includes(value)) {
            throw invalidParameter(`Invalid option: expected one of ${known.map((word) => `"${word}"`).join('|')}`, `expand[${index}]`);
        }
    });
    return asked.length > 0 ? asked : undefined;
}

/** The chosen fields of a repo; `_id` and `id` always, undefined ones left out. */
export function describe(repo: Repo, fields: readonly string[], context: FieldContext): Record<string, unknown> {
    const chosen = fields.map((name) => [name, FIELDS[repo.type][name]?.(repo, context)] as const);
    return { _id: repo._id, id: repo.id, ...Object.fromEntries(chosen.filter(([, value]) => value !== undefined)) };
}

export interface Verbosity {
    full: boolean;
    cardData: boolean;
    config: boolean;
}

/** A list item as the Hub sends it when nothing was expanded. Models carry their id twice, as they always have. */
export function listItem(repo: Repo, { full, cardData, config }: Verbosity, state: HubState): Record<string, unknown> {
    const { list, full: more } = DEFAULTS[repo.type];
    const fields = [...list, ...(full ? more : []), ...(cardData ? ['cardData'] : []), ...(config ? ['config'] : [])];
    return { ...describe(repo, fields, { state, inList: true }), ...(repo.type === 'model' && { modelId: repo.id }) };
}

/** The answer to an info request when nothing was expanded. */
export function infoItem(repo: Repo, context: Omit<FieldContext, 'inList'>): Record<string, unknown> {
    return { ...describe(repo, DEFAULTS[repo.type].info, { ...context, inList: false }), ...(repo.type === 'model' && { modelId: repo.id }) };
}
