import * as z from 'zod/mini';
import { apiPath } from '../repo-id';
import type { Fetched, Hub } from '../types';

const facts = { key: z.string(), description: z.nullish(z.string()), updatedAt: z.nullish(z.string()) };
const variablesSchema = z.record(z.string(), z.looseObject({ ...facts, value: z.string() }));
/** What is not named here is dropped: a value must never come along. */
const secretsSchema = z.record(z.string(), z.object(facts));

export type SpaceVariables = z.infer<typeof variablesSchema>;
export type SpaceSecrets = z.infer<typeof secretsSchema>;

type Kind = 'variables' | 'secrets';

const settingsPath = (id: string, kind: Kind): string => `${apiPath({ type: 'space', id })}/${kind}`;

/** Public variables with their values, as they are at this moment; secrets are another list, and their values are never told. */
export function spaceVariables(hub: Hub, id: string): Promise<Fetched<SpaceVariables>> {
    return hub.getJson(variablesSchema, settingsPath(id, 'variables'));
}

/** Names and times of the secrets, as they are at this moment. */
export function spaceSecrets(hub: Hub, id: string): Promise<Fetched<SpaceSecrets>> {
    return hub.getJson(secretsSchema, settingsPath(id, 'secrets'));
}

/**
 * Sets one variable. A change makes the Space start anew (https://huggingface.co/docs/huggingface_hub/guides/manage-spaces), unless
 * its owner paused it. The same call twice ends in the same way.
 */
export async function setSpaceVariable(hub: Hub, id: string, { key, value }: { readonly key: string; readonly value: string }): Promise<void> {
    await hub.send(z.unknown(), settingsPath(id, 'variables'), { method: 'POST', body: { key, value }, idempotent: true });
}

/** Starts the Space anew as well. */
export function deleteSpaceVariable(hub: Hub, id: string, key: string): Promise<void> {
    return deleteSetting(hub, settingsPath(id, 'variables'), key);
}

/** For good: nobody can read a secret to put it back. Starts the Space anew as well. */
export function deleteSpaceSecret(hub: Hub, id: string, key: string): Promise<void> {
    return deleteSetting(hub, settingsPath(id, 'secrets'), key);
}

async function deleteSetting(hub: Hub, path: string, key: string): Promise<void> {
    await hub.send(z.unknown(), path, { method: 'DELETE', body: { key } });
}
