import type { Model } from './repo-schemas';

export interface InferenceProvider {
    /** `together`, `hf-inference`, … */
    provider: string;
    /** `live`, `staging`, `error`. */
    status: string;
    /** The model's name at the provider. */
    providerId?: string;
    task?: string;
}

/** Who serves the model through Inference Providers. The mapping is keyed by provider on one model's record, and a list on lists. */
export function providersOf({ inferenceProviderMapping: mapping }: Pick<Model, 'inferenceProviderMapping'>): InferenceProvider[] {
    const entries = Array.isArray(mapping) ? mapping.map((entry) => ({ name: entry.provider, entry })) : Object.entries(mapping ?? {}).map(([name, entry]) => ({ name, entry }));
    return entries.flatMap(({ name, entry }) => (typeof name === 'string'
        ? [{ provider: name, status: entry.status ?? 'unknown', providerId: entry.providerId ?? undefined, task: entry.task ?? undefined }]
        : []));
}
