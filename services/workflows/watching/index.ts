export { changeKey, parseChangeKey, type Change, type Thing, type ThingRepo } from './thing';
export { DEFAULT_MODES, ownerOf, WATCH_EVENTS, WATCH_MODES, type Watch, type WatchEvent, type WatchFilters, type WatchMode, type WatchTarget } from './watch';
