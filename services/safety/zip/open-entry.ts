import type { Effort } from '../effort';
import { ScanError } from '../finding';
import { HeaderError } from '../header-reading';
import { inflateRaw, MAX_INFLATED_BYTES, type Inflated } from '../inflate';
import { bufferReader, bytesSource, partOf, type ByteSource } from '../metered-source';
import { viewOf } from './end-record';
import { DEFLATED, ENCRYPTED, HAS_DESCRIPTOR, ODD_FLAGS, STORED, wideSizes, type ZipEntry } from './zip-entry';

const SIGNATURE = 0x0403_4b50;
const HEADER_BYTES = 30;
/** Enough to tell what an entry is, and what of it is inflated for that. */
const PEEK_BYTES = 8 * 1024;
const INFLATED_PEEK_BYTES = 64 * 1024;

/** What an entry holds, inflated if need be. */
export interface EntryContent {
    readonly source: ByteSource;
    /** Only its beginning was inflated: whoever reads on gets an error. */
    readonly partial: boolean;
}

/**
 * The content of an entry. `whole` inflates all of it, otherwise a compressed entry's beginning will do; a stored one is read by those who look at it.
 * Throws when the local header says something else than the directory: readers believe one or the other, and a scanner must not pick.
 */
export async function openEntry(archive: ByteSource, entry: ZipEntry, { whole, end }: { whole: boolean; end: number }): Promise<EntryContent> {
    if (entry.flags & ENCRYPTED) throw new ScanError('unsupported', 'an encrypted entry');
    if (entry.flags & ODD_FLAGS) throw new ScanError('unsupported', `an entry with the flags ${entry.flags}`);
    const at = await checkedStart(archive, entry);
    if (at + entry.packedSize > end) throw new ScanError('malformed', 'an entry that lies outside of the archive');
    const packed = partOf(archive, at, entry.packedSize);
    if (entry.method === STORED) {
        if (entry.size !== entry.packedSize) throw new ScanError('malformed', 'an uncompressed entry of two sizes');
        return { source: packed, partial: false };
    }
    if (entry.method !== DEFLATED) throw new ScanError('unsupported', `an entry compressed by method ${entry.method}`);
    return inflatedContent(packed, entry, whole);
}

async function inflatedContent(packed: ByteSource, entry: ZipEntry, whole: boolean): Promise<EntryContent> {
    if (whole && entry.size > MAX_INFLATED_BYTES) throw new ScanError('budget', `a compressed entry of ${entry.size} bytes`);
    const length = whole ? packed.size : Math.min(packed.size, PEEK_BYTES);
    const inflated = await inflateRaw(await packed.read(0, length), whole ? MAX_INFLATED_BYTES : INFLATED_PEEK_BYTES);
    packed.effort?.spend('inflated', inflated.bytes.byteLength);
    const partial = length < packed.size || (!whole && inflated.problem === 'too-long');
    if (!partial) checkInflated(inflated, entry);
    return { source: partial ? beginningOf(inflated.bytes, entry.size, packed.effort) : bytesSource(inflated.bytes, packed.effort), partial };
}

/** Of a source of that size, what is there. */
function beginningOf(bytes: Uint8Array, size: number, effort?: Effort): ByteSource {
    return {
        size,
        ...effort && { effort },
        read: (from, length) => {
            if (Math.min(from + length, size) > bytes.byteLength) return Promise.reject(new HeaderError('budget', 'only the beginning of an entry was inflated'));
            return bufferReader(bytes)(from, length);
        },
    };
}

/** What inflates to another length than it says is read differently by those who trust the length. */
function checkInflated({ bytes, problem }: Inflated, entry: ZipEntry): void {
    if (problem) throw new ScanError(problem, 'an entry that can not be inflated');
    if (bytes.byteLength !== entry.size) throw new ScanError('malformed', `an entry of ${entry.size} bytes that inflates to ${bytes.byteLength}`);
}

/** Where the data begins, once the local header has been found to agree with the directory. */
async function checkedStart(archive: ByteSource, entry: ZipEntry): Promise<number> {
    const fixed = viewOf(await archive.read(entry.at, HEADER_BYTES));
    if (fixed.byteLength < HEADER_BYTES || fixed.getUint32(0, true) !== SIGNATURE) throw new ScanError('malformed', 'an entry without a local header');
    const nameBytes = fixed.getUint16(26, true);
    const extraBytes = fixed.getUint16(28, true);
    const rest = await archive.read(entry.at + HEADER_BYTES, nameBytes + extraBytes);
    if (rest.byteLength < nameBytes + extraBytes) throw new ScanError('truncated', 'an entry that ends in its local header');
    if (!sameBytes(rest.subarray(0, nameBytes), entry.rawName)) throw new ScanError('malformed', 'an entry with two names');
    if (fixed.getUint16(8, true) !== entry.method) throw new ScanError('malformed', 'an entry with two compressions');
    if ((fixed.getUint16(6, true) ^ entry.flags) & (ENCRYPTED | ODD_FLAGS)) throw new ScanError('malformed', 'an entry with two sets of flags');
    if (!sameSizes(fixed, viewOf(rest.subarray(nameBytes)), entry)) throw new ScanError('malformed', 'an entry with two sizes or checksums');
    return entry.at + HEADER_BYTES + nameBytes + extraBytes;
}

function sameSizes(fixed: DataView, extra: DataView, entry: ZipEntry): boolean {
    const sizes = wideSizes({ size: fixed.getUint32(22, true), packedSize: fixed.getUint32(18, true), at: 0 }, extra);
    if (fixed.getUint16(6, true) & HAS_DESCRIPTOR && sizes?.packedSize === 0 && sizes.size === 0) return true;
    return fixed.getUint32(14, true) === entry.crc && sizes?.packedSize === entry.packedSize && sizes.size === entry.size;
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
    return one.byteLength === other.byteLength && one.every((byte, index) => byte === other[index]);
}
