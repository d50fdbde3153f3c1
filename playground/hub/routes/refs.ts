import { z } from 'zod';
import { assertWritable } from '../access';
import type { DeedOf } from '../changes/entry';
import { forbidden, HubFailure, invalidParameter, revisionNotFound } from '../errors';
import type { KnownCaller } from '../identity';
import { requireUser } from '../identity';
import { parseJson } from '../json';
import type { Repo } from '../model';
import { resolveRevision } from '../revisions';
import type { Call, RepoHandler, Route } from '../routing';
import { checked, jsonBody, repoRoutes } from '../routing';

type Ref = DeedOf<'ref-deleted'>['ref'];

/** Who may push may move refs. */
function writer(call: Call, repo: Repo): KnownCaller {
    assertWritable(call.caller, repo);
    return requireUser(call.caller);
}

/** What git itself allows (`git check-ref-format`), less what could be taken for a full ref or a commit. */
const NAME = /^(?!refs\/|[-/]|HEAD$|[0-9a-f]{40}$)(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)|[/.]$))[^\p{Cc} ~^:?*[\\]+$/u;

function checkName({ type, name }: Ref): void {
    if (!NAME.test(name)) {
        throw invalidParameter(`Invalid reference for a ${type}: ${name}`, type === 'tag' ? 'tag' : 'rev');
    }
}

const refsOf = (repo: Repo, { type }: Ref): Map<string, string> => (type === 'tag' ? repo.gitTags : repo.branches);

function save({ state }: Call, { type, id }: Repo, saved: Pick<DeedOf<'ref-saved'>, 'ref' | 'sha' | 'by'>): Response {
    state.record({ kind: 'ref-saved', repo: { type, id }, ...saved });
    return Response.json({});
}

function remove(call: Call, repo: Repo, ref: Ref): Response {
    const { user } = writer(call, repo);
    if (!refsOf(repo, ref).has(ref.name)) {
        throw revisionNotFound(ref.name);
    }
    if (ref.type === 'branch' && ref.name === 'main') {
        throw forbidden('Cannot delete refs/heads/main');
    }
    call.state.record({ kind: 'ref-deleted', repo: { type: repo.type, id: repo.id }, ref, by: user.name });
    return Response.json({});
}

/** A branch without a commit is not part of the stand-in and is refused. */
const branchBody = z.object({ startingPoint: z.string().optional(), emptyBranch: z.literal(false).optional(), overwrite: z.boolean().default(false) });

const named = ({ params }: Call, type: Ref['type']): Ref => ({ type, name: params.revision ?? '' });

/** Overwriting without saying with what leaves a branch that is there as it is (huggingface.js, `createBranch`). */
const createBranch: RepoHandler = async (call, repo) => {
    const { user } = writer(call, repo);
    const ref = named(call, 'branch');
    const text = await call.request.text();
    const { startingPoint, overwrite } = checked(branchBody, text === '' ? {} : parseJson(text));
    checkName(ref);
    const taken = repo.branches.has(ref.name);
    if (taken && !overwrite) {
        throw new HubFailure(409, `Reference already exists: refs/heads/${ref.name}`);
    }
    if (taken && startingPoint === undefined) {
        return Response.json({});
    }
    if (ref.name === 'main') {
        throw forbidden('Cannot overwrite refs/heads/main');
    }
    return save(call, repo, { ref, sha: resolveRevision(repo, startingPoint ?? 'main').id, by: user.name });
};

/** The path says what is tagged, the body how. */
const createTag: RepoHandler = async (call, repo) => {
    const { user } = writer(call, repo);
    const { tag } = await jsonBody(call, z.object({ tag: z.string(), message: z.string().nullish() }));
    const ref: Ref = { type: 'tag', name: tag };
    checkName(ref);
    const { id: sha } = resolveRevision(repo, call.params.revision ?? 'main');
    if (repo.gitTags.has(tag)) {
        throw new HubFailure(409, `Tag reference exists already: refs/tags/${tag}`);
    }
    return save(call, repo, { ref, sha, by: user.name });
};

export const refRoutes: Route[] = [
    ...repoRoutes('POST', '/branch/:revision', 'description', createBranch),
    ...repoRoutes('DELETE', '/branch/:revision', 'description', (call, repo) => remove(call, repo, named(call, 'branch'))),
    ...repoRoutes('POST', '/tag/:revision', 'description', createTag),
    ...repoRoutes('DELETE', '/tag/:revision', 'description', (call, repo) => remove(call, repo, named(call, 'tag'))),
];
