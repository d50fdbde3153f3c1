import { Buffer } from 'buffer';
import { createHash } from 'crypto';
import * as z from 'zod/mini';
import { apiPath, type RepoRef } from '../repo-id';
import type { Hub } from '../types';

type Repo = Pick<RepoRef, 'type' | 'id'>;

/** A text file of a repository, as a whole. */
export interface CommittedFile {
    readonly path: string;
    readonly content: string;
}

export interface FileCommit {
    readonly branch: string;
    /** The first line of the commit's message. */
    readonly summary: string;
    readonly files: readonly CommittedFile[];
    /** The commit must follow this one; without it, it follows whatever is the newest. */
    readonly parentCommit?: string;
}

/** All files of one commit together, bytes. What is larger goes through Git LFS, which this call does not do. */
const MAX_COMMIT_BYTES = 1_000_000;

const answerSchema = z.looseObject({ commitOid: z.string() });

/**
 * Adds or replaces small text files in one commit and returns its sha. Throws a RangeError when they are too large, and a HubError
 * of status 412 or 409 when the branch is not at `parentCommit`.
 * Source: https://huggingface.co/.well-known/openapi.json, `POST /api/{repoType}/{namespace}/{repo}/commit/{rev}`.
 */
export async function commitFiles(hub: Hub, repo: Repo, { branch, summary, files, parentCommit }: FileCommit): Promise<string> {
    const contents = files.map(({ path, content }) => ({ path, bytes: Buffer.from(content, 'utf8') }));
    const size = contents.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (size > MAX_COMMIT_BYTES) {
        throw new RangeError(`${size} bytes are too many for one commit of text files.`);
    }
    const lines = [
        { key: 'header', value: { summary, parentCommit } },
        ...contents.map(({ path, bytes }) => ({ key: 'file', value: { path, content: bytes.toString('base64'), encoding: 'base64' } })),
    ];
    const { commitOid } = await hub.send(answerSchema, `${apiPath(repo)}/commit/${encodeURIComponent(branch)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
    hub.forget(repo.id);
    return commitOid;
}

const pathSchema = z.array(z.looseObject({ path: z.string(), oid: z.optional(z.string()) }));

/** Whether the revision holds the file with these very bytes. Asks for the file's git object id, not for its content. */
export async function holdsFile(hub: Hub, repo: Repo & Required<Pick<RepoRef, 'revision'>>, { path, content }: CommittedFile): Promise<boolean> {
    const entries = await hub.send(pathSchema, `${apiPath(repo)}/paths-info/${encodeURIComponent(repo.revision)}`, { method: 'POST', body: { paths: [path] }, idempotent: true });
    return entries.some((entry) => entry.path === path && entry.oid === gitBlobId(content));
}

/** Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects. */
function gitBlobId(content: string): string {
    const bytes = Buffer.from(content, 'utf8');
    return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
