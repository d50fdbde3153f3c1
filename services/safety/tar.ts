import { ScanError } from './finding';
import { partOf, type ByteSource } from './metered-source';

const BLOCK_BYTES = 512;
/** Each member costs a request. PyTorch's oldest files have four. */
const MAX_MEMBERS = 64;

export interface TarMember {
    readonly name: string;
    readonly content: ByteSource;
}

/** The files in a tar archive, which PyTorch's first versions wrote. Source of the format: POSIX.1-2017, pax, "ustar Interchange Format". */
export async function* tarMembers(source: ByteSource): AsyncGenerator<TarMember> {
    let at = 0;
    for (let count = 0; at + BLOCK_BYTES <= source.size; count++) {
        const header = await source.read(at, BLOCK_BYTES);
        if (header.every((byte) => byte === 0)) return;
        if (count === MAX_MEMBERS) throw new ScanError('budget', `more than ${MAX_MEMBERS} files in an archive`);
        const size = octal(header.subarray(124, 136));
        if (at + BLOCK_BYTES + size > source.size) throw new ScanError('truncated', 'a file longer than its archive');
        yield { name: textOf(header.subarray(0, 100)), content: partOf(source, at + BLOCK_BYTES, size) };
        at += BLOCK_BYTES * (1 + Math.ceil(size / BLOCK_BYTES));
    }
}

/** Sizes of more than eight gigabytes are written in base 256, which no file of PyTorch's needs. */
function octal(field: Uint8Array): number {
    const digits = textOf(field).trim();
    if (!/^[0-7]{1,12}$/.test(digits)) throw new ScanError('unsupported', 'a size that is not octal');
    return Number.parseInt(digits, 8);
}

function textOf(field: Uint8Array): string {
    const end = field.indexOf(0);
    return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
}
