import { describeDiscussion } from '../discussion-answer';
import { HubFailure } from '../errors';
import type { Discussion, Repo } from '../model';
import { integerParameter, oneOf } from '../paging';
import { authorInfo } from '../profiles';
import type { Call, Route } from '../routing';
import { repoRoutes } from '../routing';
import type { HubState } from '../state';

const PAGE = 50;

function summary(discussion: Discussion, repo: Repo, state: HubState): Record<string, unknown> {
    const { num, title, createdAt, status, isPullRequest, pinned, events } = discussion;
    return {
        num,
        author: authorInfo(state, discussion.author),
        repo: { name: repo.id, type: repo.type },
        title,
        createdAt,
        status,
        isPullRequest,
        pinned,
        numComments: events.filter(({ type }) => type === 'comment').length,
        topReactions: [],
        numReactionUsers: 0,
    };
}

const isClosed = ({ status }: Discussion): boolean => status === 'closed' || status === 'merged';

function wanted(query: URLSearchParams): (discussion: Discussion) => boolean {
    const type = oneOf(query.get('type'), ['all', 'discussion', 'pull_request'], 'type') ?? 'all';
    const status = oneOf(query.get('status'), ['all', 'open', 'closed'], 'status') ?? 'all';
    const author = query.get('author');
    const search = query.get('search')?.toLowerCase() ?? '';
    return (discussion) =>
        (type === 'all' || discussion.isPullRequest === (type === 'pull_request'))
        && (status === 'all' || isClosed(discussion) === (status === 'closed'))
        && (author === null || discussion.author === author)
        && discussion.title.toLowerCase().includes(search);
}

function list({ query, state }: Call, repo: Repo): Response {
    oneOf(query.get('sort'), ['recently-created', 'trending', 'reactions'], 'sort');
    const start = integerParameter(query, 'p', { fallback: 0, min: 0, max: 1_000_000 }) * PAGE;
    const found = repo.discussions.filter(wanted(query)).sort((a, b) => b.num - a.num);
    return Response.json({
        discussions: found.slice(start, start + PAGE).map((discussion) => summary(discussion, repo, state)),
        count: found.length,
        start,
        numClosedDiscussions: repo.discussions.filter(isClosed).length,
    });
}

/** The discussion that the path names. */
export function discussionIn({ params }: Call, repo: Repo): Discussion {
    const found = repo.discussions.find(({ num }) => String(num) === params.num);
    if (!found) {
        throw new HubFailure(404, 'Discussion not found');
    }
    return found;
}

function details(call: Call, repo: Repo): Response {
    const withDiff = ['1', 'true'].includes(call.query.get('diff') ?? '');
    return Response.json(describeDiscussion(repo, discussionIn(call, repo), { state: call.state, withDiff }));
}

export const discussionRoutes: Route[] = [
    ...repoRoutes('GET', '/discussions', 'description', list),
    ...repoRoutes('GET', '/discussions/:num', 'description', details),
];
