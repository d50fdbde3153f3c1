import type { RepoOrigin } from '../../../services/hub';
import type { ThingRepo } from '../../../services/workflows/watching';
import { repoKey } from './poll-wish';

/** So many of the repositories that one is built on are followed. */
const MAX_PARENTS = 20;
const MODEL_RELATIONS: ReadonlySet<string> = new Set(['adapter', 'finetune', 'merge', 'quantized']);

/** The models and datasets that a repository says it is built on, each once. */
export function parentsOf({ id, tags, baseModels, models, datasets }: RepoOrigin): ThingRepo[] {
    const named: ThingRepo[] = [
        ...(baseModels?.models ?? []).map((base) => ({ type: 'model' as const, id: base.id })),
        ...(tags ?? []).flatMap(parentInTag),
        ...(models ?? []).map((model) => ({ type: 'model' as const, id: model })),
        ...(datasets ?? []).map((dataset) => ({ type: 'dataset' as const, id: dataset })),
    ];
    const distinct = new Map(named.filter((parent) => parent.id !== id && isName(parent.id)).map((parent) => [repoKey(parent), parent]));
    return [...distinct.values()].slice(0, MAX_PARENTS);
}

/** `base_model:owner/name`, `base_model:finetune:owner/name`, `dataset:owner/name`. */
function parentInTag(tag: string): ThingRepo[] {
    const [kind, ...rest] = tag.split(':');
    const parts = kind === 'base_model' && MODEL_RELATIONS.has(rest[0] ?? '') ? rest.slice(1) : rest;
    const id = parts.join(':');
    if (kind === 'base_model') {
        return [{ type: 'model', id }];
    }
    return kind === 'dataset' ? [{ type: 'dataset', id }] : [];
}

/** Owners write what they like into tags: a path of the API is made of names alone. */
const isName = (id: string): boolean => /^[\w.-]{1,96}(?:\/[\w.-]{1,96})?$/.test(id) && !id.includes('..');
