import type { Ctx } from '../../context/ctx';
import type { JobCtx } from '../../context/job-ctx';
import { ownerOf } from '../../services/workflows/watching';
import { spread } from './polling/fair-use';
import { allWatches } from './watches';

/** The kinds of due items whose subject is an account's Hugging Face name in lower case. */
export const POLL_WORK = 'poll';
export const LINEAGE_WORK = 'lineage';

/** Every so many minutes, whether each watched account is on the due-list is looked up. */
const PLAN_MINUTES = 5;

/** To be called when a rule was made: what is there now is known from then on, and what changes is seen. Six round trips at most. */
export async function schedulePoll(tools: Pick<Ctx, 'stores' | 'clock' | 'wakeAt'>, account: string): Promise<void> {
    const at = tools.clock();
    const subject = account.toLowerCase();
    await tools.stores.due.schedule({ kind: POLL_WORK, subject, at });
    await tools.stores.due.schedule({ kind: LINEAGE_WORK, subject, at });
    await tools.wakeAt(at);
}

/**
 * Puts each watched account on the due-list that is not there: whoever made the rule may have died before, or a run may have been
 * given up. Called every minute, does something in every fifth. Three round trips, and four for each account that is missing; the markers of rules that are gone go as well.
 */
export async function planPolls(job: JobCtx): Promise<void> {
    const now = job.clock();
    if (Math.floor(now / 60_000) % PLAN_MINUTES !== 0) {
        return;
    }
    await job.stores.watches.sweep();
    const accounts = new Set((await allWatches(job)).map(({ target }) => ownerOf(target)));
    const waiting = new Set((await job.stores.due.due(Number.MAX_SAFE_INTEGER)).map(({ kind, subject }) => `${kind} ${subject}`));
    for (const subject of accounts) {
        for (const kind of [POLL_WORK, LINEAGE_WORK]) {
            if (!waiting.has(`${kind} ${subject}`)) {
                // One that is being worked on right now is not waiting: a minute later it is, and this comes to nothing.
                await job.stores.due.schedule({ kind, subject, at: spread(subject, now + 60_000) });
            }
        }
    }
}
