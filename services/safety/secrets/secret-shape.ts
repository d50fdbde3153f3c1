import type { SecretKind, SecretWeight } from '../secret-finding';

/** One way in which a secret is written. */
export interface SecretShape {
    readonly kind: SecretKind;
    /** One of them stands in every text that has a match, in this case; they spare texts without one the expression. At least two characters. */
    readonly anchors: readonly string[];
    /** Global; linear; a match is at most `LONGEST_MATCH` characters. The first group that took part is the secret, without groups the whole match. */
    readonly pattern: RegExp;
    /** `block` if it is missing. What returns undefined is no finding. */
    readonly weigh?: (secret: string, around: Surroundings) => SecretWeight | undefined;
    /** True where publishing one may be meant: an example that was made for it, a key that browsers get to see. */
    readonly overridable?: boolean;
    /** Is none within a word. Asked of what matched, because an expression that looks back at every place is slow. */
    readonly startsWord?: boolean;
    /** Needs words around it that binary files have by chance only. */
    readonly textOnly?: boolean;
}

export interface Surroundings {
    readonly text: string;
    readonly from: number;
    readonly to: number;
}

/** A quote, also of a text that stands in a text of JSON, which stands in another one. */
export const QUOTE = String.raw`\\{0,3}["'\x60]`;

/** Characters. Longer tokens are found by their beginning. */
export const LONGEST_MATCH = 4_096;

/** A token that is known by its prefix: `body` is an expression for all of it. */
export function token(kind: SecretKind, anchors: readonly string[], body: string, rest: Pick<SecretShape, 'weigh' | 'overridable'> = {}): SecretShape {
    return { kind, anchors, pattern: new RegExp(`${body}(?![A-Za-z0-9])`, 'g'), startsWord: true, ...rest };
}

const BEFORE = /^$|(?:[^A-Za-z0-9]|\\[nrtbf]|\\u[0-9a-fA-F]{4}|%[0-9A-F]{2})$/;
const LONGEST_ESCAPE = 6;

/** Whether a token may begin here: not in a word, but behind the escapes of a quoted text, whose letters belong to no word. */
export function mayBegin(text: string, at: number): boolean {
    return BEFORE.test(text.slice(Math.max(0, at - LONGEST_ESCAPE), at));
}
