/** Logs of programs as people read them. */
export { errorLines, type LogError } from './error-lines';
export { readableLines, type ReadableLine } from './readable-lines';
export { loggedSpace, spaceLog, type LoggedSpace, type SpaceLog } from './space-log';
export { EMPTY_LOG, FollowedLog, FOLLOWED_LINES, type LogView } from './followed-log';
