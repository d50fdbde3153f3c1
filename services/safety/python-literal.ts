import { ScanError } from './finding';

/** What `ast.literal_eval` makes of a literal, with tuples as arrays; dictionaries keep their order. */
export type Literal = string | number | boolean | null | readonly Literal[] | Map<string, Literal>;

/** Lists in lists in lists would recurse until the stack is gone; a nested dtype of a real array has two or three levels. */
const MAX_DEPTH = 16;

const TOKEN = /\s*(?:([{}()[\],:])|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|(-?\d{1,15})L?(?![\w.])|(True|False|None)\b)/y;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

/**
 * Reads a Python literal of texts, whole numbers, `True`, `False`, `None`, tuples, lists and dictionaries with texts as keys; evaluates
 * nothing. Throws a ScanError for anything else. Escapes in texts stay as they are written, and are none that a key may have: Python
 * would take `'desc\x72'` for another `'descr'`, and the last one counts.
 */
export function parsePythonLiteral(text: string): Literal {
    const parser = new Parser(text);
    const value = parser.value(1);
    parser.expectEnd();
    return value;
}

export function isList(value: Literal | undefined): value is readonly Literal[] {
    return Array.isArray(value);
}

class Parser {
    readonly #text: string;
    #at = 0;
    #token: { mark?: string; literal?: Literal } = {};

    constructor(text: string) {
        this.#text = text;
        this.#next();
    }

    value(depth: number): Literal {
        if (depth > MAX_DEPTH) throw new ScanError('too-long', `a literal nested more than ${MAX_DEPTH} deep`);
        const { mark, literal } = this.#token;
        this.#next();
        if (literal !== undefined) return literal;
        if (mark === '{') return this.#dictionary(depth);
        const closing = mark === undefined ? undefined : CLOSING[mark];
        if (closing === undefined) throw malformed();
        return this.#items(closing, depth);
    }

    expectEnd(): void {
        if (this.#token.mark !== undefined || this.#token.literal !== undefined || this.#text.slice(this.#at).trim() !== '') throw malformed();
    }

    #items(closing: string, depth: number): Literal[] {
        const items: Literal[] = [];
        while (this.#token.mark !== closing) {
            items.push(this.value(depth + 1));
            this.#passComma(closing);
        }
        this.#next();
        return items;
    }

    #dictionary(depth: number): Map<string, Literal> {
        const entries = new Map<string, Literal>();
        while (this.#token.mark !== '}') {
            const key = this.value(depth + 1);
            if (typeof key !== 'string' || key.includes('\\') || this.#token.mark !== ':') throw malformed();
            this.#next();
            entries.set(key, this.value(depth + 1));
            this.#passComma('}');
        }
        this.#next();
        return entries;
    }

    #passComma(closing: string): void {
        if (this.#token.mark === ',') this.#next();
        else if (this.#token.mark !== closing) throw malformed();
    }

    /** An empty token at the end, and where something else stands. */
    #next(): void {
        TOKEN.lastIndex = this.#at;
        const [whole = '', mark, single, double, digits, word] = TOKEN.exec(this.#text) ?? [];
        this.#at += whole.length;
        this.#token = mark === undefined ? { literal: literalOf(single ?? double, digits, word) } : { mark };
    }
}

function literalOf(text: string | undefined, digits: string | undefined, word: string | undefined): Literal | undefined {
    if (text !== undefined) return text;
    if (digits !== undefined) return Number.parseInt(digits, 10);
    if (word === undefined) return undefined;
    return word === 'None' ? null : word === 'True';
}

function malformed(): ScanError {
    return new ScanError('malformed', 'a header that is no literal');
}
