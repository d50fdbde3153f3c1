import { ScanError } from '../finding';
import { MAX_TEXT_BYTES } from './pickle-bytes';
import { latin1Text } from './text-escapes';

/** C's functions see the end of a text there. */
const NUL = '\0';
const INTEGER = /^[+-]?[\da-fxo_]*\s*l?$/i;
const FRACTION = /^[+-]?(?:[\d_.e+-]*|nan|inf|infinity)$/i;
const FRACTION_START = /^[+-]?[\d_.e+afinty-]*$/i;
const INDEX = /^(?:\+?0*(\d[\d_]{0,14})|-0+)$/;

/** Whether an unpickler may take these for the beginning of a whole number, in any base, with blanks around it and the `L` of a long one behind them. Words and tables end the guess that a text is a pickle. */
export function isInteger(line: Uint8Array): boolean {
    const text = numberIn(line);
    return INTEGER.test(text) && (/\d/.test(text) || isCut(line));
}

/** The same for the opcode that is read by `strtol`, which makes 0 of a text that ends before it begins. */
export function isMachineInteger(line: Uint8Array): boolean {
    return line[0] === 0 || isInteger(line);
}

export function isFraction(line: Uint8Array): boolean {
    const text = numberIn(line);
    return isCut(line) ? FRACTION_START.test(text) : FRACTION.test(text) && /[\dan]/i.test(text);
}

/** Blanks in any number may stand before the digits, so that they may lie beyond what is looked at. Not beyond the end that C sees. */
function isCut(line: Uint8Array): boolean {
    return line.byteLength >= MAX_TEXT_BYTES && !line.includes(0);
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
