import { ScanError } from '../finding';
import { latin1Text } from './text-escapes';

/** C's functions see the end of a text there. */
const NUL = '\0';
const INTEGER = /^\s*[+-]?[\da-fxo_]*l?\s*$/i;
const FRACTION = /^\s*[+-]?(?:[\d_.e+-]*|nan|inf|infinity)\s*$/i;
const INDEX = /^\s*(?:\+?(\d[\d_]{0,14})|-0+)\s*$/;

/** Whether an unpickler may take these for the beginning of a whole number, in any base. Words and tables end the guess that a text is a pickle. */
export function isInteger(line: Uint8Array): boolean {
    return INTEGER.test(upToNul(line));
}

export function isFraction(line: Uint8Array): boolean {
    return FRACTION.test(upToNul(line));
}

/** A place in the memo, with the blanks, signs and underscores that Python takes beside the digits. Undefined: longer than a name. */
export function memoIndex(line: Uint8Array | undefined): number {
    if (line === undefined) throw new ScanError('too-long', 'a place in the memo that is longer than any');
    const [index, digits = '0'] = INDEX.exec(upToNul(line)) ?? [];
    if (index === undefined) throw new ScanError(isInteger(line) ? 'too-long' : 'malformed', 'a place in the memo that is no number');
    return Number(digits.replaceAll('_', ''));
}

function upToNul(line: Uint8Array): string {
    const [text = ''] = latin1Text(line).split(NUL, 1);
    return text;
}
