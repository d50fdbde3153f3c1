import { createHash } from 'crypto';
import type { Hub } from '../../../services/hub';

/** So much of a bucket is left to what people ask for themselves. */
const KEPT_FREE = 0.3;
/** So much has to be left before what takes many requests is begun: lists come first. */
export const PLENTY = 0.6;
/** Requests per window where the Hub did not say how many: those of somebody who is not signed in. */
const SMALLEST_QUOTA = 500;
/** Work that waits for the same moment is spread over so many milliseconds. */
const SPREAD_MS = 60_000;

/**
 * When an identity's requests to the API are free again for what nobody waits for, milliseconds since 1970; undefined: now.
 * Known from the answers that this process has had, so before the first one the answer is: now. `share`: so much has to be left.
 */
export async function closedUntil(hub: Pick<Hub, 'rateBudgets'>, share = KEPT_FREE): Promise<number | undefined> {
    const budget = (await hub.rateBudgets()).find(({ bucket }) => bucket === 'api');
    return budget && budget.remaining < share * (budget.quota ?? SMALLEST_QUOTA) ? budget.resetsAt : undefined;
}

/** A moment after `at` that differs by account, and for the same account from one time to the next, so that nobody is always the last. */
export function spread(account: string, at: number): number {
    return at + (createHash('sha256').update(`${account} ${at}`).digest().readUInt32BE(0) % SPREAD_MS);
}

/** How many requests a run may still send. */
export class Allowance {
    constructor(private left: number) {}

    /** True when one more may be sent. */
    take(): boolean {
        this.left -= 1;
        return this.left >= 0;
    }
}
