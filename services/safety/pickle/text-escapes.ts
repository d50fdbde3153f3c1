import { ScanError } from '../finding';

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
    ['\\', '\\'], ["'", "'"], ['"', '"'], ['a', '\x07'], ['b', '\b'], ['f', '\f'], ['n', '\n'], ['r', '\r'], ['t', '\t'], ['v', '\v'],
]);

const utf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** What is not UTF-8 becomes U+FFFD, which is in no name on a list. */
export function utf8Text(bytes: Uint8Array): string {
    return utf8.decode(bytes);
}

/** One character per byte. `TextDecoder('latin1')` is windows-1252 and would change some. */
export function latin1Text(bytes: Uint8Array): string {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return text;
}

/** The argument of UNICODE: Python's codec `raw-unicode-escape`, in which only `\u` and `\U` mean something. */
export function rawUnicodeText(line: Uint8Array): string {
    return latin1Text(line).replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[^])/g, (match, short: string | undefined, long: string | undefined) => {
        const hex = short ?? long;
        if (hex === undefined && !/^\\[uU]/.test(match)) return match;
        const code = hex === undefined ? Number.NaN : Number.parseInt(hex, 16);
        if (!(code <= 0x10ffff)) throw new ScanError('malformed', 'an escape that is none');
        return String.fromCodePoint(code);
    });
}

/** The argument of STRING: a Python 2 literal with its quotes. */
export function quotedText(line: Uint8Array): string {
    const literal = latin1Text(line);
    const quote = literal[0];
    if (literal.length < 2 || (quote !== "'" && quote !== '"') || literal.at(-1) !== quote) throw new ScanError('malformed', 'a text without quotes');
    return literal.slice(1, -1).replace(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|([^]))/g, (match, hex: string | undefined, octal: string | undefined, letter: string | undefined) => {
        if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
        if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
        if (letter === 'x') throw new ScanError('malformed', 'an escape that is none');
        return SIMPLE_ESCAPES.get(letter ?? '') ?? match;
    });
}
