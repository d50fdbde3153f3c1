import { ScanError } from '../finding';
import { NONE, type Value } from './values';

/** What lies in the stream behind the wrapper of an array. */
export type ArrayData =
    | { readonly kind: 'pickle' }                                           // an array of objects is a pickle of its own
    | { readonly kind: 'bytes'; readonly length: number; readonly isPadded: boolean };

/** Bytes of one element of U, which counts characters. */
const CHARACTER_BYTES = 4;

/** Whether a BUILD of this value makes joblib read an array's data from behind it. */
export function wrapsArray(value: Value): boolean {
    return value.kind === 'instance' && value.of.path === 'joblib.numpy_pickle.NumpyArrayWrapper';
}

/**
 * How much of the stream belongs to the array, by the state of its wrapper: a dictionary with `shape`, `dtype` and, since joblib 1.2,
 * `numpy_array_alignment_bytes`. Source: https://github.com/joblib/joblib (joblib/numpy_pickle.py).
 * Throws when that can't be told: to go on at a wrong place would be to read numbers as opcodes.
 */
export function joblibArray(state: Value): ArrayData {
    const attributes = state.kind === 'dict' ? state.entries : new Map<string, Value>();
    const code = dtypeCode(attributes.get('dtype'));
    if (/^[<>|=]?O\d?$/.test(code)) return { kind: 'pickle' };
    const length = elements(attributes.get('shape')) * itemBytes(code);
    if (!Number.isSafeInteger(length)) throw new ScanError('too-long', 'an array of more than 2^53 bytes');
    return { kind: 'bytes', length, isPadded: (attributes.get('numpy_array_alignment_bytes') ?? NONE).kind !== 'none' };
}

function dtypeCode(dtype: Value | undefined): string {
    const [code] = dtype?.kind === 'instance' && dtype.of.use === 'dtype' ? dtype.args : [];
    if (code?.kind !== 'text') throw new ScanError('unsupported', 'an array of joblib without a plain dtype');
    return code.text;
}

function itemBytes(code: string): number {
    const [, kind, digits] = /^[<>|=]?([biufcSUmM])(\d{1,9})$/.exec(code) ?? [];
    if (kind === undefined) throw new ScanError('unsupported', 'an array of joblib without a plain dtype');
    return Number(digits) * (kind === 'U' ? CHARACTER_BYTES : 1);
}

function elements(shape: Value | undefined): number {
    if (shape?.kind !== 'tuple' || shape.items.length !== shape.size) throw new ScanError('unsupported', 'an array of joblib without a plain shape');
    return shape.items.reduce((product, item) => {
        if (item.kind !== 'number' || item.value < 0) throw new ScanError('unsupported', 'an array of joblib without a plain shape');
        return product * item.value;
    }, 1);
}
