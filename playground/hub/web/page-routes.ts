import { html } from 'hono/html';
import { canSee } from '../access';
import { forbidden, HubFailure, pageNotFound } from '../errors';
import type { Caller } from '../identity';
import type { Repo, User } from '../model';
import type { Call, Method, RepoNeeds, Route } from '../routing';
import { repoFor, REPO_TYPES, route } from '../routing';
import type { Page } from './layout';
import { loginPath, render } from './layout';
import { repoPath } from './parts';

type Shown = Page | Response;

export const redirect = (location: string, headers: Record<string, string> = {}): Response => new Response(null, { status: 303, headers: { Location: location, ...headers } });

export const visitorCookie = (name: string): string => `hub_user=${encodeURIComponent(name)}; Path=/; HttpOnly; SameSite=Lax`;

/** Whoever the browser chose to be. It is a playground without passwords; a browser session may do all that its user may. */
function visitor({ caller, request, state }: Call): Caller {
    const chosen = /(?:^|;\s*)hub_user=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1];
    const user = [...state.users.values()].find(({ name }) => encodeURIComponent(name) === chosen);
    return user ? { kind: 'user', ip: caller.ip, user, token: { value: '', user: user.name, displayName: 'browser', role: 'write', createdAt: user.createdAt } } : caller;
}

/** What is private is as missing as what never was. Gated repos say so. */
function failurePage({ status, message, extras }: HubFailure): Page {
    const hidden = status === 404 || (status === 401 && extras.code !== 'GatedRepo');
    return hidden
        ? { title: '404', status: 404, body: html`<p>${status === 404 ? message : pageNotFound().message}</p><p>Private repositories are shown to their members only, once they are logged in.</p>` }
        : { title: String(status), status, body: html`<p>${message}</p>` };
}

/** What no route for programs answers below these is no page either. */
const isForPrograms = ({ pathname }: URL): boolean => /^\/(api|\.well-known)(\/|$)/.test(pathname);

async function answer(call: Call, show: (call: Call) => Shown | Promise<Shown>): Promise<Response> {
    const { url, request } = call;
    if (isForPrograms(url)) {
        throw pageNotFound();
    }
    const visit = { ...call, caller: visitor(call) };
    const context = { caller: visit.caller, path: request.method === 'POST' ? '/' : url.pathname + url.search };
    try {
        const shown = await show(visit);
        return shown instanceof Response ? shown : await render(shown, context);
    } catch (error) {
        if (error instanceof HubFailure) {
            return render(failurePage(error), context);
        }
        throw error;
    }
}

function pageRoute(method: Method, path: string, show: (call: Call) => Shown | Promise<Shown>): Route {
    return route(method, path, (call) => answer(call, show));
}

export const page = (path: string, show: (call: Call) => Shown): Route => pageRoute('GET', path, show);

/** A page for somebody; whoever is nobody yet logs in first. */
export function userPage(path: string, show: (call: Call, user: User) => Shown): Route {
    return page(path, (call) => (call.caller.kind === 'user' ? show(call, call.caller.user) : redirect(loginPath(call.url.pathname + call.url.search))));
}

/** One page per repo type: `/{namespace}/{name}{rest}`, below `/datasets` and `/spaces` for those; an old name leads to the new one. */
export function repoPages(rest: string, needs: RepoNeeds, show: (call: Call, repo: Repo) => Page): Route[] {
    return REPO_TYPES.map((type) => page(`${type === 'model' ? '' : `/${type}s`}/:namespace/:name${rest}`, (call) => {
        const { params, state, caller, url } = call;
        const now = state.findRepo(type, state.movedTo(type, `${params.namespace}/${params.name}`) ?? '');
        if (now && canSee(caller, now)) {
            const below = url.pathname.split('/').slice(repoPath(now).split('/').length);
            return redirect([repoPath(now), ...below].join('/') + url.search);
        }
        return show(call, repoFor(call, type, needs));
    }));
}

/** Browsers say where a form was sent from; without a word about it, it is not taken. */
function assertSameSite({ request: { headers }, url }: Call): void {
    const site = headers.get('sec-fetch-site');
    const origin = headers.get('origin') ?? '';
    const own = URL.canParse(origin) && new URL(origin).host === url.host;
    if (!own || (site !== null && site !== 'same-origin')) {
        throw forbidden('This form was sent from another site.');
    }
}

export type Fields = URLSearchParams;

/** Where a form arrives. */
export function form(path: string, submit: (call: Call, fields: Fields) => Shown): Route {
    return pageRoute('POST', path, async (call) => {
        assertSameSite(call);
        return submit(call, new URLSearchParams(await call.request.text()));
    });
}

/** Where the form of a logged-in user arrives. */
export function userForm(path: string, submit: (call: Call, user: User, fields: Fields) => Shown): Route {
    return form(path, (call, fields) => {
        if (call.caller.kind === 'anonymous') {
            throw forbidden('You are not logged in any more. Log in, then do it again.');
        }
        return submit(call, call.caller.user, fields);
    });
}
