import type { Episode } from './detector';
import type { MonitorRules } from './monitor';

/** Something to say, once under its key. */
export interface MonitorNews {
    readonly kind: 'alert-begins' | 'alert-ends';
    readonly key: string;
    /** The key under which its beginning is told. */
    readonly begins: string;
    readonly episode: Episode;
}

interface Said {
    readonly rules: Pick<MonitorRules, 'since'>;
    /** Keys of what was said already. */
    readonly told: ReadonlySet<string>;
    /** Nothing is said before this, milliseconds since 1970. */
    readonly mutedUntil: number;
    readonly now: number;
}

const keyOf = ({ since }: Said['rules'], { concern, count }: Episode, end: 'begins' | 'ends'): string => `${since}:${concern}:${count}:${end}`;

/** Every key that these episodes may be told under. */
export const keysOf = (rules: Said['rules'], episodes: readonly Episode[]): string[] => episodes.flatMap((episode) => [keyOf(rules, episode, 'begins'), keyOf(rules, episode, 'ends')]);

/**
 * What is to be said of the episodes: that one has begun, as long as it goes on; that it is over, if its beginning was told. One that
 * begins and ends while the monitor is muted is not told at all, one that still goes on afterwards is.
 */
export function newsOf(episodes: readonly Episode[], { rules, told, mutedUntil, now }: Said): MonitorNews[] {
    if (now < mutedUntil) {
        return [];
    }
    return episodes.flatMap((episode): MonitorNews[] => {
        const begins = keyOf(rules, episode, 'begins');
        const ends = keyOf(rules, episode, 'ends');
        if (!told.has(begins)) {
            return episode.endedAt === undefined ? [{ kind: 'alert-begins', key: begins, begins, episode }] : [];
        }
        return episode.endedAt === undefined || told.has(ends) ? [] : [{ kind: 'alert-ends', key: ends, begins, episode }];
    });
}
