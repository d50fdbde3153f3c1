import { canSee, notFoundFor } from '../access';
import type { Caller } from '../identity';
import type { Collection } from '../model';
import { integerParameter, oneOf, pageByCursor } from '../paging';
import { authorInfo } from '../profiles';
import { repoSummary } from '../repo-summary';
import type { Call, Route } from '../routing';
import { route } from '../routing';

/** The list shows at most this many items of each collection. */
const ITEMS_IN_LIST = 4;

function maySee(caller: Caller, { owner, private: hidden }: Collection): boolean {
    return !hidden || (caller.kind === 'user' && (caller.user.name === owner || caller.user.orgs.some(({ org }) => org === owner)));
}

function itemsOf({ caller, state }: Call, collection: Collection): Record<string, unknown>[] {
    return collection.items.flatMap(({ _id, type, id, note }, position) => {
        const repo = state.findRepo(type, id);
        return repo && canSee(caller, repo) ? [{ _id, position, type, ...repoSummary(repo, state.now()), ...(note && { note: { html: `<p>${note}</p>`, text: note } }) }] : [];
    });
}

function summary(call: Call, collection: Collection, items: Record<string, unknown>[]): Record<string, unknown> {
    const { slug, title, description, owner, lastUpdated, private: hidden, upvotes, theme } = collection;
    return { slug, title, ...(description && { description }), lastUpdated, gating: false, owner: authorInfo(call.state, owner), items, theme, private: hidden, upvotes, isUpvotedByUser: false };
}

const SORTS = {
    upvotes: ({ upvotes }: Collection) => upvotes,
    trending: ({ upvotes }: Collection) => upvotes,
    lastModified: ({ lastUpdated }: Collection) => Date.parse(lastUpdated),
};

/** `models/owner/name` and the like, as the `item` parameter spells it. */
const holds = (collection: Collection, item: string): boolean => collection.items.some(({ type, id }) => `${type}s/${id}` === item);

function list(call: Call): Response {
    const { query, caller, state, url, origins } = call;
    const owners = query.getAll('owner');
    const items = query.getAll('item');
    const q = query.get('q')?.toLowerCase() ?? '';
    const sort = SORTS[oneOf(query.get('sort'), ['upvotes', 'trending', 'lastModified'], 'sort') ?? 'trending'];
    const limit = integerParameter(query, 'limit', { fallback: 10, min: 1, max: 100 });
    const found = state.collections
        .filter((collection) => maySee(caller, collection) && (owners.length === 0 || owners.includes(collection.owner)))
        .filter((collection) => items.every((item) => holds(collection, item)) && collection.title.toLowerCase().includes(q))
        .sort((a, b) => sort(b) - sort(a) || (a._id < b._id ? -1 : 1));
    const page = pageByCursor(found, { url, origin: origins.hub, limit, keyOf: ({ _id }) => _id });
    return Response.json(page.items.map((collection) => summary(call, collection, itemsOf(call, collection).slice(0, ITEMS_IN_LIST))), { headers: page.headers });
}

function get(call: Call): Response {
    const slug = `${call.params.namespace}/${call.params.slug}`;
    const collection = call.state.collections.find((candidate) => candidate.slug === slug);
    if (!collection || !maySee(call.caller, collection)) {
        throw notFoundFor(call.caller);
    }
    const position = call.state.collections.filter(({ owner }) => owner === collection.owner).indexOf(collection);
    return Response.json({ ...summary(call, collection, itemsOf(call, collection)), position, shareUrl: `${call.origins.hub}/collections/${slug}` });
}

export const collectionRoutes: Route[] = [route('GET', '/api/collections', list), route('GET', '/api/collections/:namespace/:slug', get)];
