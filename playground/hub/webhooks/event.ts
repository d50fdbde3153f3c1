import type { CommentEvent, Discussion, Repo } from '../model';

/** A move of a ref: `oldSha` null when it was created, `newSha` null when it was deleted. */
export interface UpdatedRef {
    ref: string;
    oldSha: string | null;
    newSha: string | null;
}

/** Something that webhooks are told. Scopes and actions are those of the Hub's documentation, "Webhooks". */
export type HubEvent =
    | { scope: 'repo'; action: 'create' | 'delete'; repo: Repo }
    | { scope: 'repo.content'; action: 'update'; repo: Repo; updatedRefs: UpdatedRef[] }
    | { scope: 'repo.config'; action: 'update'; repo: Repo; updatedConfig: { private?: boolean } }
    | { scope: 'discussion'; action: 'create'; repo: Repo; discussion: Discussion; comment: CommentEvent }
    | { scope: 'discussion'; action: 'update'; repo: Repo; discussion: Discussion }
    | { scope: 'discussion.comment'; action: 'create' | 'update'; repo: Repo; discussion: Discussion; comment: CommentEvent };

/** What a webhook chooses between. */
export const domainOf = ({ scope }: HubEvent): 'repo' | 'discussion' => (scope.startsWith('repo') ? 'repo' : 'discussion');
