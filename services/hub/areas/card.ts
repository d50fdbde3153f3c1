import type { RepoRef } from '../repo-id';
import type { Fetched, Hub } from '../types';
import { smallFile } from './small-file';

/** Longer than any card people read. */
const MAX_CARD_BYTES = 2 * 1024 * 1024;

/** README.md with its front matter; undefined when the repository has none. */
export function cardText(hub: Hub, repo: RepoRef): Promise<Fetched<string | undefined>> {
    return smallFile(hub, repo, 'README.md', MAX_CARD_BYTES);
}
