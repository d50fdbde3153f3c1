import { WATCH_EVENTS, type WatchEvent } from './watch';

/** What people call the events. */
const OTHER_NAMES: Readonly<Record<string, readonly WatchEvent[]>> = {
    all: WATCH_EVENTS,
    push: ['repo-updated'], pushes: ['repo-updated'], commit: ['repo-updated'], commits: ['repo-updated'], updates: ['repo-updated'],
    discussion: ['discussion-created'], discussions: ['discussion-created'],
    pr: ['pr-opened', 'pr-closed'], prs: ['pr-opened', 'pr-closed'], pulls: ['pr-opened', 'pr-closed'], 'pull-requests': ['pr-opened', 'pr-closed'], 'pr-merged': ['pr-closed'], merges: ['pr-closed'],
    comments: ['comment'],
    repo: ['repo-changed'], repos: ['repo-changed'], renamed: ['repo-changed'], visibility: ['repo-changed'], deleted: ['repo-changed'],
    space: ['space-status-updated'], spaces: ['space-status-updated'], stage: ['space-status-updated'], status: ['space-status-updated'],
    base: ['lineage'], bases: ['lineage'], parents: ['lineage'],
};

/** The events that a typed name means; undefined for one that means nothing. */
export function eventsNamed(typed: string): readonly WatchEvent[] | undefined {
    const name = typed.trim().toLowerCase().replaceAll('_', '-');
    const own = WATCH_EVENTS.filter((event) => event === name);
    return own.length > 0 ? own : new Map(Object.entries(OTHER_NAMES)).get(name);
}
