import { CONVERT_WORK, workOnConversion } from '../flows/convert/work-on-conversion';
import type { DueWork } from './due-kind';

/** The subject is the id of a conversion. */
export const convertWork: DueWork = {
    kind: CONVERT_WORK,
    async run(job, id) {
        const next = await workOnConversion(job, id);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
};
