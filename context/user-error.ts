import type { Values } from '../ui/language';
import type { MessageKey } from '../ui/catalogue';

/** One sentence of the catalogue with what belongs into its placeholders. */
export interface Sentence {
    readonly key: MessageKey;
    readonly values?: Values;
}

/**
 * Something the user can mend: shown as it is, in the user's language, with the next steps.
 * It is an answer, not a fault: it is not logged.
 */
export class UserError extends Error {
    readonly steps: readonly Sentence[];

    constructor(
        readonly sentence: Sentence,
        ...steps: ReadonlyArray<Sentence | undefined>
    ) {
        super(sentence.key);
        this.name = 'UserError';
        this.steps = steps.filter((step) => step !== undefined);
    }
}
