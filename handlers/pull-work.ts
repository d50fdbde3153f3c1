import { PULL_WORK } from '../flows/pull/start-pull';
import { workOnPull } from '../flows/pull/work-on-pull';
import { systemClock, type Clock } from '../services/hub';
import type { DueWork } from './due-kind';

/** The subject is the pull's id. One after the other: each holds a whole file in memory. */
export const pullWork = (clock: Clock = systemClock): DueWork => ({
    kind: PULL_WORK,
    async run(job, id) {
        const next = await workOnPull(job, id, clock);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
});
