import type { JobCtx } from '../context/job-ctx';
import { pollAccount } from '../flows/watching/poll-account';
import { pollLineage } from '../flows/watching/poll-lineage';
import { LINEAGE_WORK, POLL_WORK } from '../flows/watching/schedule-polls';
import type { DueWork } from './due-kind';

const accountWork = (kind: string, poll: (job: JobCtx, account: string) => Promise<number | undefined>): DueWork => ({
    kind,
    async run(job, account) {
        const next = await poll(job, account);
        return next === undefined ? { state: 'done' } : { state: 'again', at: next };
    },
});

/** The subject is the account's name in lower case. */
export const pollWork = accountWork(POLL_WORK, pollAccount);
export const lineageWork = accountWork(LINEAGE_WORK, pollLineage);
