import * as z from 'zod/mini';
import { apiPath, type RepoRef } from '../repo-id';
import type { Hub } from '../types';
import { commitLines, type CommitChange, type CommitHeader } from './commit-lines';

export interface RepoCommit extends CommitHeader {
    readonly branch: string;
    /** The commit must follow this one; without it, it follows whatever is the newest. */
    readonly parentCommit?: string | undefined;
    /** On a branch of its own, as a pull request. */
    readonly createPr?: boolean | undefined;
    readonly changes: readonly CommitChange[];
}

export interface CommitResult {
    readonly commitOid: string;
    readonly commitUrl: string;
    /** The page of the pull request, if it is one; its number is the last part. */
    readonly pullRequestUrl?: string;
}

/** All contents of one commit together, bytes: they are held in memory, and are a third longer on the way. What is larger belongs into LFS. */
export const MAX_COMMIT_BYTES = 16 * 1024 * 1024;

const answerSchema = z.looseObject({ success: z.optional(z.literal(true)), commitOid: z.string(), commitUrl: z.string(), pullRequestUrl: z.nullish(z.string()) });

/**
 * Writes one commit. Not to be repeated blindly: look at the head of the branch first. Throws a RangeError when the contents are too
 * large, and HubErrors: `conflict` with status 412 when the branch is not at `parentCommit` any more, or 409 while something else is
 * written; `revision-not-found` when there is no such branch; `bad-request` with status 413 or 422 when the Hub does not take it.
 * Source: https://huggingface.co/.well-known/openapi.json, `POST /api/{repoType}/{namespace}/{repo}/commit/{rev}`.
 */
export async function commitChanges(hub: Hub, repo: Pick<RepoRef, 'type' | 'id'>, { branch, createPr = false, changes, ...header }: RepoCommit): Promise<CommitResult> {
    assertSize(changes);
    const { summary, description, parentCommit } = header;
    const { commitOid, commitUrl, pullRequestUrl } = await hub.send(answerSchema, `${apiPath(repo)}/commit/${encodeURIComponent(branch)}`, {
        method: 'POST',
        query: { create_pr: createPr ? 1 : undefined },
        headers: { 'content-type': 'application/x-ndjson' },
        body: commitLines({ summary, description, parentCommit }, changes),
    });
    hub.forget(repo.id);
    return { commitOid, commitUrl, ...(pullRequestUrl && { pullRequestUrl }) };
}

function assertSize(changes: readonly CommitChange[]): void {
    const size = changes.reduce((sum, change) => sum + ('bytes' in change ? change.bytes.length : 0), 0);
    if (size > MAX_COMMIT_BYTES) throw new RangeError(`${size} bytes are too many for one commit without LFS.`);
}
