import { DIGEST_WORK } from '../flows/watching/digest-list';
import { postDigest } from '../flows/watching/post-digest';
import type { Readers } from '../flows/watching/readers';
import type { DueWork } from './due-kind';

/** The subject is the room's id. */
export const digestWork = (readers: Readers): DueWork => ({
    kind: DIGEST_WORK,
    async run(job, roomId) {
        const next = await postDigest(job, roomId, readers);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
});
