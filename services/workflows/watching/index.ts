export { matchesGlob } from './glob';
export { isQuiet, nextDigest, quietEnd, type RoomHours } from './quiet-hours';
export { type Routable, route, type Routed, type RoutedItem, type RouteFacts, rulesAbout, type ShownMode } from './route';
export { changeKey, parseChangeKey, type Change, type Thing, type ThingRepo } from './thing';
export { DEFAULT_MODES, ownerOf, WATCH_EVENTS, WATCH_MODES, type Watch, type WatchEvent, type WatchFilters, type WatchMode, type WatchTarget } from './watch';
export { isReachable } from './reachability';
export { entriesFor, mergedList, sameList, uniqueEntries, without, type WatchedEntry } from './watched-list';
