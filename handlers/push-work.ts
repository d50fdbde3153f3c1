import { PUSH_WORK, workOnPush } from '../flows/push/work-on-push';
import type { DueWork } from './due-kind';

/** The subject is the id of a push. */
export const pushWork: DueWork = {
    kind: PUSH_WORK,
    async run(job, id) {
        const next = await workOnPush(job, id);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
};
