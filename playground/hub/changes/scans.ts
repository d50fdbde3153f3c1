import { scanWith } from '../security';
import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import { theRepo } from './find';
import type { ChangeOf } from './hub-change';
import { commitOf } from './make-commit';
import { ChangeRefused } from './refused';

/** Scanners judge contents: the verdict is that of every commit with the same file. Webhooks are not told: the Hub has no event for scans. */
export function scan(state: HubState, { repo: ref, path, status }: ChangeOf<'scan'>): HubEvent[] {
    const repo = theRepo(state, ref);
    const file = commitOf(repo, repo.branches.get('main')).files.get(path);
    if (!file) {
        throw new ChangeRefused(`${repo.id} has no file ${path}.`);
    }
    file.scan = scanWith(status);
    return [];
}
