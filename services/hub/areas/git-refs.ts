import * as z from 'zod/mini';
import { apiPath, type RepoRef } from '../repo-id';
import type { Hub } from '../types';

type Repo = Pick<RepoRef, 'type' | 'id'>;

const anyAnswer = z.unknown();

const branchPath = (repo: Repo, branch: string): string => `${apiPath(repo)}/branch/${encodeURIComponent(branch)}`;
const tagPath = (repo: Repo, rest: string): string => `${apiPath(repo)}/tag/${encodeURIComponent(rest)}`;

/** Throws a HubError of status 409 when there is such a branch. */
export async function createBranch(hub: Hub, repo: Repo, { branch, at }: { readonly branch: string; readonly at: string }): Promise<void> {
    await hub.send(anyAnswer, branchPath(repo, branch), { method: 'POST', body: { startingPoint: at } });
}

/** Makes the branch, or moves it to this commit where there is one. The same call twice is one. */
export async function moveBranch(hub: Hub, repo: Repo, { branch, at }: { readonly branch: string; readonly at: string }): Promise<void> {
    await hub.send(anyAnswer, branchPath(repo, branch), { method: 'POST', body: { startingPoint: at, overwrite: true }, idempotent: true });
}

export async function deleteBranch(hub: Hub, repo: Repo, branch: string): Promise<void> {
    await hub.send(anyAnswer, branchPath(repo, branch), { method: 'DELETE' });
}

/** Throws a HubError of status 409 when there is such a tag. */
export async function createTag(hub: Hub, repo: Repo, { tag, at, message }: { readonly tag: string; readonly at: string; readonly message?: string }): Promise<void> {
    await hub.send(anyAnswer, tagPath(repo, at), { method: 'POST', body: { tag, ...(message !== undefined && { message }) } });
}

export async function deleteTag(hub: Hub, repo: Repo, tag: string): Promise<void> {
    await hub.send(anyAnswer, tagPath(repo, tag), { method: 'DELETE' });
}
