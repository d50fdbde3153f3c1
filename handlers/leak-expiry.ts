import { LEAK_EXPIRY } from '../context/record-leak';
import { leakExpiredView } from '../ui/leak-view';
import type { DueWork } from './due-kind';

/**
 * Deletes what is kept of a leaked token whose author did not decide within a day, and reminds them: the token may still
 * work. The subject is the leak's id. Told at most once: what is kept is gone before.
 */
export const leakExpiry: DueWork = {
    kind: LEAK_EXPIRY,
    async run(job, leakId) {
        const leak = await job.stores.leaks.expire(leakId);
        const ctx = leak && (await job.as({ userId: leak.authorId, roomId: leak.roomId }));
        if (leak && ctx) {
            await ctx.notify(leakExpiredView(leak.masked, ctx.settings.hubUrl, ctx.lang));
        }
        return { state: 'done' };
    },
};
