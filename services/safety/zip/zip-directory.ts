import { ScanError } from '../finding';
import type { ByteSource } from '../metered-source';
import { readEndRecord, viewOf, type EndRecord } from './end-record';
import { wideSizes, type ZipEntry } from './zip-entry';

const HEADER_SIGNATURE = 0x0201_4b50;
const HEADER_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
/** Half of the budget; the directory of ten thousand weights is smaller. Stops directories as long as the file. */
export const MAX_DIRECTORY_BYTES = 1024 * 1024;
/** Each entry is looked at by itself. The largest models have some thousand. */
export const MAX_ENTRIES = 10_000;

export interface ZipDirectory {
    readonly entries: readonly ZipEntry[];
    /** Where the data of the last entry has to end. */
    readonly end: number;
    /** What readers may understand differently, in words: enough to call the archive broken, not enough to stop looking. */
    readonly oddities: readonly string[];
}

/** Reads the list of what is in an archive; undefined when the file is none. */
export async function readZipDirectory(source: ByteSource): Promise<ZipDirectory | undefined> {
    const record = await readEndRecord(source);
    if (record === undefined) return undefined;
    if (record.count > MAX_ENTRIES) throw new ScanError('too-long', `an archive of ${record.count} entries`);
    if (record.directoryBytes > MAX_DIRECTORY_BYTES) throw new ScanError('budget', `a central directory of ${record.directoryBytes} bytes`);
    const entries = parseEntries(await source.read(record.directoryAt, record.directoryBytes), record);
    return { entries, end: record.directoryAt, oddities: [...record.oddities, ...odditiesOf(entries, record.directoryAt)] };
}

function parseEntries(directory: Uint8Array, { count, prefixBytes }: EndRecord): ZipEntry[] {
    const entries: ZipEntry[] = [];
    let at = 0;
    for (let index = 0; index < count; index++) {
        const { entry, next } = parseEntry(directory, at, prefixBytes);
        entries.push(entry);
        at = next;
    }
    // An entry beyond the count is one that some readers see and others don't.
    if (at !== directory.byteLength) throw new ScanError('malformed', 'a central directory of another length than its entries');
    return entries;
}

function parseEntry(directory: Uint8Array, at: number, prefixBytes: number): { entry: ZipEntry; next: number } {
    const view = viewOf(directory.subarray(at));
    if (view.byteLength < HEADER_BYTES || view.getUint32(0, true) !== HEADER_SIGNATURE) throw new ScanError('malformed', 'a central directory with fewer entries than it says');
    const [nameEnd, extraEnd, next] = ends(view);
    if (next > view.byteLength) throw new ScanError('malformed', 'an entry longer than its directory');
    const narrow = { size: view.getUint32(24, true), packedSize: view.getUint32(20, true), at: view.getUint32(42, true) };
    const sizes = wideSizes(narrow, new DataView(view.buffer, view.byteOffset + nameEnd, extraEnd - nameEnd));
    if (sizes === undefined) throw new ScanError('malformed', 'an entry without its zip64 sizes');
    const rawName = directory.subarray(at + HEADER_BYTES, at + nameEnd);
    return {
        entry: {
            name: new TextDecoder().decode(rawName), rawName,
            flags: view.getUint16(8, true), method: view.getUint16(10, true), crc: view.getUint32(16, true),
            ...sizes, at: sizes.at + prefixBytes,
        },
        next: at + next,
    };
}

/** Where name, extra fields and comment of an entry end. */
function ends(view: DataView): [name: number, extra: number, comment: number] {
    const name = HEADER_BYTES + view.getUint16(28, true);
    const extra = name + view.getUint16(30, true);
    return [name, extra, extra + view.getUint16(32, true)];
}

function odditiesOf(entries: readonly ZipEntry[], end: number): string[] {
    const oddities: string[] = [];
    // Of two entries of one name, a scanner may see the first and a loader the last.
    if (new Set(entries.map(({ name }) => name)).size < entries.length) oddities.push('two entries of the same name');
    // Python's zipfile cuts a name at NUL: `data.pkl` for a loader, something else for who looks at the list.
    if (entries.some(({ name }) => name.includes('\0'))) oddities.push('a name with NUL in it');
    const inOrder = [...entries].sort((a, b) => a.at - b.at);
    // Entries that share their bytes are how bombs of petabytes are made, and data with two meanings.
    const overlap = inOrder.some((entry, index) => leastEnd(entry) > (inOrder[index + 1]?.at ?? end));
    if (overlap) oddities.push('entries that overlap or lie outside of the archive');
    return oddities;
}

function leastEnd({ at, rawName, packedSize }: ZipEntry): number {
    return at + LOCAL_HEADER_BYTES + rawName.byteLength + packedSize;
}
