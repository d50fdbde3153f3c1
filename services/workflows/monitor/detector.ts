import { type Concern, type MonitorRules, timingOf } from './monitor';
import { levelOf, type Sample, valueOf } from './sample';

/** A time in which something was the matter, from one end to the other. */
export interface Episode {
    readonly concern: Concern;
    /** 0 for the first one under these rules, 1 for the next. */
    readonly count: number;
    /** When it was too much for the first time, milliseconds since 1970. */
    readonly since: number;
    /** When it had lasted long enough to be told. */
    readonly begunAt: number;
    /** The highest load in percent, or how many lines of the log told of an error. */
    readonly value?: number | undefined;
    /** The stage at the beginning. */
    readonly stage?: string | undefined;
    /** When it was low enough for the first time, and stayed so; undefined while it goes on. */
    readonly endedAt?: number | undefined;
}

/** Values in a row that all say the same. */
interface Run {
    readonly since: number;
    readonly until: number;
    readonly value?: number | undefined;
}

/** How far the judgement of one concern has come. */
export interface Detector {
    /** Episodes that are over. */
    readonly count: number;
    /** `over` while there is no episode, `under` during one. */
    readonly run?: Run | undefined;
    readonly open?: Episode | undefined;
    /** Oldest first, a few only. */
    readonly ended: readonly Episode[];
}

export const NEW_DETECTOR: Detector = { count: 0, ended: [] };

/** Episodes that are kept once they are over. */
const KEPT = 3;

/** One more sample, later than all before. What is not known changes nothing. */
export function step(detector: Detector, concern: Concern, sample: Sample, rules: MonitorRules): Detector {
    const level = levelOf(concern, sample, rules);
    if (level === 'unknown') {
        return detector;
    }
    const seen = level === 'over' ? counting(detector, concern, sample) : detector;
    if (level !== (detector.open ? 'under' : 'over')) {
        return { ...seen, run: undefined };
    }
    const { gap } = timingOf(concern, rules);
    return turned({ ...seen, run: longer(seen.run, { concern, sample, gap }) }, concern, sample, rules);
}

/** Of an episode that goes on. */
function counting(detector: Detector, concern: Concern, sample: Sample): Detector {
    const { open } = detector;
    return open ? { ...detector, open: { ...open, value: total(concern, open.value, valueOf(concern, sample)) } } : detector;
}

function longer(run: Run | undefined, { concern, sample, gap }: { readonly concern: Concern; readonly sample: Sample; readonly gap: number }): Run {
    const value = valueOf(concern, sample);
    return run && sample.at - run.until <= gap ? { since: run.since, until: sample.at, value: total(concern, run.value, value) } : { since: sample.at, until: sample.at, value };
}

/** Lines add up, of loads the highest counts. */
function total(concern: Concern, before: number | undefined, now: number | undefined): number | undefined {
    if (before === undefined || now === undefined) {
        return before ?? now;
    }
    return concern === 'error' ? before + now : Math.max(before, now);
}

/** Begins or ends an episode once the run is long enough. */
function turned(detector: Detector, concern: Concern, { at, stage }: Sample, rules: MonitorRules): Detector {
    const { open, run, count, ended } = detector;
    const { beginsAfter, endsAfter } = timingOf(concern, rules);
    if (!run || at - run.since < (open ? endsAfter : beginsAfter)) {
        return detector;
    }
    return open
        ? { count: count + 1, ended: [...ended, { ...open, endedAt: run.since }].slice(-KEPT) }
        : { count, ended, open: { concern, count, since: run.since, begunAt: at, value: run.value, stage } };
}
