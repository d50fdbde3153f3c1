import { HubFailure } from '../errors';
import type { Paper } from '../model';
import { integerParameter, pageByCursor } from '../paging';
import { authorInfo } from '../profiles';
import { objectId } from '../seed/ids';
import type { Call, Route } from '../routing';
import { route } from '../routing';

function details({ id, title, summary, authors, publishedAt, upvotes, githubRepo }: Paper): Record<string, unknown> {
    return {
        id, title, summary, publishedAt, upvotes,
        authors: authors.map((name) => ({ _id: objectId(`author ${name}`), name, hidden: false })),
        ...(githubRepo && { githubRepo }),
    };
}

const full = (paper: Paper): Record<string, unknown> => ({ ...details(paper), discussionId: objectId(`paper ${paper.id}`) });

const thumbnail = ({ id }: Paper): string => `https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/${id}.png`;

function found(paper: Paper, { state }: Call): Record<string, unknown> {
    const { type, isPro, ...submitter } = authorInfo(state, 'julien-c');
    return {
        paper: full(paper), publishedAt: paper.publishedAt, title: paper.title, summary: paper.summary, thumbnail: thumbnail(paper), numComments: 0,
        submittedBy: { ...submitter, type, isPro }, isAuthorParticipating: false,
    };
}

function search(call: Call): Response {
    const words = (call.query.get('q') ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '');
    const limit = integerParameter(call.query, 'limit', { fallback: 120, min: 1, max: 120 });
    const matches = call.state.papers.filter(({ title, summary }) => words.every((word) => `${title} ${summary}`.toLowerCase().includes(word)));
    return Response.json(matches.slice(0, limit).map((paper) => found(paper, call)));
}

function list({ state, query, url, origins }: Call): Response {
    const limit = integerParameter(query, 'limit', { fallback: 50, min: 1, max: 100 });
    const { items, headers } = pageByCursor(state.papers, { url, origin: origins.hub, limit, keyOf: ({ id }) => id });
    return Response.json(items.map((paper) => ({ ...details(paper), thumbnailUrl: thumbnail(paper) })), { headers });
}

function get({ params, state }: Call): Response {
    const paper = state.papers.find(({ id }) => id === params.id);
    if (!paper) {
        throw new HubFailure(404, 'Paper not found');
    }
    return Response.json({ ...full(paper), linkedModels: [], numTotalModels: 0, linkedDatasets: [], numTotalDatasets: 0, linkedSpaces: [], numTotalSpaces: 0 });
}

export const paperRoutes: Route[] = [
    route('GET', '/api/papers/search', search),
    route('GET', '/api/papers', list),
    route('GET', '/api/daily_papers', (call) => Response.json(call.state.papers.map((paper) => found(paper, call)))),
    route('GET', '/api/papers/:id', get),
];
