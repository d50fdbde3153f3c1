/** When a room wants to be told, as it is stored: times of day as `09:00`, all optional. */
export interface RoomHours {
    /** When the digest is posted; at nine where nothing is set. */
    readonly digestAt?: string | undefined;
    /** Quiet hours need both ends; they may lie on two days. */
    readonly quietFrom?: string | undefined;
    readonly quietTo?: string | undefined;
    /** An IANA name; UTC where it is not set, or where this machine does not know it. */
    readonly timeZone?: string | undefined;
}

const DIGEST_AT = '09:00';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Whether the quiet hours have begun and not ended, by the moments at which they do: a clock that is put back does not begin them again. */
export function isQuiet(hours: RoomHours, now: number): boolean {
    const { quietFrom, quietTo } = hours;
    if (quietFrom === undefined || quietTo === undefined || quietFrom === quietTo) {
        return false;
    }
    const zone = zoneOf(hours);
    return nextAt(zone, quietTo, now) < nextAt(zone, quietFrom, now);
}

/** When the quiet hours that hold now end; `now` when there are none. */
export const quietEnd = (hours: RoomHours, now: number): number => (hours.quietTo !== undefined && isQuiet(hours, now) ? nextAt(zoneOf(hours), hours.quietTo, now) : now);

/** The next time after `now` at which the digest is posted: once a day, and not in quiet hours. */
export const nextDigest = (hours: RoomHours, now: number): number => quietEnd(hours, nextAt(zoneOf(hours), hours.digestAt ?? DIGEST_AT, now));

/** What a clock in this zone is ahead of UTC at a moment, milliseconds. */
type Zone = (at: number) => number;

function zoneOf({ timeZone = 'UTC' }: RoomHours): Zone {
    const format = clockFormat(timeZone);
    return (at) => {
        const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
        const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
        const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
        return shown - Math.floor(at / 1000) * 1000;
    };
}

function clockFormat(timeZone: string): Intl.DateTimeFormat {
    const numbers = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn' } as const;
    try {
        return new Intl.DateTimeFormat('en', { ...numbers, timeZone });
    } catch (error) {
        if (error instanceof RangeError) {
            return new Intl.DateTimeFormat('en', { ...numbers, timeZone: 'UTC' });
        }
        throw error;
    }
}

/** The first moment after `now` at which a clock in this zone shows the time, for the first time that day. */
function nextAt(zone: Zone, time: string, now: number): number {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    const midnight = Math.floor((now + zone(now)) / DAY) * DAY;
    const onDay = (days: number): number => momentOf(zone, midnight + days * DAY + (hour * 60 + minute) * MINUTE);
    // Yesterday's as well: where clocks are put forward over midnight it may still be ahead.
    return [-1, 0, 1].map(onDay).find((at) => at > now) ?? onDay(2);
}

/**
 * When the clock shows `shown` (milliseconds, as if it were UTC): the first time if it does so twice, and as much later as the clock
 * was put forward if it never does. The same as `compatible` of Temporal (https://tc39.es/proposal-temporal/docs/ambiguity.html).
 */
function momentOf(zone: Zone, shown: number): number {
    const before = shown - zone(shown - DAY);
    const after = shown - zone(shown + DAY);
    return before + zone(before) !== shown && after + zone(after) === shown ? after : before;
}
