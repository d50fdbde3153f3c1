import type { Timing } from './figures';

export function summary(times: readonly number[], roundTrips: number): Timing {
    const sorted = [...times].sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
    return { p50: at(0.5), p95: at(0.95), roundTrips };
}
