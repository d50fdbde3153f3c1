import type { View } from '../ui/view';

/** What a command answers with: a view for people and, for read commands, the same as data for machines (`--format json`). */
export interface Answer {
    readonly view: View;
    readonly json?: unknown;
}

/** An answer without data. */
export function answer(view: View, json?: unknown): Answer {
    return json === undefined ? { view } : { view, json };
}
