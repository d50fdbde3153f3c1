import * as z from 'zod/mini';

/*
 * Repository records of the Hub. Only the id is always there: everything else depends on the `expand` that was asked for.
 * Names are those of the wire. Source: huggingface_hub `ModelInfo`, `DatasetInfo`, `SpaceInfo` (src/huggingface_hub/hf_api.py).
 */
const maybeString = z.nullish(z.string());
const maybeNumber = z.nullish(z.number());
const record = z.record(z.string(), z.unknown());
const counts = z.record(z.string(), z.number());

/** `false`, or who decides on access requests. */
export const gatedSchema = z.union([z.literal(false), z.literal('auto'), z.literal('manual')]);

const siblingSchema = z.looseObject({
    rfilename: z.string(),
    size: maybeNumber,
    lfs: z.nullish(z.looseObject({ sha256: maybeString, size: maybeNumber })),
});

const common = {
    id: z.string(),
    _id: maybeString,
    author: maybeString,
    sha: maybeString,
    createdAt: maybeString,
    lastModified: maybeString,
    private: z.nullish(z.boolean()),
    disabled: z.nullish(z.boolean()),
    likes: maybeNumber,
    trendingScore: maybeNumber,
    tags: z.nullish(z.array(z.string())),
    cardData: z.nullish(record),
    siblings: z.nullish(z.array(siblingSchema)),
    usedStorage: maybeNumber,
};

export const securityRepoStatusSchema = z.looseObject({
    scansDone: z.boolean(),
    filesWithIssues: z.array(z.looseObject({ path: z.string(), level: z.string() })),
});

export const runtimeSchema = z.looseObject({
    stage: z.string(),
    hardware: z.nullish(z.looseObject({ current: maybeString, requested: maybeString })),
    errorMessage: maybeString,
    sha: maybeString,
    /** Sleep time, seconds; null = never. */
    gcTimeout: maybeNumber,
    replicas: z.nullish(z.looseObject({ current: maybeNumber, requested: z.nullish(z.union([z.number(), z.string()])) })),
    devMode: z.nullish(z.boolean()),
    domains: z.nullish(z.array(z.looseObject({ domain: z.string(), stage: maybeString }))),
});

export const providerSchema = z.looseObject({
    provider: maybeString,
    status: maybeString,
    providerId: maybeString,
    task: maybeString,
});

export const modelSchema = z.looseObject({
    ...common,
    gated: z.nullish(gatedSchema),
    downloads: maybeNumber,
    downloadsAllTime: maybeNumber,
    pipeline_tag: maybeString,
    library_name: maybeString,
    safetensors: z.nullish(z.looseObject({ parameters: counts, total: z.number() })),
    gguf: z.nullish(z.looseObject({ total: maybeNumber, architecture: maybeString, context_length: maybeNumber })),
    config: z.nullish(record),
    inference: maybeString,
    inferenceProviderMapping: z.nullish(z.union([z.array(providerSchema), z.record(z.string(), providerSchema)])),
    baseModels: z.nullish(z.looseObject({ relation: maybeString, models: z.array(z.looseObject({ id: z.string() })) })),
    childrenModelCount: z.nullish(counts),
    evalResults: z.nullish(z.array(record)),
    'model-index': z.optional(z.unknown()),
    spaces: z.nullish(z.array(z.string())),
    securityRepoStatus: z.nullish(securityRepoStatusSchema),
});

export const datasetSchema = z.looseObject({
    ...common,
    gated: z.nullish(gatedSchema),
    downloads: maybeNumber,
    downloadsAllTime: maybeNumber,
    description: maybeString,
    /** Number of bytes of the main split as the Hub states it, a category such as `10K<n<100K` on older records. */
    mainSize: z.nullish(z.union([z.number(), z.string()])),
});

export const spaceSchema = z.looseObject({
    ...common,
    sdk: maybeString,
    subdomain: maybeString,
    region: maybeString,
    runtime: z.nullish(runtimeSchema),
    models: z.nullish(z.array(z.string())),
    datasets: z.nullish(z.array(z.string())),
});

export type Model = z.infer<typeof modelSchema>;
export type Dataset = z.infer<typeof datasetSchema>;
export type Space = z.infer<typeof spaceSchema>;
export type Gated = z.infer<typeof gatedSchema>;
export type SpaceRuntime = z.infer<typeof runtimeSchema>;
export type SecurityStatus = z.infer<typeof securityRepoStatusSchema>;
