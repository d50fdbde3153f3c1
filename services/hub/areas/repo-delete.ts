import * as z from 'zod/mini';
import type { RepoRef } from '../repo-id';
import type { Hub } from '../types';

/** For good, with its history, discussions and settings. The Hub takes the owner and the name apart (huggingface_hub `HfApi.delete_repo`). */
export async function deleteRepo(hub: Hub, { type, id }: Pick<RepoRef, 'type' | 'id'>): Promise<void> {
    const [organization, name] = id.split('/');
    await hub.send(z.unknown(), '/api/repos/delete', { method: 'DELETE', body: { type, organization, name } });
}
