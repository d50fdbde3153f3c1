import { LEAK_EXPIRY } from '../context/record-leak';
import type { DueWork } from './due-kind';

/** Deletes what is kept of a leaked token whose author did not decide within a day. The subject is the leak's id. */
export const leakExpiry: DueWork = {
    kind: LEAK_EXPIRY,
    async run(job, leakId) {
        await job.stores.leaks.expire(leakId);
        return { state: 'done' };
    },
};
