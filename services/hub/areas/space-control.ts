import * as z from 'zod/mini';
import { apiPath } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { runtimeSchema, type SpaceRuntime } from './repo-schemas';

const variablesSchema = z.record(z.string(), z.looseObject({ key: z.string(), value: z.string(), description: z.nullish(z.string()), updatedAt: z.nullish(z.string()) }));

export type SpaceVariables = z.infer<typeof variablesSchema>;

const spacePath = (id: string): string => apiPath({ type: 'space', id });

/** Public variables with their values, as they are at this moment; secrets are another list, and their values are never told. */
export function spaceVariables(hub: Hub, id: string): Promise<Fetched<SpaceVariables>> {
    return hub.getJson(variablesSchema, `${spacePath(id)}/variables`);
}

/**
 * Sets one variable. A change makes the Space start anew (https://huggingface.co/docs/huggingface_hub/guides/manage-spaces), unless
 * its owner paused it. The same call twice ends in the same way.
 */
export async function setSpaceVariable(hub: Hub, id: string, { key, value }: { readonly key: string; readonly value: string }): Promise<void> {
    await hub.send(z.unknown(), `${spacePath(id)}/variables`, { method: 'POST', body: { key, value }, idempotent: true });
}

/** `factory` builds from scratch. */
export function restartSpace(hub: Hub, id: string, { factory = false }: { readonly factory?: boolean } = {}): Promise<SpaceRuntime> {
    return hub.send(runtimeSchema, `${spacePath(id)}/restart`, { method: 'POST', ...(factory && { query: { factory: true } }) });
}
