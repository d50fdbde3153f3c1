import { difference } from '../commit-diff';
import { invalidParameter } from '../errors';
import type { Repo } from '../model';
import { integerParameter, nextLink } from '../paging';
import { avatarUrl } from '../profiles';
import { history, resolveRevision } from '../revisions';
import type { Call, Route } from '../routing';
import { repoRoutes } from '../routing';

function commits({ query, params, url, origins }: Call, repo: Repo): Response {
    const limit = integerParameter(query, 'limit', { fallback: 50, min: 1, max: 1000 });
    const page = integerParameter(query, 'p', { fallback: 0, min: 0, max: 1_000_000 });
    const all = history(repo, resolveRevision(repo, params.revision ?? 'main'));
    const items = all.slice(page * limit, (page + 1) * limit).map(({ id, title, message, author, date }) => ({
        id, title, message, authors: [{ user: author, avatar: avatarUrl(author) }], date,
    }));
    const more = (page + 1) * limit < all.length;
    return Response.json(items, { headers: { 'X-Total-Count': String(all.length), ...(more && { Link: nextLink(url, origins.hub, { p: String(page + 1) }) }) } });
}

function refs({ query }: Call, repo: Repo): Response {
    const list = (names: ReadonlyMap<string, string>, prefix: string): { name: string; ref: string; targetCommit: string }[] =>
        [...names].map(([name, targetCommit]) => ({ name, ref: `${prefix}${name}`, targetCommit }));
    const withPullRequests = ['1', 'true'].includes(query.get('include_prs') ?? '');
    return Response.json({
        branches: list(repo.branches, 'refs/heads/'),
        tags: list(repo.gitTags, 'refs/tags/'),
        converts: [],
        ...(withPullRequests && { pullRequests: list(repo.pullRequests, 'refs/pr/') }),
    });
}

/** `a..b`; what git would print between the two, large files as their pointers. */
function compare({ params }: Call, repo: Repo): Response {
    const [from, to, ...rest] = (params.compare ?? '').split('..');
    if (!from || !to || rest.length > 0) {
        throw invalidParameter('Invalid string: must be of the form base..head', 'compare');
    }
    return new Response(difference(resolveRevision(repo, from), resolveRevision(repo, to)), { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

export const historyRoutes: Route[] = [
    ...repoRoutes('GET', '/commits/:revision', 'content', commits),
    ...repoRoutes('GET', '/refs', 'description', refs),
    ...repoRoutes('GET', '/compare/:compare', 'content', compare),
];
