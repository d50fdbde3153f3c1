import { canSee } from '../access';
import type { Repo, RepoType } from '../model';
import { integerParameter, oneOf } from '../paging';
import { avatarUrl } from '../profiles';
import { repoSummary } from '../repo-summary';
import type { Call, Route } from '../routing';
import { REPO_TYPES, route } from '../routing';

const MOST = 20;

const byTrend = (a: Repo, b: Repo): number => b.trendingScore - a.trendingScore || (a.id < b.id ? -1 : 1);

function trending({ query, state }: Call): Response {
    const type = oneOf(query.get('type'), ['all', ...REPO_TYPES], 'type') ?? 'all';
    const limit = integerParameter(query, 'limit', { fallback: 10, min: 1, max: MOST });
    const listed = [...state.repos.values()].filter((repo) => !repo.private && !repo.disabled && (type === 'all' || repo.type === type));
    const recentlyTrending = listed.sort(byTrend).slice(0, limit).map((repo) => ({ repoType: repo.type, repoData: repoSummary(repo, state.now()) }));
    return Response.json({ recentlyTrending });
}

const SEARCHABLE = ['model', 'dataset', 'space', 'org', 'user', 'paper', 'collection', 'bucket', 'kernel'] as const;

function searchRepos({ state, caller }: Call, type: RepoType, matches: (text: string) => boolean): Repo[] {
    return state.reposOf(type).filter((repo) => canSee(caller, repo) && matches(repo.id)).sort(byTrend);
}

const repoHit = ({ id, private: hidden, trendingScore, space }: Repo): Record<string, unknown> =>
    ({ id, trendingWeight: trendingScore, ...(hidden && { private: true }), ...(space && { emoji: space.emoji }) });

/** What the search box suggests while typing: a few of each kind, most trending first, and how many there are. */
function quickSearch(call: Call): Response {
    const { query, state, caller } = call;
    const q = query.get('q') ?? '';
    const limit = integerParameter(query, 'limit', { fallback: 5, min: 1, max: MOST });
    const types = [...query.getAll('type'), ...query.getAll('type[]')].map((value) => oneOf(value, SEARCHABLE, 'type'));
    const wants = (type: (typeof SEARCHABLE)[number]): boolean => types.length === 0 || types.includes(type);
    const matches = (text: string): boolean => text.toLowerCase().includes(q.toLowerCase());
    const repos = (type: RepoType): Repo[] => (wants(type) ? searchRepos(call, type, matches) : []);
    const [models, datasets, spaces] = [repos('model'), repos('dataset'), repos('space')];
    const orgs = wants('org') ? [...state.orgs.values()].filter(({ name, fullname }) => matches(name) || matches(fullname)) : [];
    const users = wants('user') ? [...state.users.values()].filter(({ name, fullname }) => matches(name) || matches(fullname)) : [];
    const papers = wants('paper') ? state.papers.filter(({ title }) => matches(title)) : [];
    const open = (owner: string): boolean => caller.kind === 'user' && caller.user.orgs.some(({ org }) => org === owner);
    const collections = wants('collection') ? state.collections.filter(({ title, owner, private: hidden }) => matches(title) && (!hidden || open(owner))) : [];
    return Response.json({
        q,
        models: models.slice(0, limit).map(repoHit), modelsCount: models.length,
        datasets: datasets.slice(0, limit).map(repoHit), datasetsCount: datasets.length,
        spaces: spaces.slice(0, limit).map(repoHit), spacesCount: spaces.length,
        orgs: orgs.slice(0, limit).map(({ _id, name, fullname }) => ({ _id, name, fullname, avatarUrl: avatarUrl(name) })),
        users: users.slice(0, limit).map(({ _id, name, fullname }) => ({ _id, user: name, fullname, avatarUrl: avatarUrl(name) })),
        papers: papers.slice(0, limit).map(({ id }) => ({ id })), papersCount: papers.length,
        collections: collections.slice(0, limit).map(({ _id, title, description }) => ({ _id, title, description })), collectionsCount: collections.length,
        buckets: [], bucketsCount: 0, kernels: [], kernelsCount: 0,
    });
}

export const discoveryRoutes: Route[] = [route('GET', '/api/trending', trending), route('GET', '/api/quicksearch', quickSearch)];
