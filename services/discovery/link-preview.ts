import { collectionInfo, datasetInfo, HubError, modelInfo, paperInfo, spaceInfo, type Collection, type Hub, type HubLink, type Paper, type RepoRef } from '../hub';
import { summariseDataset, summariseModel, summariseSpace, type RepoSummary } from './repo-summary';

/** What a link points at, as anybody may see it. */
export type LinkPreview =
    | { readonly kind: 'repo'; readonly repo: RepoSummary }
    | { readonly kind: 'paper'; readonly paper: Paper }
    | { readonly kind: 'collection'; readonly collection: Collection; readonly url: string };

/**
 * Looks a link up without any token, because a whole room reads the answer: what is private stays private, whoever posted
 * the link. undefined when there is nothing to show, for whatever reason.
 */
export async function linkPreview(hub: Hub, link: HubLink): Promise<LinkPreview | undefined> {
    try {
        return await lookUp(hub, link);
    } catch (error) {
        if (error instanceof HubError) {
            return undefined;
        }
        throw error;
    }
}

async function lookUp(hub: Hub, link: HubLink): Promise<LinkPreview> {
    switch (link.kind) {
        case 'repo':
            return { kind: 'repo', repo: await publicSummary(hub, link) };
        case 'paper':
            return { kind: 'paper', paper: (await paperInfo(hub, link.id, { anonymous: true })).value };
        case 'collection': {
            const { value } = await collectionInfo(hub, link.slug, { anonymous: true });
            return { kind: 'collection', collection: value, url: `${hub.urls.hub}/collections/${value.slug}` };
        }
    }
}

async function publicSummary(hub: Hub, { type, id }: RepoRef): Promise<RepoSummary> {
    const params = { id, anonymous: true };
    switch (type) {
        case 'model':
            return summariseModel((await modelInfo(hub, params)).value, hub.urls.hub);
        case 'dataset':
            return summariseDataset((await datasetInfo(hub, params)).value, hub.urls.hub);
        case 'space':
            return summariseSpace((await spaceInfo(hub, params)).value, hub.urls.hub);
    }
}
