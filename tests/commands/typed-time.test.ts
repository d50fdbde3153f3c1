import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime, timeAgo, timeAhead, type TypedTime } from '../../commands/typed-time';
import { until } from '../../commands/until';
import { UserError } from '../../context/user-error';

const NOW = Date.UTC(2026, 0, 31, 12);

function read(raw: string): TypedTime {
    const typed = parseTime(raw);
    if (!typed) {
        throw new Error(`${raw} was not understood.`);
    }
    return typed;
}

describe('a typed time', () => {
    it.each([
        ['30m', 30 * 60_000],
        ['2h', 2 * 3_600_000],
        ['3D', 3 * 86_400_000],
        ['2w', 14 * 86_400_000],
    ])('%s is so far from now', (raw, ms) => {
        expect(timeAhead(read(raw), NOW)).toBe(NOW + ms);
        expect(timeAgo(read(raw), NOW)).toBe(NOW - ms);
    });

    it('is a day, from its beginning', () => {
        expect(timeAhead(read('2026-12-01'), NOW)).toBe(Date.UTC(2026, 11, 1));
        expect(timeAgo(read('2024-02-29'), NOW)).toBe(Date.UTC(2024, 1, 29));
    });

    it.each(['', '2', '2 h', 'h', '12345d', '-3d', '2y', 'tomorrow', '2026-02-30', '2026-13-01', '1969-12-31', '26-12-01', '2026-12-01T10:00'])('is not %j', (raw) => {
        expect(parseTime(raw)).toBeUndefined();
    });

    it('is a moment or nothing, whatever is typed', () => {
        fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{0,5}[mhdwy]$/), fc.stringMatching(/^\d{4}-\d\d-\d\d$/)), (raw) => {
            const typed = parseTime(raw);
            expect(typed === undefined || Number.isFinite(timeAhead(typed, NOW))).toBe(true);
        }));
    });
});

describe('the end of something', () => {
    const end = (raw: string): number => until('env.option.until').read([raw], 'until')(NOW);

    it('lies ahead', () => {
        expect(end('2h')).toBe(NOW + 7_200_000);
        expect(end('2026-02-01')).toBe(Date.UTC(2026, 1, 1));
    });

    it.each(['0h', '2026-01-31', '2020-01-01', 'soon'])('is not %j', (raw) => {
        expect(() => end(raw)).toThrow(UserError);
    });
});
