import { SPACE_FOLLOW, workOnFollow } from '../flows/space/follow-space';
import type { DueWork } from './due-kind';

/** The subject is the id of a follow record. */
export const spaceFollow: DueWork = {
    kind: SPACE_FOLLOW,
    async run(job, id) {
        const next = await workOnFollow(job, id);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
};
