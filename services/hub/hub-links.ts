import { isRepoId, isRevision, type RepoRef, type RepoType } from './repo-id';

/** What a link to the Hub points at. */
export type HubLink =
    | ({ kind: 'repo' } & RepoRef)
    | { kind: 'collection'; slug: string }
    | { kind: 'paper'; id: string };

export const HUB_HOSTS: readonly string[] = ['huggingface.co', 'www.huggingface.co', 'hf.co'];

/** First path segments that are pages of the site and no namespace. */
const SITE_PAGES: ReadonlySet<string> = new Set([
    'models', 'api', 'docs', 'blog', 'settings', 'pricing', 'join', 'login', 'logout', 'organizations', 'tasks', 'learn', 'chat',
    'posts', 'new', 'new-space', 'new-dataset', 'oauth', 'enterprise', 'inference', 'inference-endpoints', 'storage', 'languages',
    'terms-of-service', 'privacy', 'jobs', 'kernels', 'buckets', 'support', 'search', 'notifications', 'front', 'assets', 'resolve',
    'content-guidelines', 'code-of-conduct', 'brand', 'metrics', 'hardware', 'changelog', 'playground', 'subscribe', 'avatars', 'trending',
]);

/** A text longer than this is read up to here; a chat message is far shorter. */
const MAX_TEXT = 20_000;
const MAX_URL = 2_000;
/** More links than anybody wants cards for. */
export const MAX_LINKS = 5;

/** The link as repository, collection or paper; undefined when it points at anything else. */
export function parseHubUrl(text: string, hosts: readonly string[] = HUB_HOSTS): HubLink | undefined {
    if (text.length > MAX_URL || !URL.canParse(text)) return undefined;
    const { protocol, host, pathname } = new URL(text);
    if ((protocol !== 'https:' && protocol !== 'http:') || !hosts.includes(host)) return undefined;
    const segments = decodeSegments(pathname);
    const [first, second, third] = segments ?? [];
    if (segments === undefined || first === undefined) return undefined;
    if (first === 'datasets' || first === 'spaces') return repoLink(first === 'datasets' ? 'dataset' : 'space', segments.slice(1));
    if (first === 'collections') return collectionLink(second, third);
    if (first === 'papers') return second !== undefined && /^\d{4}\.\d{4,5}$/.test(second) ? { kind: 'paper', id: second } : undefined;
    return SITE_PAGES.has(first) ? undefined : repoLink('model', segments);
}

/**
 * A repository from what a user typed: an id, `datasets/owner/name`, or a link. `type` is what a bare id means.
 * Undefined when it is neither.
 */
export function parseRepoRef(text: string, type: RepoType = 'model', hosts: readonly string[] = HUB_HOSTS): RepoRef | undefined {
    const trimmed = text.trim();
    if (trimmed.includes('://')) return asRepo(parseHubUrl(trimmed, hosts));
    const [host = '', ...rest] = trimmed.split('/');
    if (rest.length > 0 && hosts.includes(host)) return asRepo(parseHubUrl(`https://${trimmed}`, hosts));
    const prefix = /^(model|dataset|space)s\/([^/]+\/.+)$/.exec(trimmed);
    const id = prefix?.[2] ?? trimmed;
    const prefixed = prefix?.[1];
    if (!isRepoId(id)) return undefined;
    return { type: prefixed === 'model' || prefixed === 'dataset' || prefixed === 'space' ? prefixed : type, id };
}

/** The links to the Hub in a message, each target once, in order; un-namespaced ones are left out: they may be users. */
export function findHubLinks(text: string, hosts: readonly string[] = HUB_HOSTS, limit = MAX_LINKS): HubLink[] {
    const found = new Map<string, HubLink>();
    for (const [url] of text.slice(0, MAX_TEXT).matchAll(/https?:\/\/[^\s<>()[\]"'`|\\]{1,2000}/gi)) {
        if (found.size === limit) break;
        const link = parseHubUrl(url.replace(/(?<![.,;:!?*_~])[.,;:!?*_~]+$/, ''), hosts);
        if (!link || (link.kind === 'repo' && !link.id.includes('/'))) continue;
        const key = linkKey(link);
        if (!found.has(key)) found.set(key, link);
    }
    return [...found.values()];
}

function linkKey(link: HubLink): string {
    if (link.kind === 'repo') return `${link.type} ${link.id}`;
    return link.kind === 'paper' ? `paper ${link.id}` : `collection ${link.slug}`;
}

function asRepo(link: HubLink | undefined): RepoRef | undefined {
    if (link?.kind !== 'repo') return undefined;
    const { type, id, revision, path } = link;
    return { type, id, revision, path };
}

function collectionLink(namespace: string | undefined, slug: string | undefined): HubLink | undefined {
    if (namespace === undefined || slug === undefined) return undefined;
    const valid = isRepoId(namespace) && /^[\w.-]{1,200}$/.test(slug) && !slug.includes('..');
    return valid ? { kind: 'collection', slug: `${namespace}/${slug}` } : undefined;
}

/** `owner/name[/tree|blob|resolve|raw/revision/path]`. */
function repoLink(type: RepoType, segments: readonly string[]): HubLink | undefined {
    const viewAt = segments.findIndex((segment, index) => index > 0 && index <= 2 && VIEWS.has(segment));
    const id = segments.slice(0, viewAt === -1 ? 2 : viewAt).join('/');
    if (!isRepoId(id)) return undefined;
    if (viewAt === -1 || !FILE_VIEWS.has(segments[viewAt] ?? '')) return { kind: 'repo', type, id };
    const { revision, rest } = splitRevision(segments.slice(viewAt + 1));
    if (revision === undefined || !isRevision(revision) || rest.includes('..')) return { kind: 'repo', type, id };
    return { kind: 'repo', type, id, revision, ...(rest.length > 0 ? { path: rest.join('/') } : {}) };
}

const FILE_VIEWS: ReadonlySet<string> = new Set(['tree', 'blob', 'resolve', 'raw']);
const VIEWS: ReadonlySet<string> = new Set([...FILE_VIEWS, 'discussions', 'commits', 'commit', 'settings', 'viewer', 'logs', 'edit', 'upload', 'blame']);

/** A revision is one segment, `refs%2Fpr%2F3` included, or the three of `refs/pr/3` as browsers show them. */
function splitRevision(segments: readonly string[]): { revision: string | undefined; rest: readonly string[] } {
    const length = segments[0] === 'refs' && (segments[1] === 'pr' || segments[1] === 'convert') ? 3 : 1;
    return { revision: segments.slice(0, length).join('/') || undefined, rest: segments.slice(length) };
}

function decodeSegments(pathname: string): string[] | undefined {
    try {
        return pathname.split('/').filter((segment) => segment !== '').map(decodeURIComponent);
    } catch {
        // A stray % is no valid path.
        return undefined;
    }
}
