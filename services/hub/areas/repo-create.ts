import * as z from 'zod/mini';
import { isRepoId, type RepoRef } from '../repo-id';
import type { Hub } from '../types';

export interface NewRepo extends Pick<RepoRef, 'type' | 'id'> {
    readonly private: boolean;
    /** What a Space is built with; it can't be without. */
    readonly sdk?: 'gradio' | 'docker' | 'static' | undefined;
}

export interface CreatedRepo {
    /** Its page. */
    readonly url: string;
}

const answerSchema = z.looseObject({ url: z.string() });

/**
 * Makes an empty repository. Throws a HubError of status 409, with its page as `existingUrl`, when there is one of that name.
 * Source: https://huggingface.co/.well-known/openapi.json, `POST /api/repos/create`.
 */
export async function createRepo(hub: Hub, { type, id, private: isPrivate, sdk }: NewRepo): Promise<CreatedRepo> {
    const [organization, name] = id.split('/');
    if (!name || !isRepoId(id)) throw new RangeError('A new repository needs an owner and a name.');
    const { url } = await hub.send(answerSchema, '/api/repos/create', { method: 'POST', body: { type, name, organization, private: isPrivate, ...(sdk && { sdk }) } });
    // Before, it was kept that there is none.
    hub.forget(id);
    return { url };
}
