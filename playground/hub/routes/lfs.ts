import { z } from 'zod';
import { assertWritable } from '../access';
import { HubFailure } from '../errors';
import { parseJson } from '../json';
import type { Repo } from '../model';
import { findObject, objectPath } from '../objects/find-object';
import type { ObjectName } from '../objects/object-store';
import type { Call, RepoHandler, Route } from '../routing';
import { checked, gitRoutes, route } from '../routing';

const MEDIA_TYPE = 'application/vnd.git-lfs+json';

const named = z.object({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0) });
const batchBody = z.object({
    operation: z.enum(['upload', 'download']),
    transfers: z.array(z.string()).default(['basic']),
    ref: z.object({ name: z.string() }).nullish(),
    /** The specification says `sha256`; Hugging Face's JavaScript client says `sha_256`. */
    hash_algo: z.enum(['sha256', 'sha_256']).default('sha256'),
    objects: z.array(z.object({ oid: z.string(), size: z.number() })).min(1).max(1000),
});

type Answered = ObjectName & Record<string, unknown>;

interface Action {
    href: string;
    header?: Record<string, string>;
    expires_in?: number;
}

const lfsJson = (value: unknown, status = 200): Response => Response.json(value, { status, headers: { 'Content-Type': `${MEDIA_TYPE}; charset=utf-8` } });

const failed = (object: ObjectName, code: number, message: string): Answered => ({ ...object, error: { code, message } });

/** The address of the object for one request; `query` names a part. */
function uploadUrl({ state, origins }: Call, repo: Repo, { oid }: ObjectName, query?: Record<string, string>): string {
    const { urls, rules } = state.uploads;
    return urls.make(origins.cdn, { path: objectPath(repo, oid), query: { ...query, 'x-id': query ? 'UploadPart' : 'PutObject' } }, { now: state.now(), seconds: rules.urlSeconds });
}

/** Every part has an address of its own, under its number; the upload ends with a call to the Hub itself. */
function inParts(call: Call, repo: Repo, object: ObjectName): Action {
    const { uploads } = call.state;
    const uploadId = uploads.begin(repo._id, object);
    const numbers = Array.from({ length: uploads.partCount(object) }, (_, index) => index + 1);
    const parts = numbers.map((number): [string, string] => [String(number).padStart(5, '0'), uploadUrl(call, repo, object, { partNumber: String(number), uploadId })]);
    return { href: `${call.origins.hub}/api/complete_multipart?uploadId=${uploadId}`, header: { chunk_size: String(uploads.rules.partBytes), ...Object.fromEntries(parts) } };
}

interface Batch {
    call: Call;
    repo: Repo;
    /** Whether the client can send parts. */
    multipart: boolean;
}

/** How to send the object; without actions where the repo has it. */
function uploadOf({ call, repo, multipart }: Batch, object: ObjectName): Answered {
    const { state, origins } = call;
    const { uploads } = state;
    if (findObject(state, repo, object)) {
        return { ...object };
    }
    if (!uploads.objects.hasRoomFor(object.size)) {
        return failed(object, 507, `This Hub keeps no more than ${uploads.rules.capacity} bytes`);
    }
    const upload: Action = multipart && object.size > uploads.rules.multipartAbove ? inParts(call, repo, object) : { href: uploadUrl(call, repo, object), expires_in: uploads.rules.urlSeconds };
    return { ...object, authenticated: true, actions: { upload, verify: { href: `${origins.hub}${gitPath(repo)}/info/lfs/objects/verify` } } };
}

const gitPath = ({ type, id }: Repo): string => `/${type === 'model' ? '' : `${type}s/`}${id}.git`;

function downloadOf({ call: { state, origins }, repo }: Batch, object: ObjectName): Answered {
    const bytes = findObject(state, repo, object);
    return bytes
        ? { ...object, authenticated: true, actions: { download: { href: state.signedUrls.make(origins.cdn, { path: objectPath(repo, object.oid), bytes, fileName: object.oid, now: state.now() }) } } }
        : failed(object, 404, 'Object does not exist on the server');
}

function assertMediaType({ request }: Call): void {
    if (!(request.headers.get('accept') ?? '').startsWith(MEDIA_TYPE)) {
        throw new HubFailure(406, `Only ${MEDIA_TYPE} is spoken here`);
    }
}

/**
 * The Git LFS batch API (git-lfs `docs/api/batch.md`) with the Hub's own transfer `multipart` (huggingface_hub `lfs.py`). Xet is not
 * offered: clients that can do it fall back to what the answer names.
 */
const batch: RepoHandler = async (call, repo) => {
    assertMediaType(call);
    const parsed = batchBody.safeParse(parseJson(await call.request.text()));
    if (!parsed.success) {
        throw new HubFailure(422, 'The request is invalid');
    }
    const { operation, transfers, objects } = parsed.data;
    if (operation === 'upload') {
        assertWritable(call.caller, repo);
    }
    const context: Batch = { call, repo, multipart: transfers.includes('multipart') };
    const answered = objects.map((object) => {
        const known = named.safeParse(object);
        if (!known.success) {
            return failed(object, 422, 'Not the name of an object');
        }
        return operation === 'upload' ? uploadOf(context, known.data) : downloadOf(context, known.data);
    });
    return lfsJson({ transfer: answered.some(isInParts) ? 'multipart' : 'basic', objects: answered, hash_algo: 'sha256' });
};

const isInParts = ({ actions }: Answered): boolean => z.object({ upload: z.object({ header: z.object({ chunk_size: z.string() }) }) }).safeParse(actions).success;

/** Whether an object arrived as it was announced. */
const verify: RepoHandler = async (call, repo) => {
    assertWritable(call.caller, repo);
    const object = checked(named, parseJson(await call.request.text()));
    if (!call.state.uploads.objects.get(repo._id, object)) {
        throw new HubFailure(404, `The object ${object.oid} of ${object.size} bytes was not uploaded`);
    }
    return lfsJson({});
};

const completion = z.object({ oid: z.string(), parts: z.array(z.object({ partNumber: z.int(), etag: z.string() })).min(1).max(10_000) });

/** The id of the upload is all that this asks for: the real address carries a signature, and no token is sent to it. */
async function complete(call: Call): Promise<Response> {
    const { uploads } = call.state;
    const id = call.query.get('uploadId') ?? '';
    const upload = uploads.find(id);
    if (!upload) {
        throw new HubFailure(404, 'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.');
    }
    const { oid, parts } = checked(completion, parseJson(await call.request.text()));
    const made = oid === upload.object.oid ? await uploads.complete(id, upload, parts) : undefined;
    if (!made) {
        throw new HubFailure(400, 'One or more of the specified parts could not be found');
    }
    return lfsJson({ success: true });
}

export const lfsRoutes: Route[] = [
    ...gitRoutes('POST', '/info/lfs/objects/batch', batch),
    ...gitRoutes('POST', '/info/lfs/objects/verify', verify),
    route('POST', '/api/complete_multipart', complete),
];
