import * as z from 'zod/mini';
import { HubShapeError } from '../errors';
import { pagePath, type RepoRef } from '../repo-id';
import type { Hub } from '../types';
import { errorFromResponse } from '../wire/error-from-response';

/** A content by its name in LFS. */
export interface LfsName {
    /** 64 hex digits. */
    readonly sha256: string;
    /** Bytes. */
    readonly size: number;
}

const actionSchema = z.looseObject({ href: z.string(), header: z.optional(z.record(z.string(), z.string())) });

export type LfsAction = z.infer<typeof actionSchema>;

/** What has to be done with an object; without `upload` it is there already. */
export interface LfsActions {
    readonly upload?: LfsAction | undefined;
    readonly verify?: LfsAction | undefined;
}

const answerSchema = z.looseObject({
    objects: z.array(z.looseObject({
        oid: z.string(),
        actions: z.optional(z.looseObject({ upload: z.optional(actionSchema), verify: z.optional(actionSchema) })),
        error: z.optional(z.looseObject({ code: z.number(), message: z.string() })),
    })),
});

type Answered = z.infer<typeof answerSchema>['objects'][number];

export const LFS_JSON = { 'accept': 'application/vnd.git-lfs+json', 'content-type': 'application/vnd.git-lfs+json' } as const;

/** The bound of the public clients. */
const OBJECTS_AT_ONCE = 100;

/**
 * Where these objects have to be sent, by their SHA-256. `multipart` is Hugging Face's own way for large ones; Xet is not asked for.
 * Source: https://github.com/git-lfs/git-lfs/blob/main/docs/api/batch.md and `commitIter` of https://github.com/huggingface/huggingface.js.
 */
export async function lfsBatch(hub: Hub, repo: Pick<RepoRef, 'type' | 'id'>, names: readonly LfsName[], signal: AbortSignal): Promise<ReadonlyMap<string, LfsActions>> {
    const actions = new Map<string, LfsActions>();
    const path = `${pagePath(repo)}.git/info/lfs/objects/batch`;
    for (let start = 0; start < names.length; start += OBJECTS_AT_ONCE) {
        const objects = names.slice(start, start + OBJECTS_AT_ONCE).map(({ sha256, size }) => ({ oid: sha256, size }));
        const body = JSON.stringify({ operation: 'upload', transfers: ['basic', 'multipart'], hash_algo: 'sha256', objects });
        const answer = await hub.send(answerSchema, path, { method: 'POST', headers: LFS_JSON, body, idempotent: true, signal });
        for (const object of answer.objects) actions.set(object.oid, await actionsOf(hub, object));
    }
    const missing = names.find(({ sha256 }) => !actions.has(sha256));
    if (missing) throw new HubShapeError(`POST ${path}`, `objects[${missing.sha256}]`, 'missing');
    return actions;
}

async function actionsOf(hub: Hub, { oid, actions, error }: Answered): Promise<LfsActions> {
    if (error) throw await errorOf(hub, oid, error);
    return { upload: actions?.upload && secure(hub, actions.upload), verify: actions?.verify && secure(hub, actions.verify) };
}

/** An object that is refused inside of an answer of 200, as if it had been asked for alone. */
function errorOf(hub: Hub, oid: string, { code, message }: NonNullable<Answered['error']>): Promise<Error> {
    const status = Number.isInteger(code) && code >= 400 && code < 600 ? code : 500;
    return errorFromResponse(Response.json({ error: message }, { status }), { method: 'PUT', url: `${hub.urls.hub}/lfs/${encodeURIComponent(oid)}`, now: 0 });
}

/** Content is not sent in the clear because an answer says so. */
function secure(hub: Hub, action: LfsAction): LfsAction {
    const own = new URL(hub.urls.hub).protocol;
    const addresses = [action.href, ...partAddresses(action).map(({ href }) => href)];
    const protocols = addresses.map((address) => (URL.canParse(address) ? new URL(address).protocol : ''));
    if (protocols.some((protocol) => protocol !== 'https:' && protocol !== own)) throw new HubShapeError('POST objects/batch', 'actions.href', 'expected https');
    return action;
}

/** Where each part of an object goes, in their order: the headers whose names are numbers. */
export function partAddresses({ header = {} }: LfsAction): { readonly number: number; readonly href: string }[] {
    const numbered = Object.entries(header).filter(([name]) => /^\d+$/.test(name));
    return numbered.map(([name, href]) => ({ number: Number(name), href })).sort((a, b) => a.number - b.number);
}
