import { canSee } from '../access';
import { invalidParameter } from '../errors';
import { describe, expandOf, listItem } from '../fields';
import { filtersOf, totalParameters } from '../filters';
import type { Repo, RepoType } from '../model';
import { integerParameter, oneOf, pageByCursor } from '../paging';
import { head } from '../revisions';
import type { Call, Route } from '../routing';
import { REPO_TYPES, route } from '../routing';

const MAX_PAGE = 1000;

type Key = (repo: Repo) => string | number;

const COMMON_SORTS = {
    trendingScore: (repo) => repo.trendingScore,
    createdAt: (repo) => repo.createdAt,
    lastModified: (repo) => head(repo).date,
    likes: (repo) => repo.likes,
    likes30d: (repo) => repo.trendingScore,
    id: (repo) => repo.id,
    mainSize: (repo) => [...head(repo).files.values()].reduce((sum, { bytes }) => sum + bytes.size, 0),
} satisfies Record<string, Key>;

const DOWNLOADED = { ...COMMON_SORTS, downloads: (repo) => repo.downloads } satisfies Record<string, Key>;

const SORTS: Record<RepoType, Partial<Record<string, Key>>> = {
    model: { ...DOWNLOADED, num_parameters: (repo) => totalParameters(repo) ?? 0 },
    dataset: DOWNLOADED,
    space: COMMON_SORTS,
};

function compare(left: string | number, right: string | number): number {
    return left < right ? -1 : left > right ? 1 : 0;
}

/** Descending unless `direction=1`; equal keys by `_id`, so that an order is total and a cursor means one place. */
function sorted(repos: Repo[], query: URLSearchParams, type: RepoType): Repo[] {
    const sort = oneOf(query.get('sort'), Object.keys(SORTS[type]), 'sort') ?? 'trendingScore';
    const ascending = oneOf(query.get('direction'), ['-1', '1'], 'direction') === '1';
    const key = SORTS[type][sort] ?? COMMON_SORTS.trendingScore;
    return repos.sort((a, b) => (ascending ? 1 : -1) * compare(key(a), key(b)) || compare(a._id, b._id));
}

const isSet = (query: URLSearchParams, name: string): boolean => ['true', '1', ''].includes(query.get(name) ?? 'no');

function list({ url, query, caller, state, origins }: Call, type: RepoType): Response {
    const expand = expandOf(query, type);
    const verbosity = { full: isSet(query, 'full'), cardData: isSet(query, 'cardData'), config: isSet(query, 'config') };
    if (expand && (verbosity.full || verbosity.cardData || verbosity.config)) {
        throw invalidParameter('"expand" cannot be used with "full", "cardData" or "config"', 'expand');
    }
    const limit = integerParameter(query, 'limit', { fallback: MAX_PAGE, min: 1, max: MAX_PAGE });
    const wanted = filtersOf(query, type);
    const found = sorted(state.reposOf(type).filter((repo) => canSee(caller, repo) && !repo.disabled && wanted(repo)), query, type);
    const { items, headers } = pageByCursor(found, { url, origin: origins.hub, limit, keyOf: ({ _id }) => _id });
    const body = items.map((repo) => (expand ? describe(repo, expand, { state, inList: true }) : listItem(repo, verbosity, state)));
    return Response.json(body, { headers });
}

export const repoListRoutes: Route[] = REPO_TYPES.map((type) => route('GET', `/api/${type}s`, (call) => list(call, type)));
