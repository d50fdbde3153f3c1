import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { time, timeAgo, timeAhead } from '../../commands/time-param';
import { UserError } from '../../context/user-error';

const read = (raw: string) => time('env.option.until').read([raw], 'until');
const NOW = Date.UTC(2026, 0, 31, 12);

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

    it.each(['', '0h', '2', '2 h', 'h', '12345d', '-3d', '2y', 'tomorrow', '2026-02-30', '2026-13-01', '26-12-01', '2026-12-01T10:00'])('is not %j', (raw) => {
        expect(() => read(raw)).toThrow(UserError);
    });

    it('is a moment or refused, whatever is typed', () => {
        fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{0,5}[mhdwy]$/), fc.stringMatching(/^\d{4}-\d\d-\d\d$/)), (raw) => {
            try {
                expect(Number.isFinite(timeAhead(read(raw), NOW))).toBe(true);
            } catch (error) {
                expect(error).toBeInstanceOf(UserError);
            }
        }));
    });
});
