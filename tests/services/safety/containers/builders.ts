import { utf8 } from '../pickle/assembler';

/** An .npy file around a header as it stands. */
export function npy(header: string, data: Uint8Array, version: 1 | 2 = 1): Uint8Array {
    const text = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
    const length = Buffer.alloc(version === 1 ? 2 : 4);
    if (version === 1) length.writeUInt16LE(text.length);
    else length.writeUInt32LE(text.length);
    return Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), Buffer.from([version, 0]), length, Buffer.from(text), data]);
}

export const npyHeader = (descr: string, shape: string): string => `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;

/** A tar archive of one file after the other (POSIX ustar), without a checksum, which readers of untrusted files do not need. */
export function tar(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array {
    const blocks = files.flatMap(({ name, bytes }) => {
        const header = Buffer.alloc(512);
        header.write(name, 0);
        header.write(bytes.byteLength.toString(8).padStart(11, '0'), 124);
        header.write('ustar\x0000', 257);
        return [header, bytes, Buffer.alloc((512 - (bytes.byteLength % 512)) % 512)];
    });
    return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** A tar archive as before POSIX: nothing but its checksum says what it is. */
export function oldTar(files: Parameters<typeof tar>[0]): Uint8Array {
    const archive = Buffer.from(tar(files));
    archive.fill(0, 257, 265);
    archive.write(' '.repeat(8), 148);
    const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return archive;
}

const TORCH_MAGIC = Uint8Array.from([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]);
const PROTOCOL_VERSION = Uint8Array.from([0x80, 2, 0x4d, 0xe9, 3, 0x2e]);
const SYSTEM_INFO = Uint8Array.from([0x80, 2, 0x7d, 0x28, 0x58, 13, 0, 0, 0, ...utf8('little_endian'), 0x88, 0x75, 0x2e]);
const KEYS = Uint8Array.from([0x80, 2, 0x5d, 0x58, 1, 0, 0, 0, ...utf8('0'), 0x61, 0x2e]);

/** What torch.save wrote before version 1.6: five pickles, then the numbers. */
export function torchStream(object: Uint8Array): Uint8Array {
    return Buffer.concat([TORCH_MAGIC, PROTOCOL_VERSION, SYSTEM_INFO, object, KEYS, Buffer.from([4, 0, 0, 0, 0, 0, 0, 0]), Buffer.alloc(16, 0x3f)]);
}
