import type { HubState } from '../state';
import { jobStatus } from './job';

/** Jobs that completed have their effect before anything else is asked: no timer waits for them. */
export function deliverJobs(state: HubState): void {
    const now = state.now();
    const completed = [...state.jobs.values()].filter((job) => job.delivers && job.delivered !== true && jobStatus(job, now).stage === 'COMPLETED');
    completed.forEach(({ id }) => state.record({ kind: 'job-delivered', job: id }));
}
