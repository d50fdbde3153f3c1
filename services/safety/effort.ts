import { HeaderError } from './header-reading';

/** Looks at what is in a file, and at what is in that. The largest archives that are read to their end take some hundred. */
const MAX_LOOKS = 1024;
/** Twice what one walk may take: a walk for a guess, and the one that follows it. */
const MAX_OPCODES = 2_000_000;
/** Bytes. Archives of compressed archives would make gigabytes out of thousands. */
const MAX_INFLATED_BYTES = 32 * 1024 * 1024;

/**
 * What all looks at one file may cost together, however many of them there are: each has bounds of its own, but archives hold many
 * files, the same bytes several times, and each other. Whoever takes more than is left gets an error, and so does everybody after that.
 */
export class Effort {
    readonly #left = { looks: MAX_LOOKS, opcodes: MAX_OPCODES, inflated: MAX_INFLATED_BYTES };

    get isExhausted(): boolean { return this.#left.looks < 0 || this.#left.opcodes < 0 || this.#left.inflated < 0; }

    spend(what: 'looks' | 'opcodes' | 'inflated', amount: number): void {
        this.#left[what] -= amount;
        if (this.#left[what] < 0) throw new HeaderError('budget', 'looking into all that is in it would take too long');
    }
}
