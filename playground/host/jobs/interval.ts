import { nextCronTime } from './cron';

const UNITS: Record<string, number> = {
    second: 1000,
    minute: 60_000,
    hour: 3_600_000,
    day: 86_400_000,
    week: 604_800_000,
};

/** Milliseconds of a phrase such as `5 minutes` or `1 hour and 30 minutes`; undefined for anything else. */
export function humanInterval(phrase: string): number | undefined {
    const parts = phrase.trim().toLowerCase().split(/\s*(?:,|\band\b)\s*/);
    const lengths = parts.map((part) => {
        const [, amount, unit] = /^(\d+(?:\.\d+)?|an?|one)\s*(second|minute|hour|day|week)s?$/.exec(part) ?? [];
        return unit ? (Number(amount) || 1) * (UNITS[unit] ?? 0) : NaN;
    });
    const sum = lengths.reduce((total, length) => total + length, 0);
    return Number.isNaN(sum) ? undefined : sum;
}

/** Length of an interval that is a number or a phrase; undefined for cron strings and nonsense. */
export function intervalLength(interval: string | number): number | undefined {
    return typeof interval === 'number' ? interval : humanInterval(interval);
}

/** When a recurring job runs after `lastRun`; undefined when the interval makes no sense. */
export function nextRunAfter(interval: string | number, lastRun: number): number | undefined {
    const length = intervalLength(interval);
    return length === undefined ? nextCronTime(String(interval), lastRun) : lastRun + length;
}

/** A one-time job's time: a date, an ISO string, or `in 5 minutes`. Undefined when it makes no sense. */
export function scheduledTime(when: string | Date, now: number): number | undefined {
    const time = new Date(when).getTime();
    if (!Number.isNaN(time)) {
        return time;
    }
    const phrase = String(when).trim().replace(/^in\s+/i, '');
    const length = phrase.toLowerCase() === 'now' ? 0 : humanInterval(phrase);
    return length === undefined ? undefined : now + length;
}
