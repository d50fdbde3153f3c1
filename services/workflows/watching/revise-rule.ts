import { DEFAULT_MODES, WATCH_EVENTS, type Watch, type WatchEvent, type WatchFilters, type WatchMode } from './watch';

/** What somebody wants of a rule; what is not given stays, or is as usual in a new one. */
export interface RuleWish {
    readonly events?: readonly WatchEvent[] | undefined;
    readonly mode?: WatchMode | undefined;
    readonly filters?: Partial<WatchFilters> | undefined;
}

type Rule = Pick<Watch, 'modes' | 'filters'>;

const NO_FILTERS: WatchFilters = { branches: [], authors: [], paths: [] };

/**
 * A new rule shows the events that are named and no others, or all; of a rule that is there (`before`) only the named ones change.
 * A mode without events is for all that are shown.
 */
export function reviseRule(before: Rule | undefined, { events, mode, filters }: RuleWish): Rule {
    const modeOf = (event: WatchEvent): WatchMode => {
        const known = before?.modes[event];
        if (events === undefined) {
            const now = known ?? DEFAULT_MODES[event];
            return now === 'off' ? now : (mode ?? now);
        }
        if (events.includes(event)) {
            return mode ?? (known === undefined || known === 'off' ? DEFAULT_MODES[event] : known);
        }
        return known ?? 'off';
    };
    return { modes: byEvent(modeOf), filters: { ...NO_FILTERS, ...before?.filters, ...filters } };
}

/**
 * From when on each event of a changed rule is shown: what the rule kept from the room before stays unsaid. Other filters may let
 * through anything. `now`: milliseconds since 1970.
 */
export function sinceChange(before: Pick<Watch, 'modes' | 'filters' | 'since'>, after: Rule, now: number): Watch['since'] {
    const isFilteredAnew = JSON.stringify(before.filters) !== JSON.stringify(after.filters);
    const widened = WATCH_EVENTS.filter((event) => isFilteredAnew || (before.modes[event] === 'off' && after.modes[event] !== 'off'));
    return { ...before.since, ...Object.fromEntries(widened.map((event) => [event, now])) };
}

/** Nothing would ever be shown. */
export const isSilent = ({ modes }: Pick<Watch, 'modes'>): boolean => WATCH_EVENTS.every((event) => modes[event] === 'off');

/** Names each event once, so that one that is added is not left out. */
const byEvent = (of: (event: WatchEvent) => WatchMode): Watch['modes'] => ({
    'repo-updated': of('repo-updated'),
    'discussion-created': of('discussion-created'),
    'pr-opened': of('pr-opened'),
    'pr-closed': of('pr-closed'),
    comment: of('comment'),
    'repo-changed': of('repo-changed'),
    'space-status-updated': of('space-status-updated'),
    lineage: of('lineage'),
});
