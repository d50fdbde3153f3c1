import fc from 'fast-check';
import { expect, it } from 'vitest';
import { costOf, estimate, LONGEST_LIMIT_S, type ConversionSize } from '../../../../services/workflows/convert/estimate';
import { QUANTIZATIONS } from '../../../../services/workflows/convert/quantizations';

const bytes = fc.integer({ min: 0, max: 2_000_000_000_000 });
const size: fc.Arbitrary<ConversionSize> = fc.record({
    to: fc.constantFrom('gguf' as const, 'safetensors' as const),
    quantization: fc.constantFrom(undefined, ...QUANTIZATIONS),
    inputBytes: bytes,
    largestBytes: bytes,
    cores: fc.integer({ min: 0, max: 200 }),
});

it('no part of an estimate shrinks as the weights grow, and none is negative', () => {
    fc.assert(fc.property(size, bytes, (given, more) => {
        const [small, large] = [estimate(given), estimate({ ...given, inputBytes: given.inputBytes + more, largestBytes: given.largestBytes + more })];
        for (const part of ['seconds', 'limitSeconds', 'outputBytes', 'diskBytes', 'memoryBytes'] as const) {
            expect(small[part]).toBeGreaterThanOrEqual(0);
            expect(large[part]).toBeGreaterThanOrEqual(small[part]);
        }
    }));
});

it('the limit leaves room, unless nothing runs for longer', () => {
    fc.assert(fc.property(size, (given) => {
        const { seconds, limitSeconds } = estimate(given);
        expect(limitSeconds === LONGEST_LIMIT_S || limitSeconds >= 3 * seconds).toBe(true);
        expect(limitSeconds).toBeLessThanOrEqual(LONGEST_LIMIT_S);
    }));
});

it('costs count every minute that has begun', () => {
    expect([costOf(0, 6), costOf(1, 6), costOf(60, 6), costOf(61, 6), costOf(-5, 6), costOf(60, undefined)]).toEqual([0, 0.1, 0.1, 0.2, 0, undefined]);
});
