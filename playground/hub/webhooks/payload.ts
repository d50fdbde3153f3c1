import { namespaceOf } from '../access';
import type { CommentEvent, Discussion, Repo } from '../model';
import { head } from '../revisions';
import { objectId } from '../seed/ids';
import type { HubState } from '../state';
import type { HubEvent, UpdatedRef } from './event';

interface Links {
    web: string;
    api: string;
}

/** What a delivery carries, without the part that names the webhook itself: version 3 of the payload in the Hub's documentation, "Webhooks". */
export interface EventPayload {
    event: { action: HubEvent['action']; scope: HubEvent['scope'] };
    repo: {
        type: Repo['type']; name: string; id: string; private: boolean; url: Links; owner: { id: string };
        /** Not on community events. */
        headSha?: string;
        tags?: string[];
        /** Spaces only. */
        subdomain?: string;
    };
    discussion?: {
        id: string; num: number; title: string; url: Links; status: Discussion['status']; author: { id: string }; isPullRequest: boolean; pinned: boolean;
        changes?: { base: string; mergeCommitId?: string };
    };
    /** Without `content` when it is hidden. */
    comment?: { id: string; author: { id: string }; content?: string; hidden: boolean; url: { web: string } };
    updatedRefs?: UpdatedRef[];
    updatedConfig?: { private?: boolean };
}

export interface WebhookPayload extends EventPayload {
    webhook: { id: string; version: 3 };
}

/** Organisations of the seed that are only names have an id as well. */
const accountId = (state: HubState, name: string): string => state.users.get(name)?._id ?? state.orgs.get(name)?._id ?? objectId(`org ${name}`);

const webPath = ({ type, id }: Repo): string => (type === 'model' ? id : `${type}s/${id}`);

const linksOf = (repo: Repo, hub: string, rest = ''): Links => ({ web: `${hub}/${webPath(repo)}${rest}`, api: `${hub}/api/${repo.type}s/${repo.id}${rest}` });

interface Place {
    state: HubState;
    /** Public address of the Hub. */
    hub: string;
    repo: Repo;
}

function repoPart({ state, hub, repo }: Place, community: boolean): EventPayload['repo'] {
    return {
        type: repo.type, name: repo.id, id: repo._id, private: repo.private, url: linksOf(repo, hub), owner: { id: accountId(state, namespaceOf(repo.id)) },
        ...(!community && { headSha: head(repo).id, tags: repo.tags }),
        ...(repo.type === 'space' && { subdomain: repo.id.replace('/', '-').toLowerCase() }),
    };
}

function discussionPart({ state, hub, repo }: Place, { _id, num, title, status, author, isPullRequest, pinned, mergeCommitId }: Discussion): NonNullable<EventPayload['discussion']> {
    return {
        id: _id, num, title, url: linksOf(repo, hub, `/discussions/${num}`), status, author: { id: accountId(state, author) }, isPullRequest, pinned,
        ...(isPullRequest && { changes: { base: 'refs/heads/main', ...(mergeCommitId !== undefined && { mergeCommitId }) } }),
    };
}

function commentPart({ state, hub, repo }: Place, discussion: Discussion, { id, author, content, hidden = false }: CommentEvent): NonNullable<EventPayload['comment']> {
    return { id, author: { id: accountId(state, author) }, ...(!hidden && { content }), hidden, url: { web: `${linksOf(repo, hub, `/discussions/${discussion.num}`).web}#${id}` } };
}

/** The payload as the state is now: later changes don't alter it. */
export function payloadOf(event: HubEvent, state: HubState, hub: string): EventPayload {
    const place: Place = { state, hub, repo: event.repo };
    const shared = { event: { action: event.action, scope: event.scope }, repo: repoPart(place, !event.scope.startsWith('repo')) };
    switch (event.scope) {
        case 'repo':
            return shared;
        case 'repo.content':
            return { ...shared, updatedRefs: event.updatedRefs };
        case 'repo.config':
            return { ...shared, updatedConfig: event.updatedConfig };
        default:
            return {
                ...shared,
                discussion: discussionPart(place, event.discussion),
                ...('comment' in event && { comment: commentPart(place, event.discussion, event.comment) }),
            };
    }
}
