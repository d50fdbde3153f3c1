import { html } from 'hono/html';
import { canSee } from '../access';
import { pageNotFound } from '../errors';
import { filtersOf } from '../filters';
import type { Repo, RepoType } from '../model';
import type { Call, Route } from '../routing';
import { REPO_TYPES } from '../routing';
import type { Html, Page } from './layout';
import { page, redirect } from './page-routes';
import { facts, PAGE_SIZE, paged, repoPath, repoRow, rows } from './parts';

const NAMES: Record<RepoType, string> = { model: 'Models', dataset: 'Datasets', space: 'Spaces' };

const nothing = (type: RepoType): string => `No ${NAMES[type].toLowerCase()} found.`;

/** What the visitor may see of a type and the query asks for, most wanted first. */
function found({ caller, state }: Call, type: RepoType, query: URLSearchParams): Repo[] {
    const wanted = filtersOf(query, type);
    return state.reposOf(type).filter((repo) => canSee(caller, repo) && !repo.disabled && wanted(repo)).sort((a, b) => b.trendingScore - a.trendingScore || (a.id < b.id ? -1 : 1));
}

/** The first of each type under a heading, with a link to all of them. */
function sections(call: Call, query: URLSearchParams): Html[] {
    return REPO_TYPES.map((type) => {
        const repos = found(call, type, query);
        const more = repos.length > PAGE_SIZE && html`<p><a href="/${type}s${query.size > 0 && `?${query.toString()}`}">All ${repos.length} ${NAMES[type].toLowerCase()}</a></p>`;
        return html`<h2>${NAMES[type]} (${repos.length})</h2>${rows(repos.slice(0, PAGE_SIZE), nothing(type), repoRow(call.state.now()))}${more}`;
    });
}

/** Search only: whatever else stands in an address is not for this list. */
function asked({ query }: Call): URLSearchParams {
    return new URLSearchParams(['search', 'author'].flatMap((name) => (query.get(name) ? [[name, query.get(name) ?? '']] : [])));
}

function searchBox(action: string, query: URLSearchParams): Html {
    const author = query.get('author');
    return html`<form role="search" action="${action}"><label for="search">Search by name</label>
        <input type="search" id="search" name="search" value="${query.get('search') ?? ''}"> <button>Search</button>
        ${author !== null && html`<input type="hidden" name="author" value="${author}"> <span>of ${author}</span>`}</form>`;
}

const home = (call: Call): Page => ({ title: 'Stand-in Hub', body: html`${searchBox('/', asked(call))}${sections(call, asked(call))}` });

function list(call: Call, type: RepoType): Page {
    const { items, links } = paged(found(call, type, asked(call)), call);
    return { title: NAMES[type], body: html`${searchBox(`/${type}s`, asked(call))}${rows(items, nothing(type), repoRow(call.state.now()))}${links}` };
}

/** A user or an organisation; a name that is neither may be the old name of a model. */
function profile(call: Call): Page | Response {
    const { params: { name = '' }, state } = call;
    const user = state.users.get(name);
    const org = state.orgs.get(name);
    const owned = [...state.repos.values()].some((repo) => repo.id.startsWith(`${name}/`) && canSee(call.caller, repo));
    if (!user && !org && !owned) {
        return legacy(call, 'model');
    }
    const members = [...state.users.values()].filter(({ orgs }) => orgs.some((membership) => membership.org === name));
    const links = (names: string[]): Html[] | undefined => (names.length === 0 ? undefined : names.map((each) => html`<a href="/${encodeURIComponent(each)}">${each}</a> `));
    return {
        title: user?.fullname ?? org?.fullname ?? name,
        body: html`${facts([['Name', name], ['Kind', user ? 'user' : 'organisation'], ['Plan', user ? (user.isPro ? 'PRO' : 'free') : org?.plan], ['Members', links(members.map((member) => member.name))], ['Organisations', links((user?.orgs ?? []).map((membership) => membership.org))]])}
            ${sections(call, new URLSearchParams({ author: name }))}`,
    };
}

/** `/gpt2` and `/datasets/squad`, from before every repo had a namespace. */
function legacy({ params: { name = '' }, state, caller }: Call, type: RepoType): Response {
    const repo = state.findRepo(type, state.movedTo(type, name) ?? '');
    if (!repo || !canSee(caller, repo)) {
        throw pageNotFound();
    }
    return redirect(repoPath(repo));
}

export const repoListPages: Route[] = [
    page('/', home),
    ...REPO_TYPES.map((type) => page(`/${type}s`, (call) => list(call, type))),
    page('/datasets/:name', (call) => legacy(call, 'dataset')),
    page('/:name', profile),
];
