import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSizeRange } from '../../../../services/hub';
import { numParameters } from '../../../../services/hub/areas/size-range';

describe('parseSizeRange', () => {
    it.each([
        ['7B', 'min:6300M,max:7700M'], ['3-8B', 'min:3B,max:8B'], ['<3B', 'max:3B'], ['>70B', 'min:70B'], ['500M-1B', 'min:500M,max:1B'],
        ['<=1.5b', 'max:1500M'], [' 3 – 8 b ', 'min:3B,max:8B'], ['1T', 'min:900B,max:1100B'], ['100K', 'min:90K,max:110K'],
    ])('%s → %s', (text, expected) => expect(numParameters(parseSizeRange(text) ?? {})).toBe(expected));

    it.each(['', '7', 'B', '8-3B', '3B-', '<>3B', '3X', '-3B', '1e9B'])('refuses %j', (text) => expect(parseSizeRange(text)).toBeUndefined());

    it('always spans the number that was named', () => {
        const value = (bound: string): number => Number(bound.slice(0, -1)) * 1000 ** ('KMBT'.indexOf(bound.slice(-1)) + 1);
        fc.assert(fc.property(fc.integer({ min: 1, max: 9_999 }), fc.constantFrom('K', 'M', 'B'), (amount, unit) => {
            const { min = '', max = '' } = parseSizeRange(`${amount}${unit}`) ?? {};
            expect(value(min)).toBeLessThanOrEqual(value(`${amount}${unit}`));
            expect(value(max)).toBeGreaterThanOrEqual(value(`${amount}${unit}`));
        }));
    });
});
