import type { View } from '../ui/view';
import type { Sentence } from './user-error';

/** What a command answers with: a view for people and, for read commands, the same as data for machines (`--format json`). */
export interface Answer {
    readonly view: View;
    readonly json?: unknown;
    /** Why it may not be posted where everybody may read. */
    readonly notPublic?: Sentence;
}

/** An answer without data. */
export function answer(view: View, json?: unknown): Answer {
    return json === undefined ? { view } : { view, json };
}
