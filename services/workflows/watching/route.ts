import { matchesGlob } from './glob';
import type { Change, Thing, ThingRepo } from './thing';
import type { Watch, WatchEvent, WatchMode, WatchTarget } from './watch';

/** What a rule looks at in one thing that happened. */
export interface Routable {
    readonly event: WatchEvent;
    /** Milliseconds since 1970. */
    readonly at: number;
    readonly author?: string | undefined;
    /** undefined: not known, which passes no path filter. */
    readonly paths?: readonly string[] | undefined;
}

/** What decides besides the rules. */
export interface RouteFacts {
    /** Not everybody may see it on Hugging Face. */
    readonly private: boolean;
    /** Ids of the rooms that everybody in the workspace may read. */
    readonly publicRooms: ReadonlySet<string>;
    /** Milliseconds since 1970. */
    readonly now: number;
}

/** How a room is shown an item; what is off is not routed at all. */
export type ShownMode = Exclude<WatchMode, 'off'>;

export interface RoutedItem<I> {
    readonly item: I;
    readonly mode: ShownMode;
}

/** What one room may be shown of a change. There may be no items: then only what the room was shown already is kept up to date. */
export interface Routed<I> {
    /** The rule that lets it through. */
    readonly watch: Watch;
    readonly items: readonly RoutedItem<I>[];
}

/** The rule of each room that is about the repository: one about the repository itself goes before one about its owner. */
export function rulesAbout(watches: readonly Watch[], repo: ThingRepo): Watch[] {
    const rules = new Map<string, Watch>();
    for (const watch of watches) {
        if (isAbout(watch.target, repo) && (watch.target.type !== 'account' || !rules.has(watch.roomId))) {
            rules.set(watch.roomId, watch);
        }
    }
    return [...rules.values()];
}

/** What each room may be shown, under its rule. Rooms whose rule is muted, or that may not see the repository, are left out. */
export function route<I extends Routable>(watches: readonly Watch[], change: Change, items: readonly I[], facts: RouteFacts): Routed<I>[] {
    return rulesAbout(watches, change.repo)
        .filter((watch) => isHeard(watch, facts) && passesBranch(watch, change.thing))
        .map((watch) => ({ watch, items: items.flatMap((item) => routeItem(watch, item)) }));
}

function isHeard({ roomId, mutedUntil, showPrivate }: Watch, facts: RouteFacts): boolean {
    const isMuted = mutedUntil !== undefined && facts.now < mutedUntil;
    return !isMuted && (!facts.private || showPrivate || !facts.publicRooms.has(roomId));
}

function routeItem<I extends Routable>(watch: Watch, item: I): RoutedItem<I>[] {
    const mode = watch.modes[item.event];
    // What happened while the rule was muted stays unsaid.
    const since = Math.max(watch.at, watch.since?.[item.event] ?? 0, watch.mutedUntil ?? 0);
    return mode === 'off' || item.at < since || !passesAuthor(watch, item) || !passesPaths(watch, item) ? [] : [{ item, mode }];
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function isAbout(target: WatchTarget, repo: ThingRepo): boolean {
    return target.type === 'account' ? same(target.name, repo.id.split('/')[0] ?? '') : target.type === repo.type && same(target.id, repo.id);
}

const isOpen = (filter: readonly string[]): boolean => filter.length === 0;

const passesBranch = ({ filters: { branches } }: Watch, thing: Thing): boolean =>
    thing.kind !== 'branch' || isOpen(branches) || branches.some((pattern) => matchesGlob(pattern.toLowerCase(), thing.name.toLowerCase()));

const passesAuthor = ({ filters: { authors } }: Watch, { author }: Routable): boolean => isOpen(authors) || (author !== undefined && authors.some((name) => same(name, author)));

const passesPaths = ({ filters: { paths } }: Watch, item: Routable): boolean => isOpen(paths) || (item.paths ?? []).some((path) => paths.some((pattern) => matchesGlob(pattern, path)));
