/** Chance that is the same in every run: mulberry32 (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). */
export class Dice {
    constructor(private state: number) {}

    /** From 0 to `most`, both included. */
    upTo(most: number): number {
        this.state = (this.state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) % (most + 1);
    }

    between(least: number, most: number): number {
        return least + this.upTo(most - least);
    }

    /** True in so many of a hundred cases. */
    percent(chance: number): boolean {
        return this.upTo(99) < chance;
    }

    one<T>(...of: readonly [T, ...T[]]): T {
        return of[this.upTo(of.length - 1)] ?? of[0];
    }
}
