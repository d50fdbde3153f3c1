import { ScanError } from '../finding';
import { latin1Text } from './text-escapes';

/** C's functions see the end of a text there. */
const NUL = '\0';
const INTEGER = /^(?=\D*\d)[+-]?[\da-fxo_]*l?$/i;
const FRACTION = /^[+-]?(?:(?=\D*\d)[\d_.e+-]*|nan|inf|infinity)$/i;
const INDEX = /^(?:\+?(\d[\d_]{0,14})|-0+)$/;

/** Whether an unpickler may take these for the beginning of a whole number, in any base. Words and tables end the guess that a text is a pickle. */
export function isInteger(line: Uint8Array): boolean {
    return INTEGER.test(numberIn(line));
}

export function isFraction(line: Uint8Array): boolean {
    return FRACTION.test(numberIn(line));
}

/** A place in the memo, with the blanks, signs and underscores that Python takes beside the digits. Undefined: longer than a name. */
export function memoIndex(line: Uint8Array | undefined): number {
    if (line === undefined) throw new ScanError('too-long', 'a place in the memo that is longer than any');
    const [index, digits = '0'] = INDEX.exec(numberIn(line)) ?? [];
    if (index === undefined) throw new ScanError(isInteger(line) ? 'too-long' : 'malformed', 'a place in the memo that is no number');
    return Number(digits.replaceAll('_', ''));
}

/** Blanks around a number mean nothing. */
function numberIn(line: Uint8Array): string {
    const [text = ''] = latin1Text(line).split(NUL, 1);
    return text.trim();
}
