import { serveBytes } from '../range';
import type { Call, Route } from '../routing';
import { route } from '../routing';

function xmlError(status: number, code: string, message: string): Response {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
    return new Response(body, { status, headers: { 'Content-Type': 'application/xml' } });
}

/** The object store behind large files. It belongs to someone else, so a bearer that gets here has leaked. */
function download({ request, url, state, violation }: Call): Response {
    if (request.headers.has('authorization')) {
        violation(`An Authorization header was sent to the download host: ${request.method} ${url.pathname}`);
        return xmlError(400, 'InvalidArgument', 'Only one auth mechanism allowed; only the signature query string parameter or the Authorization header should be specified');
    }
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

export const cdnRoutes: Route[] = [route('GET', '/repos/:path{.+}', download)];
