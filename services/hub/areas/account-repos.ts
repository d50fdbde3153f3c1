import * as z from 'zod/mini';
import { apiPath, type RepoRef, type RepoType } from '../repo-id';
import type { Hub, Page } from '../types';

/*
 * What is asked of an account's repositories again and again: short records, never from the cache, since an older answer would look
 * like a change back. Fields of values that are not known yet pass.
 */
const maybeString = z.nullish(z.string());

const headSchema = z.looseObject({
    id: z.string(),
    /** Hugging Face's own id, which survives a new name. */
    _id: maybeString,
    /** The head of the default branch. */
    sha: maybeString,
    /** ISO 8601, as the next one. */
    lastModified: maybeString,
    createdAt: maybeString,
    private: z.nullish(z.boolean()),
    gated: z.nullish(z.union([z.boolean(), z.string()])),
    runtime: z.nullish(z.looseObject({ stage: maybeString, errorMessage: maybeString })),
});
export type RepoHead = z.infer<typeof headSchema>;

const originSchema = z.looseObject({
    id: z.string(),
    private: z.nullish(z.boolean()),
    tags: z.nullish(z.array(z.string())),
    baseModels: z.nullish(z.looseObject({ models: z.nullish(z.array(z.looseObject({ id: z.string() }))) })),
    /** Of a Space: what it loads. */
    models: z.nullish(z.array(z.string())),
    datasets: z.nullish(z.array(z.string())),
});
/** A repository and what names the ones it is built on. */
export type RepoOrigin = z.infer<typeof originSchema>;

const HEAD_FIELDS: Readonly<Record<RepoType, readonly string[]>> = {
    model: ['sha', 'lastModified', 'createdAt', 'private', 'gated'],
    dataset: ['sha', 'lastModified', 'createdAt', 'private', 'gated'],
    space: ['sha', 'lastModified', 'createdAt', 'private', 'runtime'],
};

const ORIGIN_FIELDS: Readonly<Record<RepoType, readonly string[]>> = { model: ['private', 'tags', 'baseModels'], dataset: ['private', 'tags'], space: ['private', 'models', 'datasets'] };

/** What Hugging Face's own client asks for at a time (huggingface.js, packages/hub/src/lib/list-models.ts). */
export const ACCOUNT_PAGE = 500;

export interface AccountList {
    readonly type: RepoType;
    /** A user or an organisation. */
    readonly author: string;
    readonly cursor?: string | undefined;
}

/** The repositories of an account, the last changed first. One request. */
export const accountHeads = (hub: Hub, list: AccountList): Promise<Page<RepoHead>> => page(hub, headSchema, { ...list, fields: HEAD_FIELDS[list.type] });

/** The same with what they are built on. */
export const accountOrigins = (hub: Hub, list: AccountList): Promise<Page<RepoOrigin>> => page(hub, originSchema, { ...list, fields: ORIGIN_FIELDS[list.type] });

/** One repository as the lists tell it; under its new `id` when it was moved. */
export async function repoHead(hub: Hub, { type, id }: Pick<RepoRef, 'type' | 'id'>): Promise<RepoHead> {
    return (await hub.getJson(headSchema, apiPath({ type, id }), { query: { expand: HEAD_FIELDS[type] } })).value;
}

async function page<S extends z.core.$ZodType>(hub: Hub, schema: S, { type, author, cursor, fields }: AccountList & { readonly fields: readonly string[] }): Promise<Page<z.output<S>>> {
    const query = { author, sort: 'lastModified', limit: ACCOUNT_PAGE, expand: fields };
    return (await hub.getPage(schema, `/api/${type}s`, { query, ...(cursor !== undefined && { cursor }) })).value;
}
