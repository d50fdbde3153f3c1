import type { Stores } from '../../../context/ctx';
import { type HubError, isPassing } from '../../../services/hub';
import type { Watch } from '../../../services/workflows/watching';
import { watchWay } from '../webhook-state';
import type { PollState } from './poll-state';
import { watchesStages } from './poll-wish';
import { makersOf } from './viewers';

const MINUTE = 60_000;
/** For what Hugging Face does not call us. */
const POLLED_MS = 5 * MINUTE;
/** For what it does: a call may get lost. */
const SAFETY_NET_MS = 60 * MINUTE;
/** For the stages of Spaces. */
const STAGES_MS = 2 * MINUTE;
const LONGEST_BACK_OFF_MS = 60 * MINUTE;
/** After a refusal that will not pass by itself. */
const REFUSED_MS = 24 * 60 * MINUTE;

/** How often an account is looked at, milliseconds. */
export interface Pace {
    readonly full: number;
    /** Just at the stages of Spaces; undefined: nobody wants to know. */
    readonly stages: number | undefined;
}

/** One round trip for each user who made a rule, until the first who is not called. */
export async function paceOf(tools: { readonly stores: Pick<Stores, 'ledger'> }, watches: readonly Watch[]): Promise<Pace> {
    const stages = watches.some(watchesStages) ? STAGES_MS : undefined;
    for (const maker of makersOf(watches)) {
        if ((await watchWay(tools, maker))?.way !== 'webhook') {
            return { full: POLLED_MS, stages };
        }
    }
    return { full: SAFETY_NET_MS, stages };
}

/** Whether it is time to look at everything: also for a rule that was made since the last time. A clock that jumped back does not stop it. */
export function isFullDue({ fullAt }: PollState, { full }: Pace, watches: readonly Watch[], now: number): boolean {
    return fullAt === undefined || now >= fullAt + full || now < fullAt - full || watches.some(({ at }) => at > fullAt);
}

/** When to look again, milliseconds since 1970. */
export function nextLook({ fullAt, failure }: PollState, { full, stages }: Pace, { now, error }: { readonly now: number; readonly error: HubError | undefined }): number {
    if (error && !isPassing(error)) {
        return now + REFUSED_MS;
    }
    if (error) {
        const backOff = Math.min((stages ?? full) * 2 ** (failure?.times ?? 1), LONGEST_BACK_OFF_MS);
        return Math.max(now + backOff, error.reopensAt ?? 0);
    }
    return Math.min((fullAt ?? now) + full, now + (stages ?? full));
}
