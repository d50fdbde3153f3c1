import type { Reader } from './reader';

/** How old an answer of the Hub is. */
export interface Age {
    readonly ageMs: number;
    /** The Hub did not answer, so that an expired copy had to do. */
    readonly stale: boolean;
}

/** Younger than this is as good as new, milliseconds: what was asked for in the same breath. */
const NOTICEABLE_MS = 1000;

/** The small print under whatever came from the cache; undefined for what is fresh. */
export function ageNote({ ageMs, stale }: Age, { lang, now }: Reader): string | undefined {
    const age = lang.relative(now - ageMs, now);
    if (stale) {
        return lang.t('common.stale', { age });
    }
    return ageMs >= NOTICEABLE_MS ? lang.t('common.age', { age }) : undefined;
}
