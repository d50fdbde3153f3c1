import { z } from 'zod';
import { entryNotFound } from '../errors';
import type { Commit, Repo } from '../model';
import { integerParameter, pageByCursor } from '../paging';
import { resolveRevision } from '../revisions';
import type { Call, Route } from '../routing';
import { jsonBody, repoRoutes } from '../routing';
import { fileEntry, folderEntry, isFolder, listTree, sizeBelow } from '../tree';

const isSet = (query: URLSearchParams, name: string): boolean => ['true', '1'].includes(query.get(name) ?? '');

function folderFor({ params }: Call, commit: Commit): string {
    const folder = (params.path ?? '').replace(/\/$/, '');
    if (!isFolder(commit, folder)) {
        throw entryNotFound(`${folder} does not exist on "${params.revision}"`);
    }
    return folder;
}

function tree(call: Call, repo: Repo): Response {
    const { url, query, params, origins } = call;
    const commit = resolveRevision(repo, params.revision ?? 'main');
    const folder = folderFor(call, commit);
    const expand = isSet(query, 'expand');
    const most = expand ? 100 : 1000;
    const limit = integerParameter(query, 'limit', { fallback: most, min: 1, max: most });
    const entries = listTree(folder, isSet(query, 'recursive'), { repo, commit, expand, now: call.state.now() }).map((entry, index) => ({ entry, index }));
    const { items, headers } = pageByCursor(entries, { url, origin: origins.hub, limit, keyOf: ({ index }) => String(index) });
    return Response.json(items.map(({ entry }) => entry()), { headers });
}

const pathsBody = z.object({ paths: z.union([z.array(z.string()).max(2000), z.string().transform((path) => [path])]), expand: z.unknown().optional() });

/** Entries for the paths that exist; the others are left out without a word. */
async function pathsInfo(call: Call, repo: Repo): Promise<Response> {
    const commit = resolveRevision(repo, call.params.revision ?? 'main');
    const { paths, expand } = await jsonBody(call, pathsBody);
    const context = { repo, commit, expand: expand === true || expand === 'true' || expand === '1', now: call.state.now() };
    return Response.json(paths.flatMap((path) => {
        const file = commit.files.get(path);
        if (file) {
            return [fileEntry(file, context)];
        }
        return path !== '' && isFolder(commit, path) ? [folderEntry(path, context)] : [];
    }));
}

function treeSize(call: Call, repo: Repo): Response {
    const commit = resolveRevision(repo, call.params.revision ?? 'main');
    const path = call.params.path ?? '';
    const size = commit.files.get(path)?.bytes.size ?? sizeBelow(commit, folderFor(call, commit));
    return Response.json({ path, size });
}

export const fileRoutes: Route[] = [
    ...repoRoutes('GET', '/tree/:revision', 'description', tree),
    ...repoRoutes('GET', '/tree/:revision/:path{.+}', 'description', tree),
    ...repoRoutes('POST', '/paths-info/:revision', 'description', pathsInfo),
    ...repoRoutes('GET', '/treesize/:revision/:path{.*}', 'description', treeSize),
];
