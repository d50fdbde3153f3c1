import * as z from 'zod/mini';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

/* The dataset viewer's API. Source: https://huggingface.co/docs/dataset-viewer. */
const flag = z.nullish(z.boolean());

const splitSchema = z.looseObject({ dataset: z.string(), config: z.string(), split: z.string() });
const splitsSchema = z.looseObject({ splits: z.array(splitSchema) });

const sizedSchema = z.looseObject({
    config: z.nullish(z.string()),
    split: z.nullish(z.string()),
    num_rows: z.nullish(z.number()),
    num_bytes_original_files: z.nullish(z.number()),
    num_bytes_parquet_files: z.nullish(z.number()),
    num_bytes_memory: z.nullish(z.number()),
});

const sizeSchema = z.looseObject({
    size: z.looseObject({ dataset: z.optional(sizedSchema), configs: z.nullish(z.array(sizedSchema)), splits: z.array(sizedSchema) }),
    /** True when the dataset is too big to be counted in full. */
    partial: flag,
});

const configInfoSchema = z.looseObject({ features: z.nullish(z.record(z.string(), z.unknown())) });
/** Without `config` the answer is keyed by configuration, with it the record stands alone. */
const infoSchema = z.looseObject({ dataset_info: z.record(z.string(), z.unknown()) });

export type DatasetSplit = z.infer<typeof splitSchema>;
export type DatasetSize = z.infer<typeof sizeSchema>;

export interface DatasetFeature {
    config: string;
    name: string;
    /** `string`, `int64`, `ClassLabel`, `list` …: the feature's dtype, else its kind. */
    type: string;
}

export async function datasetSplits(hub: Hub, dataset: string): Promise<Fetched<DatasetSplit[]>> {
    const answer = await ask(hub, splitsSchema, '/splits', dataset);
    return { ...answer, value: answer.value.splits };
}

export function datasetSize(hub: Hub, dataset: string): Promise<Fetched<DatasetSize>> {
    return ask(hub, sizeSchema, '/size', dataset);
}

/** The columns of every configuration. */
export async function datasetFeatures(hub: Hub, dataset: string): Promise<Fetched<DatasetFeature[]>> {
    const answer = await ask(hub, infoSchema, '/info', dataset);
    const features = Object.entries(answer.value.dataset_info).flatMap(([config, info]) => featuresOf(config, info));
    return { ...answer, value: features };
}

const firstRowsSchema = z.looseObject({ rows: z.array(z.looseObject({ row: z.record(z.string(), z.unknown()) })) });

/** The first rows of a split, a hundred at most; cells that are too long come cut off. */
export async function datasetFirstRows(hub: Hub, { dataset, config, split }: DatasetSplit): Promise<Fetched<Record<string, unknown>[]>> {
    const answer = await hub.getJson(firstRowsSchema, '/first-rows', { base: 'viewer', query: { dataset, config, split }, ttlMs: TTL.account });
    return { ...answer, value: answer.value.rows.map(({ row }) => row) };
}

function ask<S extends z.core.$ZodType>(hub: Hub, schema: S, path: string, dataset: string): Promise<Fetched<z.output<S>>> {
    return hub.getJson(schema, path, { base: 'viewer', query: { dataset }, ttlMs: TTL.account });
}

function featuresOf(config: string, info: unknown): DatasetFeature[] {
    const parsed = z.safeParse(configInfoSchema, info);
    const features = parsed.success ? parsed.data.features ?? {} : {};
    return Object.entries(features).map(([name, feature]) => ({ config, name, type: featureType(feature) }));
}

const featureSchema = z.looseObject({ dtype: z.optional(z.string()), _type: z.optional(z.string()) });

function featureType(feature: unknown): string {
    if (Array.isArray(feature)) return 'list';
    const parsed = z.safeParse(featureSchema, feature);
    if (!parsed.success) return 'unknown';
    return parsed.data.dtype ?? parsed.data._type ?? 'struct';
}
