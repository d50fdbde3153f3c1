import type { AuditTrail, WaitingRecord } from '../../persistence';

/**
 * The days that hold something, oldest first. A day is listed when it is first sealed, until then what waits tells of it: that is
 * to be read before, because it may be sealed in between. One round trip.
 */
export async function recordedDays(audit: AuditTrail, waiting: readonly WaitingRecord[]): Promise<string[]> {
    return [...new Set([...(await audit.days()), ...waiting.map(({ day }) => day)])].sort();
}
