import type { Lang } from './language';

/** For whom a view is made, and when: views neither read the clock nor guess a language. */
export interface Reader {
    readonly lang: Lang;
    /** Milliseconds since 1970. */
    readonly now: number;
}
