import { assertWritable } from '../access';
import { invalidParameter } from '../errors';
import { describe, expandOf, infoItem } from '../fields';
import type { Repo } from '../model';
import { resolveRevision } from '../revisions';
import type { Call, Route } from '../routing';
import { repoRoutes } from '../routing';
import { filesWithIssues, scansDone } from '../security';

const isSet = (query: URLSearchParams, name: string): boolean => ['true', '1'].includes(query.get(name) ?? '');

function info({ query, state, params }: Call, repo: Repo): Response {
    const expand = expandOf(query, repo.type);
    const blobs = isSet(query, 'blobs');
    const securityStatus = isSet(query, 'securityStatus');
    if (expand && (blobs || securityStatus)) {
        throw invalidParameter('"expand" cannot be used with "blobs" or "securityStatus"', 'expand');
    }
    const commit = resolveRevision(repo, params.revision ?? 'main');
    if (expand) {
        return Response.json(describe(repo, expand, { state, commit, inList: false }));
    }
    const securityRepoStatus = securityStatus && repo.type === 'model' && { securityRepoStatus: { scansDone: scansDone(repo, state.now()), filesWithIssues: filesWithIssues(repo, state.now()) } };
    return Response.json({ ...infoItem(repo, { state, commit, blobs }), ...securityRepoStatus });
}

const authCheck = (): Response => Response.json({ ok: true });

function writeCheck({ caller }: Call, repo: Repo): Response {
    assertWritable(caller, repo);
    return authCheck();
}

export const repoInfoRoutes: Route[] = [
    ...repoRoutes('GET', '', 'description', info),
    ...repoRoutes('GET', '/revision/:revision', 'description', info),
    ...repoRoutes('GET', '/auth-check', 'content', authCheck),
    ...repoRoutes('GET', '/auth-check/write', 'description', writeCheck),
    ...repoRoutes('GET', '/scan', 'description', ({ state }, repo) => Response.json({ scansDone: scansDone(repo, state.now()), filesWithIssues: filesWithIssues(repo, state.now()) })),
];
