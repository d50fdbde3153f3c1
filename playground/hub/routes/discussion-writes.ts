import { z } from 'zod';
import { assertMayDiscuss, assertWritable, namespaceOf, userMayWrite } from '../access';
import type { ChangeOf } from '../changes/hub-change';
import { hubChange } from '../changes/hub-change';
import { describeEvent } from '../discussion-answer';
import { forbidden } from '../errors';
import type { KnownCaller } from '../identity';
import type { Discussion, Repo } from '../model';
import type { Call, RepoHandler, Route } from '../routing';
import { jsonBody, repoRoutes } from '../routing';
import { discussionIn } from './discussions';

const MAX_TEXT = 65_536;
const title = z.string().trim().min(3).max(200);
const commentText = z.string().min(1).max(MAX_TEXT);

const reference = ({ type, id }: Repo): Pick<Repo, 'type' | 'id'> => ({ type, id });

const opening = z.object({ title, description: z.string().max(MAX_TEXT), pullRequest: z.boolean().default(false) });

/** Begins a discussion, or a pull request that is a draft until something is committed to it. */
const create: RepoHandler = async (call, repo) => {
    const { user } = assertMayDiscuss(call.caller, repo);
    const { pullRequest, description, ...body } = await jsonBody(call, opening);
    const shared = { repo: reference(repo), title: body.title, author: user.name };
    call.state.record(pullRequest ? { kind: 'open-pull-request', ...shared, description, files: [] } : { kind: 'open-discussion', ...shared, text: description });
    const num = repo.discussions.at(-1)?.num;
    const web = `${call.origins.hub}/${repo.type === 'model' ? '' : `${repo.type}s/`}${repo.id}/discussions/${num}`;
    return Response.json({ url: web, num, pullRequest, ...(pullRequest && { references: { base: 'refs/heads/main' } }) });
};

/** The event that was just added. */
const newest = ({ state }: Call, { events }: Discussion): Record<string, unknown> | undefined => events.slice(-1).map((event) => describeEvent(event, state))[0];

interface Said {
    repo: Repo;
    discussion: Discussion;
    text?: string;
}

function say(call: Call, { repo, discussion, text = '' }: Said): void {
    if (text !== '') {
        const { user } = assertMayDiscuss(call.caller, repo);
        call.state.record({ kind: 'comment', repo: reference(repo), num: discussion.num, author: user.name, text });
    }
}

type Settled = Omit<ChangeOf<'pull-request-status'> | ChangeOf<'discussion-status'>, 'repo' | 'num'>;

/** The new status first: should it be refused, nothing is said either. */
function settle(call: Call, said: Said, change: Settled): Response {
    const { repo, discussion } = said;
    call.state.record(hubChange.parse({ ...change, repo: reference(repo), num: discussion.num }));
    const newStatus = newest(call, discussion);
    say(call, said);
    return Response.json({ newStatus });
}

const comment: RepoHandler = async (call, repo) => {
    assertMayDiscuss(call.caller, repo);
    const discussion = discussionIn(call, repo);
    say(call, { repo, discussion, text: (await jsonBody(call, z.object({ comment: commentText }))).comment });
    return Response.json({ newMessage: newest(call, discussion) }, { status: 201 });
};

/** The rights to it are looked at where it is done. */
const hide: RepoHandler = (call, repo) => {
    const { user } = assertMayDiscuss(call.caller, repo);
    const { num } = discussionIn(call, repo);
    call.state.record({ kind: 'comment-hidden', repo: reference(repo), num, comment: call.params.comment ?? '', by: user.name });
    return Response.json({});
};

/** The caller, if the discussion is theirs to open, close and name: its author's, or that of who may write to the repo. */
function steward(call: Call, repo: Repo, discussion: Discussion): KnownCaller {
    const caller = assertMayDiscuss(call.caller, repo);
    if (caller.user.name !== discussion.author && !userMayWrite(caller.user, namespaceOf(repo.id))) {
        throw forbidden('You don\'t have the rights to change this discussion.');
    }
    return caller;
}

const status: RepoHandler = async (call, repo) => {
    const discussion = discussionIn(call, repo);
    const { user } = steward(call, repo, discussion);
    const body = await jsonBody(call, z.object({ status: z.enum(['open', 'closed']), comment: z.string().max(MAX_TEXT).optional() }));
    const kind = discussion.isPullRequest ? 'pull-request-status' : 'discussion-status';
    return settle(call, { repo, discussion, text: body.comment }, { kind, status: body.status, by: user.name });
};

const rename: RepoHandler = async (call, repo) => {
    const discussion = discussionIn(call, repo);
    const { user } = steward(call, repo, discussion);
    const body = await jsonBody(call, z.object({ title }));
    call.state.record({ kind: 'discussion-title', repo: reference(repo), num: discussion.num, title: body.title, by: user.name });
    return Response.json({ newTitle: newest(call, discussion) });
};

const merge: RepoHandler = async (call, repo) => {
    const { user } = assertMayDiscuss(call.caller, repo);
    assertWritable(call.caller, repo);
    const discussion = discussionIn(call, repo);
    const text = await call.request.clone().text();
    const body = text === '' ? {} : await jsonBody(call, z.object({ comment: z.string().max(MAX_TEXT).optional() }));
    return settle(call, { repo, discussion, text: body.comment }, { kind: 'pull-request-status', status: 'merged', by: user.name });
};

export const discussionWriteRoutes: Route[] = [
    ...repoRoutes('POST', '/discussions', 'description', create),
    ...repoRoutes('POST', '/discussions/:num/comment', 'description', comment),
    ...repoRoutes('POST', '/discussions/:num/comment/:comment/hide', 'description', hide),
    ...repoRoutes('POST', '/discussions/:num/status', 'description', status),
    ...repoRoutes('POST', '/discussions/:num/title', 'description', rename),
    ...repoRoutes('POST', '/discussions/:num/merge', 'description', merge),
];
