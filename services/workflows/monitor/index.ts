/** What a Space's load, log and stage tell over time: when an alert begins, and when it is over. */
export type { Episode } from './detector';
export { episodesOf, type History, KEPT_SAMPLES, merged, withSamples } from './history';
export { type Alert, ALERTS, type Concern, LOAD_ALERTS, type LoadAlert, LONGEST_FOR_MS, lowMark, type MonitorRules } from './monitor';
export { keysOf, type MonitorNews, newsOf } from './news';
export type { Sample } from './sample';
