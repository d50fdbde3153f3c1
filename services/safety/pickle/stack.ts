import { ScanError } from '../finding';
import type { Value } from './values';

/** Every value on it costs memory here as in Python. Writers put at most a thousand items at once on it, for each level of nesting. */
export const MAX_STACK_DEPTH = 250_000;
/** Marks without end would do the same. */
const MAX_MARKS = 100_000;
/** One entry for each text and container of a file; a file with more of them has more opcodes than are walked. */
export const MAX_MEMO_ENTRIES = 500_000;

/** Stack, marks and memo of an unpickler. What lies below the last mark is out of reach until the mark is gone, as in CPython. */
export class Stack {
    readonly #values: Value[] = [];
    readonly #marks: number[] = [];
    readonly #memo = new Map<number, Value>();

    push(value: Value): void {
        if (this.#values.length >= MAX_STACK_DEPTH) throw new ScanError('too-long', `more than ${MAX_STACK_DEPTH} values on the stack`);
        this.#values.push(value);
    }

    pop(): Value {
        const value = this.top();
        this.#values.pop();
        return value;
    }

    top(): Value {
        const value = this.#values.length > this.#fence ? this.#values.at(-1) : undefined;
        if (value === undefined) throw new ScanError('malformed', 'the stack is empty');
        return value;
    }

    /** The topmost values, in the order in which they were pushed. */
    popTop(count: number): Value[] {
        const at = this.#values.length - count;
        if (at < this.#fence) throw new ScanError('malformed', 'the stack is empty');
        return this.#values.splice(at);
    }

    mark(): void {
        if (this.#marks.length >= MAX_MARKS) throw new ScanError('too-long', `more than ${MAX_MARKS} marks`);
        this.#marks.push(this.#values.length);
    }

    /** The values above the last mark, which goes with them. */
    popToMark(): Value[] {
        const mark = this.#marks.pop();
        if (mark === undefined) throw new ScanError('malformed', 'a mark is missing');
        return this.#values.splice(mark);
    }

    /** Drops the value on top, or the mark when there is nothing above it. */
    drop(): void {
        if (this.#marks.length > 0 && this.#values.length === this.#fence) this.#marks.pop();
        else this.pop();
    }

    remember(index: number): void {
        if (this.#memo.size >= MAX_MEMO_ENTRIES) throw new ScanError('too-long', `more than ${MAX_MEMO_ENTRIES} values in the memo`);
        this.#memo.set(index, this.top());
    }

    /** Under the number of entries that are there, which need not be the next free number. */
    memoize(): void {
        this.remember(this.#memo.size);
    }

    get hasEmptyMemo(): boolean { return this.#memo.size === 0; }

    recall(index: number): void {
        const value = this.#memo.get(index);
        if (value === undefined) throw new ScanError('malformed', 'the memo has no such value');
        this.push(value);
    }

    get #fence(): number { return this.#marks.at(-1) ?? 0; }
}
