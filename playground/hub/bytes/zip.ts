import { crc32 } from 'node:zlib';
import type { Segment } from './sparse';
import { SparseBytes } from './sparse';

export interface ZipEntry {
    name: string;
    bytes: SparseBytes;
}

const LOCAL_SIGNATURE = 0x04034b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const VERSION = 20;

/** The fields local and central headers share, from "version needed" to "extra field length" (APPNOTE.TXT 4.3.7). */
function commonFields({ name, bytes }: ZipEntry, crc: number): Uint8Array {
    const fields = new DataView(new ArrayBuffer(26));
    fields.setUint16(0, VERSION, true);
    fields.setUint32(10, crc, true);
    fields.setUint32(14, bytes.size, true);
    fields.setUint32(18, bytes.size, true);
    fields.setUint16(22, new TextEncoder().encode(name).length, true);
    return new Uint8Array(fields.buffer);
}

function signature(value: number): Uint8Array {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, true);
    return bytes;
}

function u16(value: number): Uint8Array {
    return Uint8Array.from([value & 0xff, value >>> 8]);
}

function concat(parts: Uint8Array[]): Uint8Array {
    return Uint8Array.from(Buffer.concat(parts));
}

function centralHeader(entry: ZipEntry, crc: number, offset: number): Uint8Array {
    const attributes = new Uint8Array(10);
    return concat([
        signature(CENTRAL_SIGNATURE), u16(VERSION), commonFields(entry, crc), attributes, signature(offset), new TextEncoder().encode(entry.name),
    ]);
}

/**
 * An uncompressed zip, the container `torch.save` writes. Entries may be sparse; the checksum of one above 4 MiB is left 0, as
 * computing it would mean reading every zero. Archives stay below 4 GiB (no zip64).
 */
export function storedZip(entries: readonly ZipEntry[]): SparseBytes {
    const segments: Segment[] = [];
    const central: Uint8Array[] = [];
    let at = 0;
    for (const entry of entries) {
        const real = entry.bytes.size <= 4 * 1024 * 1024 ? entry.bytes.read() : undefined;
        const crc = real ? crc32(real) : 0;
        const local = concat([signature(LOCAL_SIGNATURE), commonFields(entry, crc), new TextEncoder().encode(entry.name)]);
        segments.push({ offset: at, bytes: local });
        central.push(centralHeader(entry, crc, at));
        at += local.length;
        if (real) {
            segments.push({ offset: at, bytes: real });
        }
        at += entry.bytes.size;
    }
    const directory = concat(central);
    const tail = concat([
        directory, signature(END_SIGNATURE), u16(0), u16(0), u16(entries.length), u16(entries.length), signature(directory.length), signature(at), u16(0),
    ]);
    segments.push({ offset: at, bytes: tail });
    return new SparseBytes(at + tail.length, segments);
}
