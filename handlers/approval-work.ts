import { APPROVAL_WORK } from '../flows/approval/submit-event';
import { workOnApproval } from '../flows/approval/work-on-approval';
import { UNDERTAKINGS } from '../flows/undertakings';
import type { DueWork } from './due-kind';

/** The subject is the request's id. */
export const approvalWork: DueWork = {
    kind: APPROVAL_WORK,
    async run(job, id) {
        const next = await workOnApproval(job, id, UNDERTAKINGS);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
};
