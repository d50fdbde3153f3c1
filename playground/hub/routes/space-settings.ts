import { z } from 'zod';
import { assertWritable } from '../access';
import { HubFailure, pageNotFound } from '../errors';
import type { SpaceFacts, SpaceSecret, SpaceVariable } from '../model';
import type { Call, Route } from '../routing';
import { jsonBody, repoFor, route } from '../routing';

/** The Space that the path names, for who may write to it: the others see neither values nor names. */
function ownSpace(call: Call): { id: string; space: SpaceFacts } {
    const repo = repoFor(call, 'space', 'description');
    assertWritable(call.caller, repo);
    if (!repo.space) {
        throw pageNotFound();
    }
    return { id: repo.id, space: repo.space };
}

/** By name, each with its own name in it as well. */
const answered = (kept: ReadonlyMap<string, SpaceVariable | SpaceSecret>): Record<string, unknown> =>
    Object.fromEntries([...kept].map(([key, { updatedAt, ...facts }]) => [key, { key, ...facts, updatedAt: new Date(updatedAt).toISOString() }]));

const listVariables = (call: Call): Response => Response.json(answered(ownSpace(call).space.variables));
const listSecrets = (call: Call): Response => Response.json(answered(ownSpace(call).space.secrets));

const key = z.string().max(256).regex(/^[a-zA-Z][_a-zA-Z0-9]*$/);
const saved = z.object({ key, value: z.string().max(65_536).default(''), description: z.string().max(1000).optional() });
const named = z.object({ key: z.string() });

/** Answers all variables, as huggingface_hub reads them. */
async function saveVariable(call: Call): Promise<Response> {
    const { id } = ownSpace(call);
    call.state.record({ kind: 'space-variable-saved', space: id, ...(await jsonBody(call, saved)) });
    return listVariables(call);
}

/** The value goes nowhere: there is no app here to read it. */
async function saveSecret(call: Call): Promise<Response> {
    const { id } = ownSpace(call);
    const { value: _value, ...facts } = await jsonBody(call, saved);
    call.state.record({ kind: 'space-secret-saved', space: id, ...facts });
    return Response.json({});
}

async function remove(call: Call, what: 'variable' | 'secret'): Promise<void> {
    const { id, space } = ownSpace(call);
    const { key: name } = await jsonBody(call, named);
    if (!(what === 'variable' ? space.variables : space.secrets).has(name)) {
        throw new HubFailure(404, `No ${what} ${name}`);
    }
    call.state.record({ kind: 'space-setting-deleted', space: id, what, key: name });
}

async function removeVariable(call: Call): Promise<Response> {
    await remove(call, 'variable');
    return listVariables(call);
}

async function removeSecret(call: Call): Promise<Response> {
    await remove(call, 'secret');
    return Response.json({});
}

const BASE = '/api/spaces/:namespace/:name';

export const spaceSettingRoutes: Route[] = [
    route('GET', `${BASE}/variables`, listVariables),
    route('POST', `${BASE}/variables`, saveVariable),
    route('DELETE', `${BASE}/variables`, removeVariable),
    route('GET', `${BASE}/secrets`, listSecrets),
    route('POST', `${BASE}/secrets`, saveSecret),
    route('DELETE', `${BASE}/secrets`, removeSecret),
];
