import { isLive } from '../jobs/job';
import type { HubState } from '../state';
import type { HubEvent } from '../webhooks/event';
import type { DeedOf, Moment } from './entry';
import type { ChangeOf } from './hub-change';
import { ChangeRefused } from './refused';

export function jobStarted(state: HubState, { job }: DeedOf<'job-started'>): HubEvent[] {
    state.jobs.set(job.id, job);
    return [];
}

export function jobCanceled(state: HubState, { job: id }: DeedOf<'job-canceled'>, { at }: Moment): HubEvent[] {
    const job = state.jobs.get(id);
    if (!job) {
        throw new ChangeRefused(`There is no job ${id}.`);
    }
    if (isLive(job, at)) {
        state.jobs.set(id, { ...job, stopped: { at } });
    }
    return [];
}

/** An account without credits: its jobs stop at once, and nothing that costs is started for it until it has some again. */
export function credits(state: HubState, { account, out }: ChangeOf<'credits'>, { at }: Moment): HubEvent[] {
    if (!state.users.has(account) && !state.orgs.has(account)) {
        throw new ChangeRefused(`There is no user or organisation ${account}.`);
    }
    if (!out) {
        state.outOfCredits.delete(account);
        return [];
    }
    state.outOfCredits.add(account);
    for (const job of state.jobs.values()) {
        if (job.owner === account && isLive(job, at)) {
            state.jobs.set(job.id, { ...job, stopped: { at, cancelReason: 'NO_CREDITS' } });
        }
    }
    return [];
}
