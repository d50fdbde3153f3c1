import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive. What is said of it locally may be made to differ from what the directory says. */
export interface Part {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly deflate?: boolean;
    /** The general purpose bits; 8 leaves sizes and checksum to a descriptor behind the data. */
    readonly flags?: number;
    readonly local?: { readonly name?: string; readonly method?: number; readonly size?: number; readonly flags?: number };
    readonly central?: { readonly method?: number; readonly size?: number; readonly packedSize?: number };
    /** Sizes in 64 bits, in both headers. */
    readonly wide?: boolean;
    /** As torch.save does, so that data begins at a multiple of it. */
    readonly alignTo?: number;
    /** So many bytes follow that are left out here; needs `wide`. */
    readonly hole?: number;
}

export interface ArchiveOptions {
    readonly prefix?: Uint8Array;
    /** Offsets count from the start of the file, so that nothing has to be added to them. */
    readonly countsPrefix?: boolean;
    readonly comment?: Uint8Array;
    readonly suffix?: Uint8Array;
    /** Adds the end record in 64 bits, and leaves the other one full. */
    readonly wide?: boolean;
    /** Where that record is said to be, instead of where it is. */
    readonly wideAt?: number;
    /** What the end record says instead of the true number. */
    readonly count?: number;
}

const u16 = (value: number): Buffer => { const bytes = Buffer.alloc(2); bytes.writeUInt16LE(value); return bytes; };
const u32 = (value: number): Buffer => { const bytes = Buffer.alloc(4); bytes.writeUInt32LE(value); return bytes; };
const u64 = (value: number): Buffer => { const bytes = Buffer.alloc(8); bytes.writeBigUInt64LE(BigInt(value)); return bytes; };

const FULL = 0xffff_ffff;
const DESCRIPTOR_FLAG = 8;

/** A zip archive, after APPNOTE.TXT 4.3. */
export function zip(parts: readonly Part[], options: ArchiveOptions = {}): Uint8Array {
    const { prefix = new Uint8Array(), countsPrefix = false, comment = new Uint8Array(), suffix = new Uint8Array() } = options;
    const base = countsPrefix ? prefix.byteLength : 0;
    const out: Uint8Array[] = [];
    const central: Uint8Array[] = [];
    let at = base;
    for (const part of parts) {
        const packed = part.deflate ? deflateRawSync(part.bytes) : part.bytes;
        const local = Buffer.concat([localHeader(part, packed, at), packed, descriptor(part, packed)]);
        central.push(centralHeader(part, packed, at));
        out.push(local);
        at += local.byteLength + (part.hole ?? 0);
    }
    const directory = Buffer.concat(central);
    return Buffer.concat([prefix, ...out, directory, endRecords({ count: options.count ?? parts.length, bytes: directory.byteLength, offset: at, wide: options.wide ?? false, wideAt: options.wideAt ?? at + directory.byteLength }), u16(comment.byteLength), comment, suffix]);
}

function localHeader(part: Part, packed: Uint8Array, at: number): Uint8Array {
    const { flags = 0, local = {} } = part;
    const later = (flags & DESCRIPTOR_FLAG) !== 0;
    const name = Buffer.from(local.name ?? part.name);
    const size = local.size ?? part.bytes.byteLength + (part.hole ?? 0);
    const extra = part.wide ? Buffer.concat([u16(1), u16(16), u64(size), u64(packed.byteLength + (part.hole ?? 0))]) : padding(part, at + 30 + name.byteLength);
    const sizes = part.wide ? [FULL, FULL] : [later ? 0 : packed.byteLength, later ? 0 : size];
    return Buffer.concat([
        u32(0x0403_4b50), u16(20), u16(local.flags ?? flags), u16(local.method ?? (part.deflate ? 8 : 0)), u32(0), u32(later ? 0 : crc32(part.bytes)),
        ...sizes.map(u32), u16(name.byteLength), u16(extra.byteLength), name, extra,
    ]);
}

function padding({ alignTo }: Part, at: number): Buffer {
    if (!alignTo) return Buffer.alloc(0);
    const length = alignTo - ((at + 4) % alignTo);
    return Buffer.concat([Buffer.from('FB'), u16(length), Buffer.alloc(length, 'Z')]);
}

function descriptor({ flags = 0, bytes }: Part, packed: Uint8Array): Uint8Array {
    return flags & DESCRIPTOR_FLAG ? Buffer.concat([u32(0x0807_4b50), u32(crc32(bytes)), u32(packed.byteLength), u32(bytes.byteLength)]) : Buffer.alloc(0);
}

function centralHeader(part: Part, packed: Uint8Array, at: number): Uint8Array {
    const { flags = 0, central = {} } = part;
    const name = Buffer.from(part.name);
    const size = central.size ?? part.bytes.byteLength + (part.hole ?? 0);
    const packedSize = central.packedSize ?? packed.byteLength + (part.hole ?? 0);
    const extra = part.wide ? Buffer.concat([u16(1), u16(24), u64(size), u64(packedSize), u64(at)]) : Buffer.alloc(0);
    return Buffer.concat([
        u32(0x0201_4b50), u16(20), u16(20), u16(flags), u16(central.method ?? (part.deflate ? 8 : 0)), u32(0), u32(crc32(part.bytes)),
        u32(part.wide ? FULL : packedSize), u32(part.wide ? FULL : size), u16(name.byteLength), u16(extra.byteLength), u16(0), u16(0), u16(0), u32(0),
        u32(part.wide ? FULL : at), name, extra,
    ]);
}

/** All but the length of the comment. */
function endRecords({ count, bytes, offset, wide, wideAt }: { count: number; bytes: number; offset: number; wide: boolean; wideAt: number }): Uint8Array {
    const wideRecord = Buffer.concat([
        u32(0x0606_4b50), u64(44), u16(45), u16(45), u32(0), u32(0), u64(count), u64(count), u64(bytes), u64(offset),
        u32(0x0706_4b50), u32(0), u64(wideAt), u32(1),
    ]);
    return Buffer.concat([
        ...wide ? [wideRecord] : [], u32(0x0605_4b50), u16(0), u16(0),
        u16(wide ? 0xffff : count), u16(wide ? 0xffff : count), u32(wide ? FULL : bytes), u32(wide ? FULL : offset),
    ]);
}
