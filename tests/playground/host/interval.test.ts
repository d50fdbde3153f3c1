import { describe, expect, it } from 'vitest';
import { nextCronTime } from '../../../playground/host/jobs/cron';
import { humanInterval, nextRunAfter, scheduledTime } from '../../../playground/host/jobs/interval';

const at = (iso: string): number => Date.parse(iso);

describe('intervals', () => {
    it.each([
        ['30 seconds', 30_000], ['5 minutes', 300_000], ['1 hour', 3_600_000], ['2 days', 172_800_000], ['a week', 604_800_000],
        ['1 hour and 30 minutes', 5_400_000],
    ])('%s', (phrase, length) => expect(humanInterval(phrase)).toBe(length));

    it.each(['soon', '5', 'minutes', '5 parsecs', ''])('knows no length for %j', (phrase) => expect(humanInterval(phrase)).toBeUndefined());

    it('counts a number in milliseconds from the last run', () => expect(nextRunAfter(1500, 1000)).toBe(2500));

    it('has no next run for nonsense', () => expect(nextRunAfter('whenever', 0)).toBeUndefined());
});

describe('cron expressions, in UTC', () => {
    it.each([
        ['*/15 * * * *', '2025-03-01T10:07:30Z', '2025-03-01T10:15:00Z'],
        ['0 9 * * *', '2025-03-01T10:00:00Z', '2025-03-02T09:00:00Z'],
        ['0 9 * * 1-5', '2025-03-01T10:00:00Z', '2025-03-03T09:00:00Z'],
        ['30 23 31 12 *', '2025-03-01T10:00:00Z', '2025-12-31T23:30:00Z'],
        ['0 0 29 2 *', '2025-03-01T00:00:00Z', '2028-02-29T00:00:00Z'],
        ['0 0 13 * 5', '2025-03-01T00:00:00Z', '2025-03-07T00:00:00Z'],
        ['5,10 * * * 7', '2025-03-01T23:59:00Z', '2025-03-02T00:05:00Z'],
    ])('%s after %s', (expression, after, next) => expect(nextCronTime(expression, at(after))).toBe(at(next)));

    it.each(['* * * *', '60 * * * *', '* * * * * *', '*/0 * * * *', 'a * * * *', '0 0 31 2 *'])('refuses %j', (expression) => {
        expect(nextCronTime(expression, 0)).toBeUndefined();
    });
});

describe('the time of a one-time job', () => {
    it('is a date, an ISO string or a phrase', () => {
        expect(scheduledTime(new Date(5000), 0)).toBe(5000);
        expect(scheduledTime('2025-03-01T00:00:00Z', 0)).toBe(at('2025-03-01T00:00:00Z'));
        expect(scheduledTime('in 10 minutes', 1000)).toBe(601_000);
        expect(scheduledTime('now', 7)).toBe(7);
        expect(scheduledTime('some day', 7)).toBeUndefined();
    });
});
