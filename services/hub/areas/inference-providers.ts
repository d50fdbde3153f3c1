import { apiPath } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { modelSchema, type Model } from './repo-schemas';
import { TTL } from './ttl';

export interface InferenceProvider {
    /** `together`, `hf-inference`, … */
    provider: string;
    /** `live`, `staging`, `error`. */
    status: string;
    /** The model's name at the provider. */
    providerId?: string;
    task?: string;
}

/** Who serves the model through Inference Providers. */
export async function inferenceProviders(hub: Hub, id: string): Promise<Fetched<InferenceProvider[]>> {
    const path = apiPath({ type: 'model', id });
    const answer = await hub.getJson(modelSchema, path, { query: { expand: ['inferenceProviderMapping'] }, ttlMs: TTL.account });
    return { ...answer, value: providersOf(answer.value) };
}

/** The mapping is keyed by provider on one model's record, and a list on lists. */
export function providersOf({ inferenceProviderMapping: mapping }: Pick<Model, 'inferenceProviderMapping'>): InferenceProvider[] {
    const entries = Array.isArray(mapping) ? mapping.map((entry) => ({ name: entry.provider, entry })) : Object.entries(mapping ?? {}).map(([name, entry]) => ({ name, entry }));
    return entries.flatMap(({ name, entry }) => (typeof name === 'string'
        ? [{ provider: name, status: entry.status ?? 'unknown', providerId: entry.providerId ?? undefined, task: entry.task ?? undefined }]
        : []));
}
