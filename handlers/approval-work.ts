import { APPROVAL_WORK } from '../flows/approval/submit-event';
import type { Undertaking } from '../flows/approval/undertaking';
import { workOnApproval } from '../flows/approval/work-on-approval';
import type { DueWork } from './due-kind';

/** The subject is the request's id. */
export const approvalWork = (undertakings: readonly Undertaking[]): DueWork => ({
    kind: APPROVAL_WORK,
    awaited: true,
    async run(job, id) {
        const next = await workOnApproval(job, id, undertakings);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
});
