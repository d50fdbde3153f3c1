/**
 * What Rocket.Chat hands over as a command's arguments, brought into the shape that was meant.
 * The server has split the text already and understands straight quotes only: smart quotes and long dashes, which phones
 * write by themselves, arrive as ordinary characters.
 */

const OPENING = /^(--[\w-]+=)?([“”„«"'‘’])/;
const CLOSING: Record<string, string> = { '“': '”“"', '”': '”', '„': '“”"', '«': '»', '"': '"', "'": "'", '‘': '’', '’': '’' };
/** En dash, em dash, horizontal bar and minus sign in front of a letter were meant as `--`. */
const LONG_DASH = /^[–—―−]+(?=\p{L})/u;

/** Joins what smart quotes hold together, and writes options as `--name`. Words without either stay as they are. */
export function meantWords(given: readonly string[]): string[] {
    const words: string[] = [];
    for (let at = 0; at < given.length; at++) {
        const word = (given[at] ?? '').replace(LONG_DASH, '--');
        const quote = OPENING.exec(word);
        const end = quote ? closingIndex(given, at, word, quote) : undefined;
        if (!quote || end === undefined) {
            words.push(word);
            continue;
        }
        const whole = [word, ...given.slice(at + 1, end + 1)].join(' ');
        const prefix = quote[1] ?? '';
        words.push(prefix + whole.slice(prefix.length + 1, -1));
        at = end;
    }
    return words;
}

/** A longer quotation is none. Without the bound, a command of nothing but opening quotes would hold up the whole app. */
const MAX_QUOTED_WORDS = 100;

/** The index of the word that ends with the quote's counterpart, from `at` on; undefined when it is never closed. */
function closingIndex(given: readonly string[], at: number, first: string, quote: RegExpExecArray): number | undefined {
    const closing = CLOSING[quote[2] ?? ''] ?? '';
    const opened = quote[0].length;
    const end = Math.min(given.length, at + MAX_QUOTED_WORDS);
    for (let index = at; index < end; index++) {
        const word = index === at ? first : (given[index] ?? '');
        const last = word.at(-1);
        if (last !== undefined && closing.includes(last) && (index > at || word.length > opened)) {
            return index;
        }
    }
    return undefined;
}
