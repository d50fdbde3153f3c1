/** One file of an archive, as the central directory describes it. Source of all fields: APPNOTE.TXT 4.3 to 4.5. */
export interface ZipEntry {
    readonly name: string;
    /** The name as it stands in the archive: readers differ in how they decode it. */
    readonly rawName: Uint8Array;
    readonly flags: number;
    readonly method: number;
    readonly crc: number;
    readonly packedSize: number;
    readonly size: number;
    /** Where its local header is, bytes from the start of the file. */
    readonly at: number;
}

export const STORED = 0;
export const DEFLATED = 8;

export const ENCRYPTED = 1 << 0;
/** Sizes and checksum follow the data; the local header may leave them 0. */
export const HAS_DESCRIPTOR = 1 << 3;
/** A patch of another file, strong encryption, masked headers: nothing that holds models has them. */
export const ODD_FLAGS = 1 << 5 | 1 << 6 | 1 << 13;

const ZIP64_FIELD = 0x0001;
export const FULL_32 = 0xffff_ffff;

export interface Sizes {
    readonly size: number;
    readonly packedSize: number;
    readonly at: number;
}

/** The three values with those that did not fit into 32 bits taken from the zip64 field; undefined when it lacks one. */
export function wideSizes(narrow: Sizes, extra: DataView): Sizes | undefined {
    const wide = zip64Values(extra);
    const take = (value: number): number | undefined => (value === FULL_32 ? wide.shift() : value);
    const size = take(narrow.size);
    const packedSize = take(narrow.packedSize);
    const at = take(narrow.at);
    return size === undefined || packedSize === undefined || at === undefined ? undefined : { size, packedSize, at };
}

/** The 64-bit values of the zip64 field, as far as numbers are exact; none when there is no such field. */
function zip64Values(extra: DataView): number[] {
    for (let at = 0; at + 4 <= extra.byteLength;) {
        const length = extra.getUint16(at + 2, true);
        if (extra.getUint16(at, true) === ZIP64_FIELD) {
            const count = Math.floor(Math.min(length, extra.byteLength - at - 4) / 8);
            return Array.from({ length: count }, (_, index) => Number(extra.getBigUint64(at + 4 + index * 8, true)));
        }
        at += 4 + length;
    }
    return [];
}
