import type { BoundedReader } from './bounded-reader';
import { HeaderError } from './header-reading';

/** The values facts are made of; arrays are walked over and dropped. */
export type GgufValue = string | number | boolean;

/** A longer text is a chat template or a licence: walked over, not kept. Stops memory being filled by one key. */
export const MAX_TEXT_BYTES = 4_096;
/** Arrays in arrays in arrays would recurse until the stack is gone. No known file nests at all. */
export const MAX_ARRAY_DEPTH = 2;

const STRING = 8;
const ARRAY = 9;

/** Width in bytes of the types that have one. Source: https://github.com/ggml-org/ggml (docs/gguf.md). */
const WIDTHS: ReadonlyMap<number, number> = new Map([
    [0, 1], [1, 1], [2, 2], [3, 2], [4, 4], [5, 4], [6, 4], [7, 1], [10, 8], [11, 8], [12, 8],
]);

/** Reads one value; undefined for those that are walked over. */
export async function readGgufValue(reader: BoundedReader, type: number): Promise<GgufValue | undefined> {
    if (type === ARRAY) return skipArray(reader, 1);
    if (type === STRING) return readText(reader);
    return readScalar(reader, type);
}

async function readText(reader: BoundedReader): Promise<string | undefined> {
    const length = await reader.u64();
    if (length <= MAX_TEXT_BYTES) return reader.text(length);
    reader.skip(length);
    return undefined;
}

async function readScalar(reader: BoundedReader, type: number): Promise<GgufValue> {
    switch (type) {
        case 0: return reader.u8();
        case 1: return reader.i8();
        case 2: return reader.u16();
        case 3: return reader.i16();
        case 4: return reader.u32();
        case 5: return reader.i32();
        case 6: return reader.f32();
        case 7: return await reader.u8() !== 0;
        case 10: return reader.u64Value();
        case 11: return reader.i64();
        case 12: return reader.f64();
        default: throw new HeaderError('malformed', `a value of unknown type ${type}`);
    }
}

/**
 * Fixed-width elements are jumped over at once. Texts and arrays have to be walked one by one, and each costs at least
 * eight bytes of the reader's budget: that is what ends an array of a forged length.
 */
async function skipArray(reader: BoundedReader, depth: number): Promise<undefined> {
    if (depth > MAX_ARRAY_DEPTH) throw new HeaderError('too-long', `arrays nested ${depth} deep`);
    const type = await reader.u32();
    const length = await reader.u64();
    const width = WIDTHS.get(type);
    if (width !== undefined) {
        reader.skip(length * width);
        return undefined;
    }
    if (type !== STRING && type !== ARRAY) throw new HeaderError('malformed', `an array of unknown type ${type}`);
    for (let index = 0; index < length; index++) {
        if (type === ARRAY) await skipArray(reader, depth + 1);
        else reader.skip(await reader.u64());
    }
    return undefined;
}
