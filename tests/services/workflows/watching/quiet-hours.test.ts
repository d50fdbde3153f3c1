import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isQuiet, nextDigest, quietEnd } from '../../../../services/workflows/watching';

const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/Sao_Paulo', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia'] as const;
type Zone = (typeof ZONES)[number];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** São Paulo put its clocks forward at midnight until 2018. */
const YEARS = [2018, 2026] as const;

const CLOCKS = new Map(ZONES.map((timeZone) => [timeZone, new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' })]));

/** What a clock on the wall shows. */
const shown = (timeZone: Zone, at: number): string => CLOCKS.get(timeZone)?.format(at) ?? '';
const dayShown = (timeZone: Zone, at: number): string => shown(timeZone, at).slice(0, 10);
const timeShown = (timeZone: Zone, at: number): string => shown(timeZone, at).slice(11);

const timeOfDay = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const zone = fc.constantFrom(...ZONES);
const moment = fc.constantFrom(...YEARS).chain((year) => fc.integer({ min: Date.UTC(year, 0, 1), max: Date.UTC(year + 1, 0, 1) }));

describe('the digest', () => {
    it('comes once a day of the room, at its time, through the whole year', () => {
        for (const timeZone of ZONES) {
            for (const digestAt of ['00:30', '02:30', '09:00']) {
                let at = Date.UTC(timeZone === 'America/Sao_Paulo' ? 2018 : 2026, 0, 1);
                const days = new Set<string>();
                const moved: string[] = [];
                for (let count = 0; count < 365; count += 1) {
                    at = nextDigest({ digestAt, timeZone }, at);
                    days.add(dayShown(timeZone, at));
                    moved.push(...(timeShown(timeZone, at) === digestAt ? [] : [shown(timeZone, at)]));
                }
                expect(days.size).toBe(365);
                // Only where a clock that is put forward leaves the time out.
                expect(moved.length).toBeLessThanOrEqual(1);
            }
        }
    });

    it('is after now, at nine where nothing is set', () => {
        const nine = Date.UTC(2026, 5, 1, 9);
        expect(nextDigest({}, nine - 1)).toBe(nine);
        expect(nextDigest({}, nine)).toBe(nine + 24 * HOUR);
        expect(nextDigest({ timeZone: 'No/Where' }, nine - 1)).toBe(nine);
        expect(nextDigest({ timeZone: 'Asia/Kathmandu' }, nine)).toBe(Date.UTC(2026, 5, 2, 3, 15));
    });

    it('waits for the end of quiet hours', () => {
        const hours = { digestAt: '06:00', quietFrom: '22:00', quietTo: '07:30', timeZone: 'Europe/Berlin' };
        expect(shown('Europe/Berlin', nextDigest(hours, Date.UTC(2026, 6, 1)))).toBe('2026-07-01 07:30');
    });

    it('is never in quiet hours', () => {
        fc.assert(fc.property(fc.record({ timeZone: zone, digestAt: timeOfDay, quietFrom: timeOfDay, quietTo: timeOfDay }), moment, (hours, now) => {
            const at = nextDigest(hours, now);
            expect(at).toBeGreaterThan(now);
            expect(isQuiet(hours, at)).toBe(false);
            expect(at - now).toBeLessThan(51 * HOUR);
        }), { numRuns: 200 });
    });
});

describe('quiet hours', () => {
    it('are what the clock on the wall says, on days of 24 hours', () => {
        fc.assert(fc.property(zone, timeOfDay, timeOfDay, moment, (timeZone, quietFrom, quietTo, now) => {
            const offsetOf = (at: number): number => Date.parse(`${shown(timeZone, at).replace(' ', 'T')}Z`) - Math.floor(at / MINUTE) * MINUTE;
            fc.pre(offsetOf(now - 25 * HOUR) === offsetOf(now + 25 * HOUR));
            const time = timeShown(timeZone, now);
            const isBetween = quietFrom <= quietTo ? time >= quietFrom && time < quietTo : time >= quietFrom || time < quietTo;
            expect(isQuiet({ timeZone, quietFrom, quietTo }, now)).toBe(isBetween);
        }), { numRuns: 200 });
    });

    it('end when they say, and hold until then', () => {
        fc.assert(fc.property(zone, timeOfDay, timeOfDay, moment, (timeZone, quietFrom, quietTo, now) => {
            const hours = { timeZone, quietFrom, quietTo };
            const end = quietEnd(hours, now);
            expect(isQuiet(hours, end)).toBe(false);
            expect(end === now).toBe(!isQuiet(hours, now));
            expect(end === now || isQuiet(hours, end - 1)).toBe(true);
        }), { numRuns: 200 });
    });

    it.each([
        ['the night in which the clocks go forward', '2026-03-28T22:00:00Z', '2026-03-29T05:00:00Z'],
        ['the night in which they go back', '2026-10-24T22:00:00Z', '2026-10-25T06:00:00Z'],
    ])('last until seven in Berlin: %s', (_night, now, end) => {
        expect(new Date(quietEnd({ timeZone: 'Europe/Berlin', quietFrom: '22:00', quietTo: '07:00' }, Date.parse(now)))).toEqual(new Date(end));
    });

    it('do not begin again when a clock shows their time twice', () => {
        const hours = { timeZone: 'Europe/Berlin', quietFrom: '23:00', quietTo: '02:30' };
        const first = Date.parse('2026-10-25T00:30:00Z');
        expect([first - 1, first, first + 40 * MINUTE].map((at) => isQuiet(hours, at))).toEqual([true, false, false]);
    });

    it.each([[{}], [{ quietFrom: '22:00' }], [{ quietTo: '22:00' }], [{ quietFrom: '22:00', quietTo: '22:00' }]])('there are none: %j', (hours) => {
        expect(isQuiet(hours, Date.UTC(2026, 0, 1, 22))).toBe(false);
    });
});
