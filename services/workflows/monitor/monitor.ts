/** What a monitor can sound an alert for, under the names people type. */
export const ALERTS = ['cpu', 'memory', 'error', 'stage'] as const;
export type Alert = (typeof ALERTS)[number];

/** Alerts that compare a load with the threshold. */
export const LOAD_ALERTS = ['cpu', 'memory'] as const;
export type LoadAlert = (typeof LOAD_ALERTS)[number];

/** What can be the matter: an alert, or that there has been nothing to tell from for a while. */
export type Concern = Alert | 'blind';

/** When a monitor sounds an alert. */
export interface MonitorRules {
    readonly alerts: readonly Alert[];
    /** Percent, 1 to 100: a load above it is too much. */
    readonly threshold: number;
    /** How long a load has to be too high before the alert begins, and low enough before it ends, milliseconds. */
    readonly forMs: number;
    /** When these rules were made, milliseconds since 1970: nothing older is judged by them. */
    readonly since: number;
}

/** The most that `forMs` may be. */
export const LONGEST_FOR_MS = 24 * 60 * 60_000;

/** Points below the threshold that a load has to fall under before it counts as low; of a small threshold, half of it. */
const MARGIN = 10;

/** A load below it is low enough; between this and the threshold it is neither. */
export const lowMark = (threshold: number): number => threshold - Math.min(MARGIN, threshold / 2);

const MINUTE_MS = 60_000;
/** A log without an error for that long is quiet again, milliseconds: errors come in bursts. */
const QUIET_LOG_MS = 10 * MINUTE_MS;
/** Without values for that long, somebody should know, milliseconds. */
const BLIND_AFTER_MS = 15 * MINUTE_MS;
/** Values farther apart than this say nothing about the time between them, milliseconds. */
const GAP_MS = 3 * MINUTE_MS;

/** How long it has to last, milliseconds. */
export interface Timing {
    readonly beginsAfter: number;
    readonly endsAfter: number;
    readonly gap: number;
}

export function timingOf(concern: Concern, { forMs }: Pick<MonitorRules, 'forMs'>): Timing {
    switch (concern) {
        case 'cpu':
        case 'memory':
            return { beginsAfter: forMs, endsAfter: forMs, gap: GAP_MS };
        case 'error':
            return { beginsAfter: 0, endsAfter: Math.max(forMs, QUIET_LOG_MS), gap: GAP_MS };
        case 'stage':
            return { beginsAfter: 0, endsAfter: forMs, gap: GAP_MS };
        case 'blind':
            return { beginsAfter: BLIND_AFTER_MS, endsAfter: 0, gap: Infinity };
    }
}
