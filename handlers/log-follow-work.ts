import { FOLLOW_WORK } from '../flows/logs/follow';
import { workOnFollow } from '../flows/logs/work-on-follow';
import { systemClock, type Clock } from '../services/hub';
import type { DueWork } from './due-kind';

/** The subject is the follow's id. */
export const logFollowWork = (clock: Clock = systemClock): DueWork => ({
    kind: FOLLOW_WORK,
    lasting: true,
    async run(job, id) {
        const next = await workOnFollow(job, id, clock);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
});
