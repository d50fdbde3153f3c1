import { Buffer } from 'buffer';
import * as z from 'zod/mini';
import { HubShapeError } from '../errors';
import { apiPath, type RepoRef } from '../repo-id';
import type { Hub } from '../types';

/** A file that is to be committed. */
export interface PlannedFile {
    readonly path: string;
    /** Bytes. */
    readonly size: number;
    /** Its first bytes, by which the Hub knows binary files from text; no more than 512 are sent. */
    readonly sample: Uint8Array;
}

export interface UploadPlan {
    readonly path: string;
    /** `lfs`: its content is uploaded first, the commit names it by its hash. `regular`: its content is part of the commit. */
    readonly mode: 'lfs' | 'regular';
    /** The repository's .gitignore has it: the Hub leaves it out of the commit. */
    readonly ignored: boolean;
    /** What is there under this path: the git blob id, or the SHA-256 of a file in LFS. */
    readonly oid?: string;
}

interface Preupload {
    readonly revision: string;
    readonly files: readonly PlannedFile[];
    /** They are for a pull request, which takes less rights than a commit. */
    readonly createPr?: boolean;
}

const SAMPLE_BYTES = 512;
/** The public clients send so many at once, and the answer is as long as the question. */
const FILES_AT_ONCE = 100;

const answerSchema = z.looseObject({
    files: z.array(z.looseObject({ path: z.string(), uploadMode: z.enum(['lfs', 'regular']), shouldIgnore: z.optional(z.boolean()), oid: z.nullish(z.string()) })),
});

type Answered = z.infer<typeof answerSchema>['files'][number];

/**
 * How each file has to be sent, in the order of `files`.
 * Source: https://huggingface.co/.well-known/openapi.json, `POST /api/{repoType}/{namespace}/{repo}/preupload/{rev}`.
 */
export async function preupload(hub: Hub, repo: Pick<RepoRef, 'type' | 'id'>, { revision, files, createPr = false }: Preupload): Promise<UploadPlan[]> {
    const plans: UploadPlan[] = [];
    for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
        const asked = files.slice(start, start + FILES_AT_ONCE);
        const path = `${apiPath(repo)}/preupload/${encodeURIComponent(revision)}`;
        const answer = await hub.send(answerSchema, path, {
            method: 'POST',
            query: { create_pr: createPr ? 1 : undefined },
            body: { files: asked.map(described) },
            idempotent: true,
        });
        const answered = new Map(answer.files.map((file) => [file.path, file]));
        plans.push(...asked.map((file) => planOf(answered.get(file.path) ?? unanswered(path, file))));
    }
    return plans;
}

function planOf({ path, uploadMode, shouldIgnore, oid }: Answered): UploadPlan {
    return { path, mode: uploadMode, ignored: shouldIgnore ?? false, ...(oid && { oid }) };
}

function unanswered(target: string, { path }: PlannedFile): never {
    throw new HubShapeError(`POST ${target}`, `files[${path}]`, 'missing');
}

function described({ path, size, sample }: PlannedFile): object {
    return { path, size, sample: Buffer.from(sample.subarray(0, SAMPLE_BYTES)).toString('base64') };
}
