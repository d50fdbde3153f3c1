import type { Values } from '../ui/language';
import type { MessageKey } from '../ui/catalogue';

/** One sentence of the catalogue with what belongs into its placeholders. */
export interface Sentence {
    readonly key: MessageKey;
    readonly values?: Values;
}

/** A button that does what was asked for all the same: an action and its value. */
export interface Anyway {
    readonly actionId: string;
    readonly value: string;
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

/** Something the user has to know first: shown with a button that goes on. Nothing was done. */
export class UserQuestion extends UserError {
    constructor(
        sentence: Sentence,
        readonly button: Anyway & { readonly label: Sentence },
        ...steps: readonly Sentence[]
    ) {
        super(sentence, ...steps);
    }
}
