import { type Concern, type LoadAlert, lowMark, type MonitorRules } from './monitor';

/** What one look at a Space has shown; what is missing could not be read, or was not asked for. */
export interface Sample {
    /** Milliseconds since 1970. */
    readonly at: number;
    /** Percent. */
    readonly cpu?: number | undefined;
    readonly memory?: number | undefined;
    /** Lines of its log that tell of an error, since the look before. */
    readonly errors?: number | undefined;
    /** In Hugging Face's own words. */
    readonly stage?: string | undefined;
    /** What the stage means. */
    readonly group?: 'up' | 'moving' | 'stopped' | 'failed' | 'unknown' | undefined;
    /** Load and log can't be read from where the workspace stands: that they are missing tells nothing. */
    readonly streamless?: boolean | undefined;
}

export type Level = 'over' | 'between' | 'under' | 'unknown';

/** Stages in which nobody gets through, although nothing failed; a sleeping Space wakes when it is visited. */
const HELD: ReadonlySet<string> = new Set(['PAUSED', 'STOPPED']);

/** What a sample says about a concern. Only `over` lets an alert begin, only `under` lets it end. */
export function levelOf(concern: Concern, sample: Sample, rules: MonitorRules): Level {
    switch (concern) {
        case 'cpu':
        case 'memory':
            return loadLevel(concern, sample, rules);
        case 'error':
            return errorLevel(sample);
        case 'stage':
            return stageLevel(sample);
        case 'blind':
            return isBlind(sample, rules) ? 'over' : 'under';
    }
}

/** The number an alert is about: percent, or lines. */
export function valueOf(concern: Concern, sample: Sample): number | undefined {
    switch (concern) {
        case 'cpu':
        case 'memory':
            return sample[concern];
        case 'error':
            return sample.errors;
        default:
            return undefined;
    }
}

/** A Space that does not run has no load and writes nothing. */
const isOff = ({ group }: Sample): boolean => group === 'stopped' || group === 'failed';

function loadLevel(alert: LoadAlert, sample: Sample, { threshold }: MonitorRules): Level {
    const value = sample[alert];
    if (value === undefined) {
        return isOff(sample) ? 'under' : 'unknown';
    }
    if (value > threshold) {
        return 'over';
    }
    return value < lowMark(threshold) ? 'under' : 'between';
}

function errorLevel(sample: Sample): Level {
    if (sample.errors === undefined) {
        return isOff(sample) ? 'under' : 'unknown';
    }
    return sample.errors > 0 ? 'over' : 'under';
}

function stageLevel({ stage, group }: Sample): Level {
    switch (group) {
        case undefined:
        case 'unknown':
            return 'unknown';
        case 'moving':
            return 'between';
        case 'failed':
            return 'over';
        default:
            return stage !== undefined && HELD.has(stage) ? 'over' : 'under';
    }
}

function isBlind(sample: Sample, { alerts }: MonitorRules): boolean {
    if (sample.stage === undefined) {
        return true;
    }
    return sample.group === 'up' && sample.streamless !== true && alerts.some((alert) => alert !== 'stage' && valueOf(alert, sample) === undefined);
}
