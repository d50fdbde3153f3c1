import type { z } from 'zod';
import { assertContentOpen, assertReadable, notFoundFor } from './access';
import { invalidParameter } from './errors';
import type { Caller } from './identity';
import { parseJson } from './json';
import type { Repo, RepoType } from './model';
import type { Bucket, RateLimiter } from './rate-limit';
import type { Scheduler } from './scheduler';
import type { HubState } from './state';
import type { Deliveries } from './webhooks/deliveries';

/** Addresses of the five servers; the real ones are five hosts as well. */
export interface Origins {
    hub: string;
    cdn: string;
    router: string;
    endpoints: string;
    viewer: string;
}

/** What a handler gets. */
export interface Call {
    request: Request;
    url: URL;
    query: URLSearchParams;
    params: Record<string, string>;
    caller: Caller;
    state: HubState;
    origins: Origins;
    limiter: RateLimiter;
    deliveries: Deliveries;
    scheduler: Scheduler;
    /** Records that a client did what it must never do; tests fail on it. */
    violation: (text: string) => void;
}

export type Handler = (call: Call) => Response | Promise<Response>;
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Route {
    method: Method;
    path: string;
    handle: Handler;
}

export const route = (method: Method, path: string, handle: Handler): Route => ({ method, path, handle });

export const REPO_TYPES = ['model', 'dataset', 'space'] as const satisfies readonly RepoType[];

export type RepoHandler = (call: Call, repo: Repo) => Response | Promise<Response>;

/** How much of the repo the caller must be allowed to see before the handler runs. */
export type RepoNeeds = 'description' | 'content';

/** The repo a path names, once the caller may see as much of it as `needs` says. */
export function repoFor(call: Call, type: RepoType, needs: RepoNeeds): Repo {
    const repo = call.state.findRepo(type, `${call.params.namespace}/${call.params.name}`);
    if (!repo) {
        throw notFoundFor(call.caller);
    }
    assertReadable(call.caller, repo);
    if (needs === 'content') {
        assertContentOpen(call.caller, repo);
    }
    return repo;
}

/** One route per repo type: `/api/{models|datasets|spaces}/{namespace}/{name}{rest}`. */
export function repoRoutes(method: Method, rest: string, needs: RepoNeeds, handle: RepoHandler): Route[] {
    return REPO_TYPES.map((type) =>
        route(method, `/api/${type}s/:namespace/:name${rest}`, (call) => handle(call, repoFor(call, type, needs))));
}

/** The same below the web root, where models have no prefix: `/{namespace}/{name}{rest}`. */
export function contentRoutes(rest: string, handle: RepoHandler): Route[] {
    return REPO_TYPES.map((type) =>
        route('GET', `${type === 'model' ? '' : `/${type}s`}/:namespace/:name${rest}`, (call) => handle(call, repoFor(call, type, 'content'))));
}

/** The same for what git clients ask of a repo: `/{namespace}/{name}.git{rest}`. */
export function gitRoutes(method: Method, rest: string, handle: RepoHandler): Route[] {
    return REPO_TYPES.map((type) =>
        route(method, `${type === 'model' ? '' : `/${type}s`}/:namespace/:repository{[^/]+\\.git}${rest}`, (call) => {
            const name = (call.params.repository ?? '').replace(/\.git$/, '');
            return handle(call, repoFor({ ...call, params: { ...call.params, name } }, type, 'content'));
        }));
}

/** The JSON body as the schema says, or the Hub's 400. */
export async function jsonBody<T>(call: Call, schema: z.ZodType<T>): Promise<T> {
    return checked(schema, parseJson(await call.request.text()));
}

/** The value as the schema says, or the Hub's 400. */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
        const [issue] = parsed.error.issues;
        throw invalidParameter(issue?.message ?? 'Invalid input', issue?.path.join('.') || 'body');
    }
    return parsed.data;
}

export const bucketOf = (path: string): Bucket => {
    if (/\/(resolve|raw)\//.test(path) && !path.startsWith('/api/')) {
        return 'resolvers';
    }
    return path.startsWith('/api/') || path.startsWith('/oauth/') || path.startsWith('/.well-known/') || path.includes('.git/info/lfs/') ? 'api' : 'pages';
};
