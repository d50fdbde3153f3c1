import { MONITOR_WORK } from '../flows/monitor/monitors';
import { workOnMonitor } from '../flows/monitor/work-on-monitor';
import type { DueWork } from './due-kind';

/** The subject is the monitor's id. */
export const monitorWork: DueWork = {
    kind: MONITOR_WORK,
    lasting: true,
    async run(job, id) {
        const next = await workOnMonitor(job, id);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
};
