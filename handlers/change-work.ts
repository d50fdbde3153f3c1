import { voidOutdated } from '../flows/deployment/void-outdated';
import { CHANGE_WORK } from '../flows/watching/notice-change';
import type { Readers } from '../flows/watching/readers';
import { workOnChange } from '../flows/watching/work-on-change';
import { parseChangeKey } from '../services/workflows/watching';
import type { DueWork } from './due-kind';

/** The subject is the key of the change. */
export const changeWork = (readers: Readers): DueWork => ({
    kind: CHANGE_WORK,
    async run(job, key) {
        const change = parseChangeKey(key);
        if (change) {
            await voidOutdated(job, change);
        }
        const next = await workOnChange(job, key, readers);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
});
