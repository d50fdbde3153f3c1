import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { oldest, part, PART_PATIENCE_MS, partData, type Part } from '../../../services/discovery/part';
import { HubError } from '../../../services/hub';

describe('a part of a report', () => {
    beforeEach(() => {
        vi.useFakeTimers();
    });
    afterEach(() => {
        vi.useRealTimers();
    });

    it('is its value, or the error of the Hub', async () => {
        expect(await part(Promise.resolve({ value: 1, ageMs: 5, stale: false }))).toEqual({ ok: true, value: 1, ageMs: 5, stale: false });
        const failed = await part(Promise.reject(new HubError({ kind: 'gated', target: 'GET hub/x' })));
        expect(failed).toMatchObject({ ok: false, facts: { kind: 'gated' } });
        expect(partData(failed)).toEqual({ missing: 'gated' });
        expect(vi.getTimerCount()).toBe(0);
    });

    it('does not swallow mistakes of our own', async () => {
        await expect(part(Promise.reject(new TypeError('x is undefined')))).rejects.toThrow(TypeError);
    });

    it('is given up after a while', async () => {
        let outcome: Part<number> | undefined;
        void part<number>(new Promise(() => undefined)).then((value) => {
            outcome = value;
        });
        await vi.advanceTimersByTimeAsync(PART_PATIENCE_MS - 1);
        expect(outcome).toBeUndefined();
        await vi.advanceTimersByTimeAsync(1);
        expect(outcome).toMatchObject({ ok: false, facts: { kind: 'timeout' } });
    });
});

describe('oldest', () => {
    it('is the age of the oldest part, stale when one is; missing parts have no age', () => {
        const missing: Part<number> = { ok: false, facts: { kind: 'gated', target: '' } };
        expect(oldest({ ageMs: 5, stale: false }, { ok: true, value: 1, ageMs: 9, stale: true }, missing)).toEqual({ ageMs: 9, stale: true });
        expect(oldest(missing)).toEqual({ ageMs: 0, stale: false });
    });
});
