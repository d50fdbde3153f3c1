import { blobOid, gitBlob } from '../bytes/git';
import { SparseBytes } from '../bytes/sparse';
import { entryNotFound } from '../errors';
import type { Commit, Repo, RepoFile } from '../model';
import { objectPath } from '../objects/find-object';
import { serveBytes } from '../range';
import { resolveRevision } from '../revisions';
import type { Call, RepoHandler, Route } from '../routing';
import { contentRoutes } from '../routing';

const TEXT = 'text/plain; charset=utf-8';

interface Found {
    commit: Commit;
    file: RepoFile;
}

function fileFor({ params }: Call, repo: Repo): Found {
    const commit = resolveRevision(repo, params.revision ?? 'main');
    const file = commit.files.get(params.path ?? '');
    if (!file) {
        throw entryNotFound('Entry not found', true);
    }
    return { commit, file };
}

const baseName = (path: string): string => path.split('/').at(-1) ?? path;

function toDownloadHost({ origins, state }: Call, repo: Repo, { commit, file }: Found): Response {
    const sha256 = file.bytes.sha256();
    const location = state.signedUrls.make(origins.cdn, { path: objectPath(repo, sha256), bytes: file.bytes, fileName: baseName(file.path), now: state.now() });
    return new Response(`Found. Redirecting to ${location}`, {
        status: 302,
        headers: {
            Location: location,
            'Content-Type': TEXT,
            'Accept-Ranges': 'bytes',
            'X-Repo-Commit': commit.id,
            'X-Linked-Size': String(file.bytes.size),
            'X-Linked-Etag': `"${sha256}"`,
        },
    });
}

function notModified(request: Request, etag: string): Response | undefined {
    return request.headers.get('if-none-match') === etag ? new Response(null, { status: 304, headers: { ETag: etag } }) : undefined;
}

function resolve(call: Call, repo: Repo): Response {
    const found = fileFor(call, repo);
    const { commit, file } = found;
    if (file.lfs) {
        return toDownloadHost(call, repo, found);
    }
    const etag = `"${blobOid(file)}"`;
    return notModified(call.request, etag) ?? serveBytes(call.request, file.bytes, {
        ETag: etag,
        'X-Repo-Commit': commit.id,
        'Content-Type': TEXT,
        'Content-Disposition': `inline; filename*=UTF-8''${encodeURIComponent(baseName(file.path))}; filename="${baseName(file.path)}";`,
    });
}

/** What git keeps: for a large file that is its pointer. */
function raw(call: Call, repo: Repo): Response {
    const { commit, file } = fileFor(call, repo);
    const headers = { ETag: `"${blobOid(file)}"`, 'X-Repo-Commit': commit.id, 'Content-Type': TEXT };
    return serveBytes(call.request, file.lfs ? SparseBytes.of(gitBlob(file)) : file.bytes, headers);
}

const below = (word: string, handle: RepoHandler): Route[] => contentRoutes(`/${word}/:revision/:path{.+}`, handle);

export const contentHostRoutes: Route[] = [...below('resolve', resolve), ...below('raw', raw)];
