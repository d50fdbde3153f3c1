import type { RepoRef } from '../hub';

/** A model at one commit. */
export interface PinnedModel {
    /** `owner/name`. */
    readonly repo: string;
    readonly sha: string;
}

export const refOf = ({ repo, sha }: PinnedModel): RepoRef => ({ type: 'model', id: repo, revision: sha });
