import { type Detector, type Episode, NEW_DETECTOR, step } from './detector';
import type { Concern, MonitorRules } from './monitor';
import type { Sample } from './sample';

/** As many samples are kept; older ones are judged for good. */
export const KEPT_SAMPLES = 60;

/** What a monitor has seen. */
export interface History {
    /** Which rules the judgement is by: `since` of them. */
    readonly rules: number;
    /** Everything up to here is judged, and counts in `detectors`: milliseconds since 1970. */
    readonly through: number;
    readonly detectors: Readonly<Partial<Record<Concern, Detector>>>;
    /** The last ones, oldest first, each moment once. */
    readonly samples: readonly Sample[];
}

/** Nothing has been seen. */
export const newHistory = ({ since }: MonitorRules): History => ({ rules: since, through: since - 1, detectors: {}, samples: [] });

/** With more samples, in any order and as often as you like. Those that come when `KEPT_SAMPLES` later ones are there come too late. */
export function withSamples(history: History, samples: readonly Sample[], rules: MonitorRules): History {
    const all = distinct([...history.samples, ...samples]);
    const [old, kept] = [all.slice(0, -KEPT_SAMPLES), all.slice(-KEPT_SAMPLES)];
    const judged = old.filter(({ at }) => at > history.through);
    return { ...history, through: judged.at(-1)?.at ?? history.through, detectors: detect(history.detectors, judged, rules), samples: kept };
}

/** What two servers have seen, each by itself. Under new rules the judgement begins anew; what was seen before is still there to be shown. */
export function merged(histories: readonly History[], rules: MonitorRules): History {
    const current = histories.filter((history) => history.rules === rules.since).sort((a, b) => b.through - a.through);
    return withSamples(current[0] ?? newHistory(rules), histories.flatMap(({ samples }) => samples), rules);
}

/** All that is or was the matter, by concern and time. The same for every order in which the samples came. */
export function episodesOf({ through, detectors, samples }: History, rules: MonitorRules): Episode[] {
    const judged = detect(detectors, samples.filter(({ at }) => at > through), rules);
    return concernsOf(rules).flatMap((concern) => {
        const { ended, open } = judged[concern] ?? NEW_DETECTOR;
        return open ? [...ended, open] : ended;
    });
}

const concernsOf = ({ alerts }: MonitorRules): readonly Concern[] => [...alerts, 'blind'];

function detect(detectors: History['detectors'], samples: readonly Sample[], rules: MonitorRules): History['detectors'] {
    const judged = concernsOf(rules).map((concern) => [concern, samples.reduce((detector, sample) => step(detector, concern, sample, rules), detectors[concern] ?? NEW_DETECTOR)] as const);
    return Object.fromEntries(judged);
}

/** By time. Of two of the same moment it makes no difference which came first. */
function distinct(samples: readonly Sample[]): Sample[] {
    const byTime = new Map<number, Sample>();
    for (const sample of samples) {
        const other = byTime.get(sample.at);
        if (!other || JSON.stringify(sample) < JSON.stringify(other)) {
            byTime.set(sample.at, sample);
        }
    }
    return [...byTime.values()].sort((a, b) => a.at - b.at);
}
