export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
export const DIGITS = '0123456789';
export const UPPER = LOWER.toUpperCase();
export const ALNUM = LOWER + UPPER + DIGITS;
export const URL_SAFE = `${ALNUM}-_`;
export const BASE64 = `${ALNUM}+/`;
export const HEX = `${DIGITS}abcdef`;

/** Numbers that are the same in every run. */
export class Random {
    #state: number;

    constructor(seed: number) {
        this.#state = seed;
    }

    /** From 0 to below 1: mulberry32. */
    next(): number {
        this.#state = (this.#state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    }

    below(end: number): number {
        return Math.floor(this.next() * end);
    }

    pick<T>(values: readonly T[]): T {
        const value = values[this.below(values.length)];
        if (value === undefined) throw new Error('nothing to pick from');
        return value;
    }

    text(characters: string, length: number): string {
        let text = '';
        while (text.length < length) text += characters.charAt(this.below(characters.length));
        return text;
    }
}
