import type { Ctx } from '../../context/ctx';
import { UserError } from '../../context/user-error';
import { createRepo, HubError } from '../../services/hub';
import { record } from '../audit/record';
import { notePush, type Planned, type Push } from './push-record';
import { repoNow } from './repo-now';

/**
 * Makes the repository as it was agreed on. One that is there meanwhile is ours if we were about to make it and it is what we would have
 * made; otherwise the plan is made anew. Throws UserError and HubError.
 */
export async function makeRepo(ctx: Ctx, push: Push, planned: Planned): Promise<void> {
    const { id, by, roomId, round, wish: { type, repo, sdk } } = push;
    await notePush(ctx, id, { type: 'creating', data: { round } });
    const isMade = await makeOnce(ctx, push, planned);
    const now = await repoNow(ctx, push.wish);
    if (!now) {
        throw new UserError({ key: 'push.unseen', values: { repo } });
    }
    if ((!isMade && !push.creating) || now.private !== planned.private) {
        await notePush(ctx, id, { type: 'moved', data: { round } });
        return;
    }
    await record(ctx, { id: `push:${id}:made`, by: by.id, what: 'push.repo-made', subject: repo, roomId, result: 'done', details: { type, private: planned.private, ...(sdk && { sdk }) } });
    await notePush(ctx, id, { type: 'created', data: { round, head: now.head } });
}

/** False when there is a repository of that name. */
async function makeOnce({ hub }: Ctx, { wish: { type, repo, sdk } }: Push, planned: Planned): Promise<boolean> {
    try {
        await createRepo(hub, { type, id: repo, private: planned.private, ...(sdk && { sdk }) });
        return true;
    } catch (error) {
        if (error instanceof HubError && error.status === 409) {
            return false;
        }
        throw error;
    }
}
