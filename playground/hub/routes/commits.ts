import { z } from 'zod';
import { assertMayDiscuss, assertWritable } from '../access';
import { blobOid } from '../bytes/git';
import type { DeedOf } from '../changes/entry';
import { entryNotFound, HubFailure, invalidParameter, revisionNotFound } from '../errors';
import type { KnownCaller } from '../identity';
import { requireUser } from '../identity';
import { parseJson } from '../json';
import type { Commit, Repo } from '../model';
import { resolveRevision } from '../revisions';
import type { Call, RepoHandler, Route } from '../routing';
import { repoRoutes } from '../routing';
import type { CommitBody } from './commit-body';
import { commitBody } from './commit-body';

/** Larger files go through LFS, which the stand-in takes no uploads for. Bytes. */
const MAX_FILE = 1024 * 1024;

type Change = DeedOf<'commit-pushed'>['changes'][number];

const asksForPullRequest = ({ query }: Call): boolean => ['1', 'true'].includes(query.get('create_pr') ?? '');

/** Who may push may commit; a pull request takes no more than the right to discuss. */
function committer(call: Call, repo: Repo): KnownCaller {
    if (asksForPullRequest(call)) {
        return assertMayDiscuss(call.caller, repo);
    }
    assertWritable(call.caller, repo);
    return requireUser(call.caller);
}

function written({ path, content, encoding, oldPath }: CommitBody['files'][number]): Change[] {
    const bytes = content === undefined ? undefined : Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
    if (bytes && bytes.length > MAX_FILE) {
        throw invalidParameter(`${path} is too large to be committed inline`, 'files');
    }
    const made: Change = bytes ? { path, content: bytes.toString('base64') } : { path, from: oldPath };
    return oldPath === undefined ? [made] : [{ path: oldPath }, made];
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
    const { summary, description, parentCommit, files, deletedEntries } = await commitBody(call);
    const base = baseOf(call, repo, parentCommit);
    const missing = files.find(({ oldPath }) => oldPath !== undefined && !base.files.has(oldPath));
    if (missing) {
        throw entryNotFound(`${missing.oldPath} does not exist`);
    }
    const changes = [...deletedEntries.flatMap(({ path }) => removed(base, path)), ...files.flatMap(written)];
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

const preuploadBody = z.object({ files: z.array(z.object({ path: z.string(), size: z.number(), sample: z.string() })).max(1000), gitAttributes: z.string().optional(), gitIgnore: z.string().optional() });

/** How each file is to be sent. Nothing is ignored: the seed has no .gitignore. */
const preupload: RepoHandler = async (call, repo) => {
    committer(call, repo);
    const parsed = preuploadBody.safeParse(parseJson(await call.request.text()));
    if (!parsed.success) {
        throw new HubFailure(422, 'The request is invalid');
    }
    const base = resolveRevision(repo, call.params.revision ?? 'main');
    const files = parsed.data.files.map(({ path, size }) => {
        const known = base.files.get(path);
        return { path, uploadMode: size > MAX_FILE ? 'lfs' : 'regular', shouldIgnore: false, ...(known && { oid: known.lfs ? known.bytes.sha256() : blobOid(known) }) };
    });
    return Response.json({ files, commitOid: base.id });
};

export const commitRoutes: Route[] = [
    ...repoRoutes('POST', '/commit/:revision', 'description', commit),
    ...repoRoutes('POST', '/preupload/:revision', 'description', preupload),
];
