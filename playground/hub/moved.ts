import { canSee } from './access';
import type { Caller } from './identity';
import type { RepoType } from './model';
import type { HubState } from './state';

interface NamedRepo {
    type: RepoType;
    /** Everything before the id, without a trailing slash. */
    prefix: string;
    segments: string[];
}

const API = /^\/api\/(model|dataset|space)s$/;

/** A path segment decoded, or as it came when it is no valid percent-encoding. */
function decoded(segment: string): string {
    try {
        return decodeURIComponent(segment);
    } catch {
        return segment;
    }
}

/** Splits a path that addresses a repo, whatever follows its id; undefined for all other paths. */
function repoInPath(pathname: string): NamedRepo | undefined {
    const segments = pathname.split('/').slice(1).map(decoded);
    const [first = '', second = ''] = segments;
    const api = API.exec(`/${first}/${second}`);
    if (api) {
        const type: RepoType = api[1] === 'dataset' ? 'dataset' : api[1] === 'space' ? 'space' : 'model';
        return { type, prefix: `/${first}/${second}`, segments: segments.slice(2) };
    }
    if (!segments.some((segment) => segment === 'resolve' || segment === 'raw')) {
        return undefined;
    }
    if (first === 'datasets' || first === 'spaces') {
        return { type: first === 'datasets' ? 'dataset' : 'space', prefix: `/${first}`, segments: segments.slice(1) };
    }
    return { type: 'model', prefix: '', segments };
}

/**
 * 307 with a relative `Location` when the path names a repo by an old id, an un-namespaced legacy id or in other letter case.
 * Undefined when there is nothing to redirect, or when the caller may not know that the target exists.
 */
export function movedRedirect(state: HubState, caller: Caller, url: URL): Response | undefined {
    const named = repoInPath(url.pathname);
    if (!named) {
        return undefined;
    }
    const { type, prefix, segments } = named;
    for (const length of [2, 1]) {
        const target = state.movedTo(type, segments.slice(0, length).join('/'));
        const repo = target === undefined ? undefined : state.findRepo(type, target);
        if (repo && canSee(caller, repo)) {
            const rest = segments.slice(length).map((segment) => `/${encodeURIComponent(segment)}`).join('');
            const location = `${prefix}/${repo.id}${rest}${url.search}`;
            return new Response(`Temporary Redirect. Redirecting to ${location}`, { status: 307, headers: { Location: location, 'Content-Type': 'text/plain; charset=utf-8' } });
        }
    }
    return undefined;
}
