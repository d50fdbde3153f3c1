import { serveBytes } from '../range';
import type { ObjectName, Received } from '../objects/object-store';
import { TooManyBytes } from '../objects/object-store';
import type { Call, Handler, Route } from '../routing';
import { route } from '../routing';

/** A refusal in the words of S3. */
function xmlError(status: number, code: string, message: string): Response {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
    return new Response(body, { status, headers: { 'Content-Type': 'application/xml' } });
}

/** The object store behind large files belongs to someone else, so a bearer that gets here has leaked. */
const withoutBearer = (handle: Handler): Handler => (call) => {
    const { request, url, violation } = call;
    if (request.headers.has('authorization')) {
        violation(`An Authorization header was sent to the download host: ${request.method} ${url.pathname}`);
        return xmlError(400, 'InvalidArgument', 'Only one auth mechanism allowed; only the signature query string parameter or the Authorization header should be specified');
    }
    return handle(call);
};

function download({ request, url, state }: Call): Response {
    const bytes = state.signedUrls.open(url, state.now());
    if (!bytes) {
        return xmlError(403, 'AccessDenied', 'Access denied');
    }
    return serveBytes(request, bytes, {
        ETag: `"${bytes.sha256()}"`,
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': url.searchParams.get('response-content-disposition') ?? 'inline',
    });
}

/** The client went away before all had come. */
class IncompleteBody extends Error {
    override readonly name = 'IncompleteBody';
}

async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array> {
    const reader = body?.getReader();
    const broken = (cause: unknown): never => {
        throw new IncompleteBody('The body ended early.', { cause });
    };
    for (let read = await reader?.read().catch(broken); read && !read.done; read = await reader?.read().catch(broken)) {
        yield read.value;
    }
}

/** Takes the part that the address names; undefined for one of an upload that is unknown, or over. */
async function takePart({ url, state }: Call, body: AsyncIterable<Uint8Array>): Promise<Received | undefined> {
    const upload = state.uploads.find(url.searchParams.get('uploadId') ?? '');
    return upload && state.uploads.takePart(upload, Number(url.searchParams.get('partNumber')), body);
}

async function takeObject({ url, state }: Call, size: number, body: AsyncIterable<Uint8Array>): Promise<Received> {
    const [repo = '', oid = ''] = url.pathname.split('/').slice(-2);
    const name: ObjectName = { oid, size };
    return state.uploads.objects.put(repo, name, body);
}

/** Takes in an object or a part of one. What is in it is looked at by the Hub later, never here. */
async function upload(call: Call): Promise<Response> {
    const { request, url, state } = call;
    const standing = state.uploads.urls.check(url, state.now());
    if (standing !== 'valid') {
        return standing === 'expired' ? xmlError(403, 'AccessDenied', 'Request has expired') : xmlError(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.');
    }
    const length = request.headers.get('content-length');
    if (length === null) {
        return xmlError(501, 'NotImplemented', 'A header you provided implies functionality that is not implemented: Transfer-Encoding');
    }
    const body = chunksOf(request);
    try {
        const received = url.searchParams.has('partNumber') ? await takePart(call, body) : await takeObject(call, Number(length), body);
        return received ? new Response(null, { headers: { ETag: `"${received.md5}"` } }) : xmlError(404, 'NoSuchUpload', 'The specified upload does not exist.');
    } catch (error) {
        if (error instanceof TooManyBytes) {
            return xmlError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
        }
        if (error instanceof IncompleteBody) {
            return xmlError(400, 'IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header.');
        }
        throw error;
    }
}

export const cdnRoutes: Route[] = [route('GET', '/repos/:path{.+}', withoutBearer(download)), route('PUT', '/repos/:path{.+}', withoutBearer(upload))];
