import { HubError, isPassing, type Hub } from '../../hub';
import { seeEndpoint } from './endpoint';
import { asRefusal, failed, failedBy } from './failure';
import { seeRef } from './git-ref';
import { seeSpace } from './space';
import type { Look, Memo, Order, Seen, Step } from './step';

/** A large model on scarce hardware takes half an hour to start. */
const SETTLE_WITHIN_MS = 45 * 60_000;
/** Something else that is under way on the target is over after a while. */
const MAX_CONFLICTS = 5;
const CONFLICT_PAUSE_MS = 15_000;

/**
 * One step towards the commit being live at the target. It looks first and writes only when it has to, once at most: calls may be
 * repeated, killed, made with an old memo or none, and by two servers at once, with the same end. `now`: milliseconds since 1970.
 * Throws HubErrors that pass (`isPassing`) until the time is over: call again later with the same memo.
 */
export async function advance(hub: Hub, { target, ...order }: Order, memo: Memo | undefined, now: number): Promise<Step> {
    const known = memo ?? { v: 1, startedAt: now };
    const isLate = now - known.startedAt >= SETTLE_WITHIN_MS;
    try {
        const seen = await see({ hub, target, order, memo: known, now });
        if (isLate && (seen.state === 'due' || seen.state === 'going')) {
            return failed('timeout', { stage: seen.stage });
        }
        return seen.state === 'due' ? await writeOnce(seen, known) : seen;
    } catch (error) {
        const refusal = asRefusal(error);
        if (refusal) {
            return failedBy(refusal);
        }
        if (isPassing(error) && isLate) {
            return failed('timeout', { words: error.hubMessage });
        }
        throw error;
    }
}

function see({ target, ...look }: Look): Promise<Seen> {
    switch (target.kind) {
        case 'endpoint':
            return seeEndpoint({ ...look, target });
        case 'space':
            return seeSpace({ ...look, target });
        case 'branch':
        case 'tag':
            return seeRef({ ...look, target });
    }
}

/** A conflict means that somebody else made it first or is at work on it: the next look tells which. */
async function writeOnce({ stage, write }: Extract<Seen, { state: 'due' }>, { conflicts = 0, ...memo }: Memo): Promise<Step> {
    try {
        return await write();
    } catch (error) {
        if (error instanceof HubError && error.kind === 'conflict' && conflicts < MAX_CONFLICTS) {
            return { state: 'going', memo: { ...memo, conflicts: conflicts + 1 }, stage, pauseMs: CONFLICT_PAUSE_MS };
        }
        throw error;
    }
}
