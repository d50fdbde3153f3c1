import { assertMayDiscuss, assertWritable } from '../access';
import type { DeedOf } from '../changes/entry';
import { entryNotFound, HubFailure, revisionNotFound } from '../errors';
import type { KnownCaller } from '../identity';
import { requireUser } from '../identity';
import type { Commit, Repo } from '../model';
import { resolveRevision } from '../revisions';
import type { Call, RepoHandler, Route } from '../routing';
import { repoRoutes } from '../routing';
import { commitBody } from './commit-body';
import { changesOf } from './committed-files';

type Change = DeedOf<'commit-pushed'>['changes'][number];

const asksForPullRequest = ({ query }: Call): boolean => ['1', 'true'].includes(query.get('create_pr') ?? '');

/** Who may push may commit; a pull request takes no more than the right to discuss. */
export function committer(call: Call, repo: Repo): KnownCaller {
    if (asksForPullRequest(call)) {
        return assertMayDiscuss(call.caller, repo);
    }
    assertWritable(call.caller, repo);
    return requireUser(call.caller);
}

/** A file, or all that a folder holds. */
function removed(base: Commit, path: string): Change[] {
    const gone = [...base.files.keys()].filter((known) => known === path || known.startsWith(`${path}/`));
    if (gone.length === 0) {
        throw entryNotFound(`${path} does not exist`);
    }
    return gone.map((known) => ({ path: known }));
}

/** The commit to build on. On a branch it has to be the newest one, should the caller say which it takes for that. */
function baseOf(call: Call, repo: Repo, parentCommit: string | null | undefined): Commit {
    const revision = call.params.revision ?? 'main';
    if (asksForPullRequest(call)) {
        return resolveRevision(repo, parentCommit ?? revision);
    }
    const head = repo.commits.get(repo.branches.get(revision) ?? '');
    if (!head) {
        throw revisionNotFound(revision);
    }
    if (parentCommit && parentCommit !== head.id) {
        throw new HubFailure(412, 'A commit has happened since. Please refresh and try again.');
    }
    return head;
}

const commit: RepoHandler = async (call, repo) => {
    const { user } = committer(call, repo);
    const { summary, description, parentCommit, files, deletedEntries, lfsFiles } = await commitBody(call);
    const base = baseOf(call, repo, parentCommit);
    const missing = [...files, ...lfsFiles].find(({ oldPath }) => oldPath !== undefined && !base.files.has(oldPath));
    if (missing) {
        throw entryNotFound(`${missing.oldPath} does not exist`);
    }
    const changes = [...deletedEntries.flatMap(({ path }) => removed(base, path)), ...changesOf({ state: call.state, repo, base }, { files, lfsFiles })];
    const branch = asksForPullRequest(call) ? undefined : (call.params.revision ?? 'main');
    call.state.record({ kind: 'commit-pushed', repo: { type: repo.type, id: repo.id }, by: user.name, title: summary, message: description ?? '', parent: base.id, changes, branch });
    return answer(call, repo, branch);
};

function answer({ origins }: Call, repo: Repo, branch: string | undefined): Response {
    const page = `${origins.hub}/${repo.type === 'model' ? '' : `${repo.type}s/`}${repo.id}`;
    const num = repo.discussions.at(-1)?.num;
    const commitOid = branch === undefined ? repo.pullRequests.get(String(num)) : repo.branches.get(branch);
    return Response.json({ success: true, commitOid, commitUrl: `${page}/commit/${commitOid}`, hookOutput: '', ...(branch === undefined && { pullRequestUrl: `${page}/discussions/${num}` }) });
}

export const commitRoutes: Route[] = [
    ...repoRoutes('POST', '/commit/:revision', 'description', commit),
];
