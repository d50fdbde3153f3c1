import { findingOf, harmless, ScanError, together, type Finding } from './finding';
import { partOf, type ByteSource } from './metered-source';
import { walkPickle } from './pickle/walk-pickle';
import { isList, parsePythonLiteral, type Literal } from './python-literal';

/** NumPy itself reads no longer header by default, because parsing one takes long. */
export const MAX_HEADER_BYTES = 10_000;
/** Arrays are written one after the other into a file by hand only. Stops thousands of empty ones. */
const MAX_ARRAYS = 64;
/** A long shape would be multiplied out; NumPy allows no more. */
const MAX_DIMENSIONS = 64;

const PREAMBLE_BYTES = 12;

interface ArrayHeader {
    readonly dataAt: number;
    /** Undefined: of objects, so that a pickle follows. */
    readonly dataBytes: number | undefined;
}

/**
 * An .npy file: its header, a literal, is parsed and not evaluated; what an array of objects holds is a pickle, which is walked.
 * Source of the format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 */
export function inspectNumpy(source: ByteSource): Promise<Finding> {
    return findingOf('numpy', async () => {
        let at = 0;
        for (let count = 0; count === 0 || at < source.size; count++) {
            if (count === MAX_ARRAYS) throw new ScanError('too-long', `more than ${MAX_ARRAYS} arrays in a row`);
            const { dataAt, dataBytes } = await readHeader(source, at);
            if (dataBytes === undefined) return together('numpy', [await walkPickle(partOf(source, dataAt, source.size))]);
            at = dataAt + dataBytes;
            if (at > source.size) throw new ScanError('truncated', 'an array longer than its file');
        }
        return harmless('numpy');
    });
}

async function readHeader(source: ByteSource, at: number): Promise<ArrayHeader> {
    const start = await source.read(at, PREAMBLE_BYTES);
    if (String.fromCharCode(...start.subarray(0, 6)) !== '\x93NUMPY') throw new ScanError('malformed', 'bytes that are no array follow one');
    if (start.byteLength < PREAMBLE_BYTES) throw new ScanError('truncated', 'an array that ends in its header');
    const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
    const version = view.getUint8(6);
    if (version < 1 || version > 3) throw new ScanError('unsupported', `version ${version} of NumPy's format`);
    const [length, headerAt] = version === 1 ? [view.getUint16(8, true), at + 10] : [view.getUint32(8, true), at + 12];
    if (length > MAX_HEADER_BYTES) throw new ScanError('too-long', `a header of ${length} bytes`);
    const header = await source.read(headerAt, length);
    if (header.byteLength < length) throw new ScanError('truncated', 'an array that ends in its header');
    return { dataAt: headerAt + length, dataBytes: dataBytesOf(parsePythonLiteral(new TextDecoder().decode(header))) };
}

function dataBytesOf(header: Literal): number | undefined {
    if (!(header instanceof Map)) throw new ScanError('malformed', 'a header that is no dictionary');
    const shape = header.get('shape');
    const descr = header.get('descr');
    if (!isList(shape) || descr === undefined || shape.length > MAX_DIMENSIONS) throw new ScanError('malformed', 'a header without shape or type');
    const itemBytes = itemBytesOf(descr);
    if (itemBytes === undefined) return undefined;
    const bytes = multiplied(shape) * itemBytes;
    if (!Number.isSafeInteger(bytes)) throw new ScanError('malformed', 'an array of impossible size');
    return bytes;
}

function multiplied(shape: readonly Literal[]): number {
    return shape.reduce<number>((product, size) => (typeof size === 'number' && size >= 0 ? product * size : Number.NaN), 1);
}

/** Types without objects in them, by kind and bytes: `<f4`, `|S10`, `<M8[ns]`. Letters of `U` take four bytes each. */
const PLAIN_TYPE = /^[<>|=]?([biufcSUVmM])(\d{1,9})(?:\[\w{1,20}\])?$/;

/**
 * Bytes of one element. Undefined when it is or may be an object: NumPy understands more texts as types than are listed here, and
 * some of them (`i4,O`) have objects in them.
 */
function itemBytesOf(descr: Literal): number | undefined {
    if (typeof descr === 'string') {
        const [, kind, size] = PLAIN_TYPE.exec(descr) ?? [];
        return size === undefined ? undefined : Number.parseInt(size, 10) * (kind === 'U' ? 4 : 1);
    }
    if (!isList(descr)) throw new ScanError('malformed', 'a type that is no type');
    return descr.reduce<number | undefined>((sum, field) => {
        const bytes = fieldBytesOf(field);
        return sum === undefined || bytes === undefined ? undefined : sum + bytes;
    }, 0);
}

/** (name, type) or (name, type, shape). */
function fieldBytesOf(field: Literal): number | undefined {
    if (!isList(field) || field.length < 2 || field.length > 3) throw new ScanError('malformed', 'a field that is no field');
    const [, type, shape = []] = field;
    const bytes = itemBytesOf(type ?? null);
    return bytes === undefined ? undefined : bytes * multiplied(isList(shape) ? shape : [shape]);
}
