import { distance } from 'fastest-levenshtein';
import * as z from 'zod/mini';
import type { Fetched, Hub } from '../types';
import { TTL } from './ttl';

const tagSchema = z.looseObject({ id: z.string(), label: z.string(), type: z.optional(z.string()), subType: z.nullish(z.string()) });
const tagsByTypeSchema = z.record(z.string(), z.array(tagSchema));

export type Tag = z.infer<typeof tagSchema>;
/** `pipeline_tag`, `library`, `language`, `license`, … → its tags. */
export type TagsByType = z.infer<typeof tagsByTypeSchema>;

/** The whole vocabulary of models. */
export function modelTags(hub: Hub): Promise<Fetched<TagsByType>> {
    return tags(hub, '/api/models-tags-by-type');
}

/** The whole vocabulary of datasets. */
export function datasetTags(hub: Hub): Promise<Fetched<TagsByType>> {
    return tags(hub, '/api/datasets-tags-by-type');
}

/** Public and the same for everybody, so one copy serves all users; sent without a token. */
function tags(hub: Hub, path: string): Promise<Fetched<TagsByType>> {
    return hub.getJson(tagsByTypeSchema, path, { ttlMs: TTL.catalogue, shared: true, anonymous: true });
}

export type TagCheck = { known: true; tag: Tag } | { known: false; suggestions: string[] };

const MAX_SUGGESTIONS = 3;

/**
 * Whether `value` is a tag of that type, by id or label, letter case aside; with or without its prefix (`license:mit`,
 * `mit`). Otherwise the nearest ones, best first.
 */
export function checkTag(vocabulary: TagsByType, type: string, value: string): TagCheck {
    const wanted = bare(value);
    const candidates = vocabulary[type] ?? [];
    const tag = candidates.find(({ id }) => bare(id) === wanted) ?? candidates.find(({ label }) => label.toLowerCase() === wanted);
    if (tag) return { known: true, tag };
    const nearest = candidates
        .map(({ id }) => ({ name: withoutPrefix(id), score: likeness(bare(id), wanted) }))
        .filter(({ score }) => score !== undefined)
        .sort((a, b) => (a.score ?? 0) - (b.score ?? 0) || a.name.localeCompare(b.name));
    return { known: false, suggestions: nearest.slice(0, MAX_SUGGESTIONS).map(({ name }) => name) };
}

/** Typing errors, or a part of the name: smaller is closer; undefined when they have nothing in common. */
function likeness(name: string, wanted: string): number | undefined {
    const typos = distance(name, wanted);
    if (typos <= Math.max(1, Math.floor(wanted.length / 3))) return typos;
    return wanted.length >= 3 && name.includes(wanted) ? 100 + name.length : undefined;
}

function bare(id: string): string {
    return withoutPrefix(id).toLowerCase();
}

/** As the Hub spells it. */
function withoutPrefix(id: string): string {
    return id.slice(id.indexOf(':') + 1).trim();
}
