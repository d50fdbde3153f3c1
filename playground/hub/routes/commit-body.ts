import { z } from 'zod';
import { repoPath } from '../changes/hub-change';
import { HubFailure, invalidParameter } from '../errors';
import { parseJson } from '../json';
import type { Call } from '../routing';
import { checked } from '../routing';

const header = z.object({ summary: z.string().min(1), description: z.string().nullish(), parentCommit: z.string().regex(/^[0-9a-f]{40}$/).nullish() });
const file = z.object({ path: repoPath, content: z.string().optional(), encoding: z.enum(['utf-8', 'base64']).default('utf-8'), oldPath: repoPath.optional() })
    .refine(({ content, oldPath }) => content !== undefined || oldPath !== undefined, 'content is required if oldPath is not set');
/** Folders may end in a slash. */
const entry = z.object({ path: z.string().transform((path) => path.replace(/\/$/, '')).pipe(repoPath) });
const lfsFile = z.object({ path: repoPath, algo: z.literal('sha256').default('sha256'), oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0), oldPath: repoPath.optional() });

const body = z.object({ ...header.shape, files: z.array(file).default([]), deletedEntries: z.array(entry).default([]), lfsFiles: z.array(lfsFile).default([]) });

/** What a commit is asked to hold, in either of the two formats. */
export type CommitBody = z.infer<typeof body>;

const line = z.discriminatedUnion('key', [
    z.object({ key: z.literal('header'), value: header }),
    z.object({ key: z.literal('file'), value: file }),
    /** The published document calls it an entry; the Hub's own clients send the other two. */
    z.object({ key: z.enum(['deletedEntry', 'deletedFile', 'deletedFolder']), value: entry }),
    z.object({ key: z.literal('lfsFile'), value: lfsFile }),
]);

function fromLines(text: string): CommitBody {
    const lines = text.split('\n').filter((one) => one.trim() !== '').map((one) => checked(line, parseJson(one)));
    const [first, ...others] = lines.flatMap((one) => (one.key === 'header' ? [one.value] : []));
    if (!first || others.length > 0) {
        throw invalidParameter('Expected one header', 'header');
    }
    return checked(body, {
        ...first,
        files: lines.flatMap((one) => (one.key === 'file' ? [one.value] : [])),
        deletedEntries: lines.flatMap((one) => (one.key === 'deletedEntry' || one.key === 'deletedFile' || one.key === 'deletedFolder' ? [one.value] : [])),
        lfsFiles: lines.flatMap((one) => (one.key === 'lfsFile' ? [one.value] : [])),
    });
}

/** The commit that a request asks for; throws the Hub's 400. */
export async function commitBody({ request, state }: Call): Promise<CommitBody> {
    const text = await request.text();
    if (text.length > state.uploads.rules.maxCommitBody) {
        throw new HubFailure(413, 'Payload Too Large');
    }
    const type = request.headers.get('content-type') ?? '';
    return type.startsWith('application/x-ndjson') ? fromLines(text) : checked(body, parseJson(text));
}
