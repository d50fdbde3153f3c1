import * as z from 'zod/mini';
import { apiPath, type RepoRef } from '../repo-id';
import type { Hub } from '../types';

/** A discussion or pull request. */
export interface DiscussionRef {
    readonly repo: Pick<RepoRef, 'type' | 'id'>;
    readonly num: number;
}

/** Hugging Face takes no longer comment, UTF-16 units. */
export const MAX_COMMENT = 65_536;

/** Said twice, it stands there twice. */
export async function addComment(hub: Hub, discussion: DiscussionRef, comment: string): Promise<void> {
    await post(hub, discussion, 'comment', { comment });
}

/** Throws a HubError when it has this status already. */
export async function setDiscussionStatus(hub: Hub, discussion: DiscussionRef, status: 'open' | 'closed'): Promise<void> {
    await post(hub, discussion, 'status', { status });
}

/** Merges whatever the pull request holds at that moment: the Hub takes no commit to compare with. */
export async function mergePullRequest(hub: Hub, discussion: DiscussionRef): Promise<void> {
    await post(hub, discussion, 'merge', {});
}

async function post(hub: Hub, { repo, num }: DiscussionRef, what: 'comment' | 'status' | 'merge', body: object): Promise<void> {
    await hub.send(z.unknown(), `${apiPath(repo)}/discussions/${num}/${what}`, { method: 'POST', body });
    hub.forget(apiPath(repo));
}
