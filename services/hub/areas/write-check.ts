import { apiPath, type RepoRef } from '../repo-id';
import type { Hub } from '../types';

/** Throws the HubError of the refusal when the token may not write to the repository. Source: https://huggingface.co/.well-known/openapi.json, `auth-check/write`. */
export async function assertMayWrite(hub: Hub, repo: Pick<RepoRef, 'type' | 'id'>): Promise<void> {
    await hub.getText(`${apiPath(repo)}/auth-check/write`);
}
