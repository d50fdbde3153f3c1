import { ScanError } from '../finding';
import type { ByteSource } from '../metered-source';
import { FULL_32 } from './zip-entry';

const END_SIGNATURE = 0x0605_4b50;
const LOCATOR_SIGNATURE = 0x0706_4b50;
const WIDE_END_SIGNATURE = 0x0606_4b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const WIDE_END_BYTES = 56;
/** A comment is at most 65,535 bytes long, so the record lies within these bytes or nowhere. Stops a search through gigabytes. */
export const TAIL_BYTES = END_BYTES + 0xffff;

/** Where the central directory is. */
export interface EndRecord {
    readonly count: number;
    readonly directoryBytes: number;
    /** From the start of the file. */
    readonly directoryAt: number;
    /** What stands before the archive, bytes: all its offsets are that much too small. */
    readonly prefixBytes: number;
    /** What readers may understand differently, in words. */
    readonly oddities: readonly string[];
}

interface Directory {
    readonly count: number;
    readonly bytes: number;
    readonly offset: number;
}

/**
 * The end of central directory, in 32 or 64 bits; undefined when there is none, so that this is no archive. As Python and miniz do,
 * the last signature counts: archives have been built in which each reader takes another one.
 */
export async function readEndRecord(source: ByteSource): Promise<EndRecord | undefined> {
    const tailAt = Math.max(0, source.size - TAIL_BYTES);
    const tail = viewOf(await source.read(tailAt, TAIL_BYTES));
    const at = lastSignature(tail);
    if (at === undefined) return undefined;
    const narrow = { count: tail.getUint16(at + 10, true), bytes: tail.getUint32(at + 12, true), offset: tail.getUint32(at + 16, true) };
    const oddities: string[] = [];
    if (at + END_BYTES + tail.getUint16(at + 20, true) !== tail.byteLength) oddities.push('bytes follow the end of the archive');
    if (tail.getUint16(at + 4, true) !== 0 && tail.getUint16(at + 4, true) !== 0xffff) oddities.push('an archive of several disks');
    const wide = await readWideEnd(source, tailAt + at);
    if (wide && !agree(narrow, wide.directory)) oddities.push('two end records that differ');
    const directory = wide?.directory ?? narrow;
    const directoryAt = (wide?.at ?? tailAt + at) - directory.bytes;
    const prefixBytes = directoryAt - directory.offset;
    if (directoryAt < 0 || prefixBytes < 0) throw new ScanError('malformed', 'a central directory outside of the file');
    if (wide && wide.saidAt + prefixBytes !== wide.at) oddities.push('a zip64 record that is said to be elsewhere');
    if (prefixBytes > 0) oddities.push(`${prefixBytes} bytes stand before the archive`);
    return { count: directory.count, directoryBytes: directory.bytes, directoryAt, prefixBytes, oddities };
}

function lastSignature(tail: DataView): number | undefined {
    for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
        if (tail.getUint32(at, true) === END_SIGNATURE) return at;
    }
    return undefined;
}

/** The record in 64 bits, which the locator right before the other one leads to. It counts whenever it is there. */
async function readWideEnd(source: ByteSource, endAt: number): Promise<{ at: number; saidAt: number; directory: Directory } | undefined> {
    if (endAt < LOCATOR_BYTES + WIDE_END_BYTES) return undefined;
    const view = viewOf(await source.read(endAt - LOCATOR_BYTES - WIDE_END_BYTES, WIDE_END_BYTES + LOCATOR_BYTES));
    if (view.getUint32(WIDE_END_BYTES, true) !== LOCATOR_SIGNATURE) return undefined;
    // Writers put it right before the locator, where Python looks; miniz goes to where the locator says, so that each could see another one.
    const at = endAt - LOCATOR_BYTES - WIDE_END_BYTES;
    if (view.getUint32(0, true) !== WIDE_END_SIGNATURE) throw new ScanError('malformed', 'a zip64 record that is not where it belongs');
    const [count, bytes, offset] = [32, 40, 48].map((field) => Number(view.getBigUint64(field, true)));
    return { at, saidAt: Number(view.getBigUint64(WIDE_END_BYTES + 8, true)), directory: { count: count ?? 0, bytes: bytes ?? 0, offset: offset ?? 0 } };
}

/** A narrow field is the wide one, or full when that does not fit. */
function agree(narrow: Directory, wide: Directory): boolean {
    return (narrow.count === 0xffff || narrow.count === wide.count)
        && (narrow.bytes === FULL_32 || narrow.bytes === wide.bytes)
        && (narrow.offset === FULL_32 || narrow.offset === wide.offset);
}

export function viewOf(bytes: Uint8Array): DataView {
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
